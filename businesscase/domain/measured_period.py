"""The days that a measurement covers, and what was promised for just those days (C20).

What a benefit gave in half a year is held against half of a year's promise. The twelve months up to the measurement are
one whole year, leap day or not, so that a whole year is held against the whole promise.
"""

from calendar import isleap
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from businesscase.finance import to_money
from businesscase.finance.precision import working
from businesscase.models import Measurement

Yearly = Callable[[int], Decimal | None]
_FEBRUARY, _LEAP_DAY = 2, 29


def first_of_the_year_up_to(day: date) -> date:
    """Return the first of the twelve months' days that end with `day`."""
    if (day.month, day.day) == (_FEBRUARY, _LEAP_DAY):
        return date(day.year - 1, 3, 1)
    return day.replace(year=day.year - 1) + timedelta(days=1)


def days_of(one: Measurement) -> int:
    """Return how many days the measurement covers; one that does not say when it begins covers a year."""
    return (one.measured_on - (one.since or first_of_the_year_up_to(one.measured_on))).days + 1


def is_whole_year(one: Measurement) -> bool:
    """Whether the measurement covers the twelve months up to its day."""
    return one.since is None or one.since <= first_of_the_year_up_to(one.measured_on)


def promised_for(one: Measurement, yearly: Yearly) -> Decimal | None:
    """Return what was promised for the days that the measurement covers, DKK, rounded once.

    `yearly` tells the promise of a calendar year; the sum is over its days. None where no day has a promise. A
    measurement that does not say when it begins is held against its own calendar year, as it was when it was made.
    """
    if one.since is None:
        return yearly(one.measured_on.year)
    parts = [(yearly(year), days) for year, days in _years_of(one.since, one.measured_on)]
    stated = [(amount, days) for amount, days in parts if amount is not None]
    if not stated:
        return None
    with working():
        return to_money(sum((amount * days for amount, days in stated), Decimal(0)) / _year_of(one))


def in_a_year(one: Measurement) -> Decimal | None:
    """Return what a whole year is now expected to give: as was written, or as the measured days went on."""
    if one.expected is not None or one.realised is None or is_whole_year(one):
        return one.realised if one.expected is None else one.expected
    with working():
        return to_money(one.realised * _year_of(one) / days_of(one))


def still_to_come(one: Measurement) -> Decimal:
    """Return what the rest of the calendar year is expected to add to a measurement of less than a year."""
    yearly = in_a_year(one)
    if is_whole_year(one) or yearly is None:
        return Decimal(0)
    left = (date(one.measured_on.year, 12, 31) - one.measured_on).days
    with working():
        share = min(Decimal(left) / _days_in(one.measured_on.year), 1 - Decimal(days_of(one)) / _year_of(one))
        return to_money(yearly * share)


def _year_of(one: Measurement) -> int:
    return (one.measured_on - first_of_the_year_up_to(one.measured_on)).days + 1


def _years_of(since: date, until: date) -> Iterator[tuple[int, int]]:
    """Yield each calendar year from `since` to `until`, and how many of its days lie there."""
    for year in range(since.year, until.year + 1):
        first, last = max(since, date(year, 1, 1)), min(until, date(year, 12, 31))
        yield year, (last - first).days + 1


def _days_in(year: int) -> int:
    return 366 if isleap(year) else 365
