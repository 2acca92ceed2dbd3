"""A date is read as exactly one day or not at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.reading.days import Dates, read_day

DAY = date(2027, 4, 3)


@pytest.mark.parametrize(
    "written",
    [
        "2027-04-03",
        "2027-04-03 00:00:00",
        "03.04.2027",
        "3-4-2027",
        "3/4/2027",
        "3. april 2027",
        "3 April 2027",
        "3rd April 2027",
        "3. apr. 2027",
        "April 3, 2027",
        "  3.  april   2027 ",
    ],
)
def test_every_usual_way_of_writing_a_day(written):
    assert read_day(written, Dates.DAY_FIRST) == DAY


def test_the_month_comes_first_only_where_the_mapping_says_so():
    assert read_day("03/04/2027", Dates.MONTH_FIRST) == date(2027, 3, 4)
    assert read_day("2027-04-03", Dates.MONTH_FIRST) == DAY


@pytest.mark.parametrize(
    "written",
    [
        "", "2027", "april 2027", "31.02.2027", "03.04.27", "3.4-2027", "2027-04-03 12:30:00", "3. avril 2027",
        "Q2 2027", "0999-01-01", "2200-01-01", "The project is still being planned",
    ],
)  # fmt: skip
def test_what_is_not_one_day_is_none(written):
    assert read_day(written, Dates.DAY_FIRST) is None


@given(day=st.dates(date(1900, 1, 1), date(2199, 12, 31)), dates=st.sampled_from(Dates))
def test_every_day_is_read_back(day, dates):
    figures = f"{day:%d.%m.%Y}" if dates == Dates.DAY_FIRST else f"{day:%m.%d.%Y}"
    assert read_day(figures, dates) == day
    assert read_day(day.isoformat(), dates) == day


@given(text=st.text())
def test_any_text_gets_an_answer(text):
    assert read_day(f"{text} uge", Dates.DAY_FIRST) is None
