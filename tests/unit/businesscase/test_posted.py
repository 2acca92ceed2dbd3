"""What the buttons of a line do to a posted page where no script runs."""

from django.http import QueryDict

from businesscase.forms.boxes import HIGH, LIKELY, LOW
from businesscase.forms.lines import MOST_BENEFITS, MOST_COSTS, MOST_HOURS, BenefitForm, CostForm, HoursForm
from businesscase.forms.posted import estimated, filled_right, with_line, without_line
from businesscase.forms.risks import RiskForm
from businesscase.models.business_case_version import MOST_YEARS
from businesscase.models.risk_item import MOST_RISKS
from config.settings import base


def posted(**boxes: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({name.replace("__", "-"): text for name, text in boxes.items()})
    return data


def texts(data: QueryDict, kind: str, line: int = 0) -> list[str | None]:
    return [data.get(f"cost-{line}-{kind}{index}") for index in range(3)]


def test_the_first_figure_fills_the_years_after_it_and_no_other_line():
    data = posted(cost__0__y0="", cost__0__y1="1.000", cost__0__y2="7", cost__1__y0="5", cost__1__y2="6")
    after = filled_right(data, "cost", 0)
    assert texts(after, LIKELY) == ["", "1.000", "1.000"]
    assert texts(after, LIKELY, 1) == ["5", None, "6"]
    assert texts(filled_right(posted(cost__0__y0=" ", cost__0__y1=""), "cost", 0), LIKELY) == [" ", "", None]


def test_a_percentage_each_way_becomes_amounts_to_the_oere():
    data = posted(cost__0__y0="1.000", cost__0__y1="", cost__0__y2="33,33", cost__0__less="10", cost__0__more="30")
    after = estimated(data, "cost", 0)
    assert (texts(after, LOW), texts(after, HIGH)) == (["900", None, "30"], ["1.300", None, "43,33"])
    assert after["cost-0-estimate"] == "on"


def test_what_cannot_be_read_is_left_for_the_form_to_say():
    data = posted(cost__0__y0="mange", cost__0__y1="100", cost__0__less="ti", cost__0__more="")
    after = estimated(data, "cost", 0)
    assert (texts(after, LOW), texts(after, HIGH)) == ([None] * 3, [None] * 3)


def test_a_line_more_and_a_line_less():
    data = posted(cost__TOTAL_FORMS="2", cost__0__label="Et", cost__1__label="To", hours__0__label="Timer")
    assert with_line(data, "cost")["cost-TOTAL_FORMS"] == "3"
    after = without_line(data, "cost", 0)
    assert (after["cost-TOTAL_FORMS"], after["cost-0-label"], after.get("cost-1-label")) == ("1", "To", None)
    assert after["hours-0-label"] == "Timer"
    assert without_line(data, "cost", 2) == data


def test_the_largest_page_may_be_posted():
    years = range(MOST_YEARS)
    lines = (
        (MOST_COSTS, len(CostForm(years=years).fields)),
        (MOST_HOURS, len(HoursForm(years=years).fields)),
        (MOST_BENEFITS, len(BenefitForm(years=years, known={}, units={}).fields)),
        (MOST_RISKS, len(RiskForm(known={}).fields)),
    )
    # The frame, the management of the sets and the button are some dozens more.
    assert sum(most * fields for most, fields in lines) + 100 < base.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert (MOST_COSTS + MOST_HOURS + MOST_BENEFITS) == 60


def test_a_gain_begins_wider_below_the_likely_figure_and_a_cost_above_it():
    years = range(2027, 2028)
    spreads = [
        (form["less"].value(), form["more"].value())
        for form in (CostForm(years=years), HoursForm(years=years), BenefitForm(years=years, known={}, units={}))
    ]
    assert spreads == [(10, 30), (10, 30), (30, 10)]
