"""The days of a series of meetings."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from governance.domain.meetings import MOST_MEETINGS, every_month, every_weeks

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2150, 12, 31))


def test_the_second_tuesday_stays_the_second_tuesday():
    found = every_month(date(2027, 1, 12), date(2027, 6, 30))
    assert found == [
        date(2027, 1, 12), date(2027, 2, 9), date(2027, 3, 9), date(2027, 4, 13), date(2027, 5, 11), date(2027, 6, 8),
    ]  # fmt: skip


def test_a_fifth_friday_is_the_last_one_elsewhere():
    found = every_month(date(2027, 1, 29), date(2027, 4, 30))
    assert found == [date(2027, 1, 29), date(2027, 2, 26), date(2027, 3, 26), date(2027, 4, 30)]


def test_weeks_are_counted_from_the_first_day_and_the_last_counts():
    assert every_weeks(date(2027, 1, 4), date(2027, 2, 15), 3) == [
        date(2027, 1, 4), date(2027, 1, 25), date(2027, 2, 15),
    ]  # fmt: skip
    assert every_weeks(date(2027, 1, 4), date(2027, 1, 3), 3) == []


@given(DAYS, st.integers(0, 4000))
def test_a_month_has_one_meeting_on_the_first_days_weekday(first: date, length: int):
    found = every_month(first, first + timedelta(days=length))
    assert found[0] == first
    assert {day.weekday() for day in found} == {first.weekday()}
    months = [(day.year, day.month) for day in found]
    assert months == sorted(set(months))
    assert len(found) <= MOST_MEETINGS


@given(DAYS, st.integers(0, 4000), st.integers(1, 8))
def test_a_series_of_weeks_keeps_its_step(first: date, length: int, weeks: int):
    last = first + timedelta(days=length)
    found = every_weeks(first, last, weeks)
    assert all(b - a == timedelta(weeks=weeks) for a, b in pairwise(found))
    assert all(first <= day <= last for day in found)
