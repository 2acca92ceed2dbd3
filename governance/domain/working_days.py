"""Danish working days: service times are counted in them."""

from datetime import date

from holidays import country_holidays


def add_working_days(day: date, count: int) -> date:
    """Return the date `count` working days after `day`; weekends and Danish public holidays are skipped."""
    return country_holidays("DK").get_nth_working_day(day, count)
