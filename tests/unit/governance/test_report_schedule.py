from datetime import UTC, date, datetime

import pytest

from core.clock import COPENHAGEN
from governance.reports.schedule import first_of, last_slot, months_before, next_slot


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=COPENHAGEN)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "last", "following"),
    [
        (local(2027, 3, 5, 6, 59), date(2027, 2, 5), date(2027, 3, 5)),
        (local(2027, 3, 5, 7, 0), date(2027, 3, 5), date(2027, 4, 5)),
        (local(2027, 1, 1, 0, 0), date(2026, 12, 5), date(2027, 1, 5)),
        (local(2027, 12, 31, 23, 59), date(2027, 12, 5), date(2028, 1, 5)),
    ],
)
def test_a_monthly_report_is_due_on_its_day_and_hour(now, last, following):
    found = last_slot("monthly", 5, 7, now), next_slot("monthly", 5, 7, now)
    assert [slot.day for slot in found] == [last, following]


@pytest.mark.parametrize(
    ("now", "last", "following"),
    [
        (local(2027, 3, 5, 8), date(2027, 1, 5), date(2027, 4, 5)),
        (local(2027, 4, 5, 6), date(2027, 1, 5), date(2027, 4, 5)),
        (local(2027, 1, 2, 8), date(2026, 10, 5), date(2027, 1, 5)),
        (local(2027, 12, 31, 8), date(2027, 10, 5), date(2028, 1, 5)),
    ],
)
def test_a_quarterly_report_is_due_in_the_quarters_first_month(now, last, following):
    found = last_slot("quarterly", 5, 7, now), next_slot("quarterly", 5, 7, now)
    assert [slot.day for slot in found] == [last, following]


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (local(2027, 2, 28, 12), date(2027, 2, 28)),
        (local(2028, 2, 29, 12), date(2028, 2, 29)),
        (local(2027, 4, 30, 12), date(2027, 4, 30)),
        (local(2027, 5, 31, 12), date(2027, 5, 31)),
    ],
)
def test_day_31_is_the_last_day_of_a_shorter_month(now, day):
    assert last_slot("monthly", 31, 7, now).day == day


def test_an_hour_that_the_clock_skips_is_the_next_one():
    slot = last_slot("monthly", 28, 2, utc(2027, 3, 28, 1))
    assert (slot.day, slot.at) == (date(2027, 3, 28), utc(2027, 3, 28, 1))
    assert last_slot("monthly", 28, 2, utc(2027, 3, 28, 0, 59)).day == date(2027, 2, 28)


def test_an_hour_that_the_clock_shows_twice_is_due_once():
    first, second = utc(2027, 10, 31, 0), utc(2027, 10, 31, 1)
    assert last_slot("monthly", 31, 2, first) == last_slot("monthly", 31, 2, second)
    assert next_slot("monthly", 31, 2, first).day == date(2027, 11, 30)


def test_a_summer_evening_belongs_to_its_danish_day():
    # 22.30 in UTC is half past midnight in Copenhagen.
    assert last_slot("monthly", 1, 0, utc(2027, 6, 30, 22, 30)).day == date(2027, 7, 1)


def test_a_report_on_demand_is_never_due():
    assert last_slot("none", 5, 7, utc(2027, 3, 5)) is None
    assert next_slot("none", 5, 7, utc(2027, 3, 5)) is None


def test_months_are_counted_across_years():
    assert first_of(date(2027, 3, 31)) == date(2027, 3, 1)
    assert [months_before(date(2027, 1, 31), count) for count in (0, 1, 13, -1)] == [
        date(2027, 1, 1),
        date(2026, 12, 1),
        date(2025, 12, 1),
        date(2027, 2, 1),
    ]
