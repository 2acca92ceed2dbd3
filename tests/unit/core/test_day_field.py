from datetime import date

import pytest
from django import forms

from core.forms.dates import DayField


class Day(forms.Form):
    day = DayField()


@pytest.mark.parametrize("written", ["14.03.2027", "14-03-2027", "14/03/2027", "2027-03-14", " 14.3.2027 "])
def test_a_date_is_taken_as_danes_write_it(written):
    form = Day({"day": written})
    assert form.is_valid()
    assert form.cleaned_data == {"day": date(2027, 3, 14)}


@pytest.mark.parametrize(
    "written",
    ["14.03.27x", "31.02.2027", "32.01.2027", "03.14.2027", "i morgen", "14.03.0001", "31.12.9999", "1.1.1899"],
)
def test_what_is_no_date_or_in_no_likely_year_is_refused_in_one_sentence(written):
    form = Day({"day": written})
    assert not form.is_valid()
    assert len(form.errors["day"]) == 1


@pytest.mark.parametrize("written", ["01.01.1900", "31.12.2199"])
def test_the_first_and_the_last_day_are_taken(written):
    assert Day({"day": written}).is_valid()


def test_a_date_is_shown_as_it_is_asked_for():
    assert 'value="14.03.2027"' in str(Day(initial={"day": date(2027, 3, 14)})["day"])
