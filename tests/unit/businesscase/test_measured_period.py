"""The days that a measurement covers, and the part of the promise that it is held against."""

from datetime import date
from decimal import Decimal

import pytest

from businesscase.domain.measured_period import (
    days_of,
    first_of_the_year_up_to,
    in_a_year,
    is_whole_year,
    promised_for,
    still_to_come,
)
from businesscase.models import Measurement

D = Decimal
NINETY = {2026: D(90), 2027: D(90), 2028: D(90)}


def measured(until: date, since: date | None = None, realised: str | None = "10", expected: str | None = None):
    amounts = [None if one is None else D(one) for one in (realised, expected)]
    return Measurement(measured_on=until, since=since, realised=amounts[0], expected=amounts[1])


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 11, 26), date(2025, 11, 27)),
        (date(2026, 12, 31), date(2026, 1, 1)),
        (date(2028, 2, 29), date(2027, 3, 1)),
        (date(2028, 3, 1), date(2027, 3, 2)),
        (date(2029, 2, 28), date(2028, 2, 29)),
    ],
)
def test_a_year_ends_with_its_day(day, first):
    assert first_of_the_year_up_to(day) == first
    assert is_whole_year(measured(day, first))
    assert days_of(measured(day)) == days_of(measured(day, first))


@pytest.mark.parametrize("until", [date(2027, 6, 30), date(2028, 6, 30), date(2028, 2, 29), date(2027, 12, 31)])
def test_a_whole_year_is_held_against_the_whole_promise_leap_day_or_not(until):
    whole = measured(until, first_of_the_year_up_to(until))
    assert promised_for(whole, NINETY.get) == D("90.00")


def test_half_a_year_is_held_against_the_days_of_it():
    half = measured(date(2026, 12, 31), date(2026, 7, 1))
    assert (days_of(half), is_whole_year(half)) == (184, False)
    # 62,000 * 184 / 365
    assert promised_for(half, {2026: D(62_000)}.get) == D("31254.79")


def test_each_year_counts_with_its_own_days_and_its_own_promise():
    over = measured(date(2027, 3, 31), date(2026, 10, 1))
    # 92 days of 365 and 90 days of 3,650: 92 + 900
    assert promised_for(over, {2026: D(365), 2027: D(3650)}.get) == D("992.00")
    assert promised_for(over, {2027: D(3650)}.get) == D("900.00")
    assert promised_for(over, {}.get) is None


def test_without_a_first_day_its_own_calendar_year_is_held_against():
    assert promised_for(measured(date(2027, 3, 31)), {2026: D(1), 2027: D(2)}.get) == D(2)


@pytest.mark.parametrize(
    ("one", "yearly", "rest"),
    [
        (measured(date(2026, 6, 30)), "10", "0"),
        (measured(date(2026, 6, 30), None, "10", "12"), "12", "0"),
        # 181 days of 365; 184 are left of the year
        (measured(date(2026, 6, 30), date(2026, 1, 1), "181"), "365.00", "184.00"),
        (measured(date(2026, 6, 30), date(2026, 1, 1), "181", "730"), "730", "368.00"),
        (measured(date(2026, 12, 31), date(2026, 7, 1), "184"), "365.00", "0.00"),
        # Half of it lies in the year before: what is left is the rest of a whole year, not of the calendar year.
        (measured(date(2027, 3, 31), date(2026, 10, 1), "182"), "365.00", "183.00"),
    ],
)
def test_the_rest_of_the_year_goes_on_as_is_expected(one, yearly, rest):
    assert (in_a_year(one), still_to_come(one)) == (D(yearly), D(rest))


def test_nothing_is_expected_where_no_amount_is_stated():
    nothing = measured(date(2026, 6, 30), None, None)
    assert (in_a_year(nothing), still_to_come(nothing)) == (None, D(0))
