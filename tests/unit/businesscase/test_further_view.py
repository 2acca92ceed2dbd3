"""The further figures of a result in Danish, each with what it means."""

from decimal import Decimal

import pytest

from businesscase.domain.results import calculate
from businesscase.domain.terms import DatedRate, Terms
from businesscase.enums import BenefitType, CostCategory
from businesscase.finance import Definition, Measure, RateBand
from businesscase.models import BenefitLine, BusinessCaseVersion, CostLine, Result
from businesscase.selectors.further_view import further_figures
from core import clock


def shown(costs: list[int], gains: list[int], rate: str = "0.08") -> dict[str, tuple[str, str]]:
    """Return value and meaning by name, for a case of these costs and gains."""
    case = BusinessCaseVersion(start_year=2026, years=len(costs), price_year=2026)
    terms = Terms(
        rates=(DatedRate(RateBand(0, Decimal(rate)), clock.today(), ""),),
        definition=Definition(Measure.NPV),
        definition_source="",
        hourly_rate=None,
        hourly_rate_source="",
        vendor_cost_limit=None,
        staff_hours_limit=None,
    )
    cost = CostLine(category=CostCategory.PURCHASE, label="Licens", amounts=list(map(Decimal, costs)))
    gain = BenefitLine(type=BenefitType.ECONOMIC, label="Porto", amounts=list(map(Decimal, gains)))
    result = calculate(case, [cost], [gain], terms)
    assert result is not None
    return {figure.label: (figure.value, figure.note) for figure in further_figures(case, result)}


def test_a_case_that_pays():
    assert shown([40_000, 0, 0, 0, 0, 0], [0, 8000, 9200, 10_000, 12_000, 14_500]) == {
        "Udgifter i alt": (
            "40.000 kr.",
            "Det, løsningen koster i alle årene; 40.000 kr. i nutidsværdi.",
        ),
        "Største udlæg": (
            "40.000 kr.",
            "Så meget er der lagt ud ved udgangen af 2026, uden at gevinsterne har dækket det.",
        ),
        "Gevinsterne kan falde med": (
            "4,6 %",
            "Bliver alle gevinster så meget mindre, går business casen lige i nul.",
        ),
        "Nettonutidsværdi pr. år": (
            "481,39 kr.",
            "Nettonutidsværdien fordelt som et lige stort beløb på hvert af årene 2027–2031.",
        ),
        "En måneds forsinkelse koster": (
            "1.020,23 kr.",
            "Det går tabt, hvis gevinsterne kommer en måned senere, mens udgifterne kommer som planlagt.",
        ),
        "Modificeret intern rente": (
            "9 %",
            "Afkastet, når både udlæg og gevinster forrentes med diskonteringsrenten. Der er altid kun én.",
        ),
    }


def test_a_case_that_does_not_pay_says_what_it_lacks():
    found = shown([1200, 0], [0, 1000], "0")
    assert found["Gevinsterne skal stige med"] == (
        "20 %",
        "Først når alle gevinster bliver så meget større, går business casen i nul.",
    )
    assert found["Nettonutidsværdi pr. år"][0] == "−200 kr."


@pytest.mark.parametrize(
    ("costs", "gains", "name", "value"),
    [
        ([100], [0], "Gevinsterne kan falde med", "Ingen gevinster"),
        ([100], [0], "Modificeret intern rente", "Ingen"),
        ([0, 0], [0, 100], "Største udlæg", "0 kr."),
    ],
)
def test_a_figure_that_there_is_not_says_why(costs, gains, name, value):
    found, why = shown(costs, gains)[name]
    assert (found, why != "") == (value, True)


def test_a_result_from_before_says_nothing():
    assert further_figures(BusinessCaseVersion(start_year=2026, years=3, price_year=2026), Result()) == ()
