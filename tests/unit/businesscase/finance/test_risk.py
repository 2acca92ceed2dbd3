from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from businesscase.finance import CaseError, Risk, UncertainCase, annual, expected_losses, risk_adjusted_value
from tests.unit.businesscase.finance.cases import RATES, case_of

CASE = case_of([-100, 60, 60], "0.1")
RISKS = st.lists(
    st.builds(Risk, st.decimals("0", "1", places=3), st.decimals("0", "1000000", places=2), st.integers(0, 2)),
    max_size=10,
)


def adjusted(rate: Decimal, risks: list[Risk]) -> Decimal:
    rows = annual(case_of([-100, 60, 60], rate))
    return risk_adjusted_value(rows[-1].discounted_cumulative, risks, [row.factor for row in rows])


def test_published_expected_values() -> None:
    """4PMTI, "Risk example in dollars and sense": 60 % of 8,000 is 4,800. Bright Hub: 25 % of 80,000 is 20,000."""
    risks = [Risk(Decimal("0.6"), Decimal(8000), 0), Risk(Decimal("0.25"), Decimal(80000), 2)]

    assert expected_losses(risks, 3) == (4800, 0, 20000)


def test_losses_are_discounted_with_their_year() -> None:
    """0.2 x 110 in year 1 at 10 % is 20 today; -100 + 60 / 1.1 + 60 / 1.21 is 4.13."""
    found = adjusted(Decimal("0.1"), [Risk(Decimal("0.2"), Decimal(110), 1)])

    assert found.quantize(Decimal("0.01")) == Decimal("-15.87")


@settings(deadline=None)
@given(risks=RISKS, rate=RATES)
def test_each_risk_lowers_the_value_by_its_own_alone(risks: list[Risk], rate: Decimal) -> None:
    alone = adjusted(rate, [])
    together = sum((alone - adjusted(rate, [risk]) for risk in risks), Decimal(0))

    assert abs(alone - adjusted(rate, risks) - together) < Decimal("1e-20")
    assert adjusted(rate, risks) <= alone


PROBABILITY = "The probability must be a number from 0 to 1 with at most 20 decimals; 0.2 is 20 percent."
IMPACT = "The impact is what the risk costs: a number from 0 up and below 1,000 billion."
YEAR = "The risk's year must be a year of the case: from 0, the first one, to 2."


@pytest.mark.parametrize(
    ("risk", "field", "sentence"),
    [
        (("-0.01", "1", 0), "risks.0.probability", PROBABILITY),
        (("1.01", "1", 0), "risks.0.probability", PROBABILITY),
        (("NaN", "1", 0), "risks.0.probability", PROBABILITY),
        (("1E-21", "1", 0), "risks.0.probability", PROBABILITY),
        (("0.5", "-1", 0), "risks.0.impact", IMPACT),
        (("0.5", "1E+12", 0), "risks.0.impact", IMPACT),
        (("0.5", "Infinity", 0), "risks.0.impact", IMPACT),
        (("0.5", "1", -1), "risks.0.year", YEAR),
        (("0.5", "1", 3), "risks.0.year", YEAR),
        (("0.5", "1", True), "risks.0.year", YEAR),
    ],
)
def test_what_is_no_risk_is_refused_where_it_stands(risk: tuple[str, str, Any], field: str, sentence: str) -> None:
    probability, impact, year = risk
    with pytest.raises(CaseError) as refused:
        UncertainCase(CASE, (None, None), (Risk(Decimal(probability), Decimal(impact), year),))

    assert (refused.value.field, str(refused.value)) == (field, sentence)


def test_the_limits_themselves_will_do() -> None:
    risks = (Risk(Decimal(0), Decimal(0), 0), Risk(Decimal(1), Decimal("999999999999.99"), 2))

    assert UncertainCase(CASE, (None, None), risks * 100).risks == risks * 100


def test_two_hundred_and_one_risks_are_too_many() -> None:
    with pytest.raises(CaseError, match="The case can have at most 200 risks") as refused:
        UncertainCase(CASE, (None, None), (Risk(Decimal(0), Decimal(0), 0),) * 201)

    assert refused.value.field == "risks"
