"""Danish working days: service times are counted in them."""

from datetime import date, timedelta

from holidays import country_holidays


def add_working_days(day: date, count: int) -> date:
    """Return the date `count` working days after `day`; weekends and Danish public holidays are skipped.

    No days are added to a day that is none: with `count` 0 it is returned as it is.
    """
    return country_holidays("DK").get_nth_working_day(day, count) if count else day


def working_days_between(first: date, last: date) -> int:
    """Return how many working days come after `first`, up to and with `last`; below 0 where `last` lies before."""
    if last < first:
        return -working_days_between(last, first)
    days = country_holidays("DK")
    return sum(days.is_working_day(first + timedelta(days=one)) for one in range(1, (last - first).days + 1))


def holiday_on(day: date) -> str:
    """Return the Danish name of the public holiday on `day`, or "" for none."""
    return country_holidays("DK", language="da").get(day) or ""
