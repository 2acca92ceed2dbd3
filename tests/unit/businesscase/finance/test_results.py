from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from businesscase.finance import (
    Definition,
    InternalRate,
    Kind,
    Line,
    Measure,
    Payback,
    Timing,
    Verdict,
    annual,
    evaluate,
    input_digest,
    to_money,
)
from tests.unit.businesscase.finance.cases import NETS, RATES, case_of

CASE = case_of([-1000, 300, 420, 680], "0.10")


def test_everything_at_once() -> None:
    """By hand: 300 / 1.1 + 420 / 1.21 + 680 / 1.331 is 1,130.73; paid back after 2 years and 280 of the third's 680."""
    results = evaluate(CASE)

    assert results.npv == Decimal("130.73")
    assert results.net_gain == Decimal("400.00")
    assert results.irr == InternalRate((Decimal("0.163405600689"),))
    assert results.payback == Payback(Decimal("2.411765"), lost_again=False)
    assert results.discounted_payback == Payback(Decimal("2.744118"), lost_again=False)
    assert results.rows == tuple(row.to_money() for row in annual(CASE))
    assert results.positive == Verdict(
        is_positive=True, definition="npv > 0", figure=Decimal("130.73"), distance=Decimal(0)
    )
    assert results.input_digest == input_digest(CASE)


@pytest.mark.parametrize(
    ("definition", "positive"),
    [
        (Definition(Measure.NPV), True),
        (Definition(Measure.NET_GAIN), True),
        (Definition(Measure.PAYBACK, Decimal(2)), False),
        (Definition(Measure.PAYBACK, Decimal(3)), True),
    ],
)
def test_the_chosen_definition_is_used_and_named(definition: Definition, *, positive: bool) -> None:
    verdict = evaluate(CASE, definition).positive

    assert (verdict.is_positive, verdict.definition) == (positive, str(definition))


def test_an_npv_below_half_an_oere_is_not_positive() -> None:
    results = evaluate(case_of([-100, "110.0055"], "0.1"))

    assert annual(case_of([-100, "110.0055"], "0.1"))[-1].discounted_cumulative > 0
    assert results.npv == 0
    assert results.positive == Verdict(
        is_positive=False, definition="npv > 0", figure=Decimal(0), distance=Decimal("0.01")
    )


def test_timing_reaches_npv_and_irr_alike() -> None:
    """The internal rate is the discount rate at which this case, with its timing, is worth nothing."""
    case = case_of([-1000, 300, 420, 680], "0.10", timing=Timing.MID_YEAR)
    rate = evaluate(case).irr.rate

    assert rate is not None
    assert abs(
        annual(case_of([-1000, 300, 420, 680], rate, timing=Timing.MID_YEAR))[-1].discounted_cumulative
    ) < Decimal("1e-8")


def test_released_cash_alone_is_a_case_of_its_own() -> None:
    minutes = Line(Kind.BENEFIT, "staff_hours", cash_releasing=False, amounts=(Decimal(500),) * 4)
    case = replace(CASE, lines=(*CASE.lines, minutes))
    released = replace(case, lines=tuple(line for line in case.lines if line.cash_releasing or line.kind is Kind.COST))

    assert evaluate(released) == evaluate(CASE)


@settings(deadline=None)
@given(nets=NETS, rate=RATES, timing=st.sampled_from(Timing), first=st.booleans())
def test_every_case_can_be_evaluated_and_its_figures_agree(
    nets: list[Decimal], rate: Decimal, timing: Timing, *, first: bool
) -> None:
    case = case_of(nets, rate, timing=timing, first_year_undiscounted=first)
    results = evaluate(case)

    assert results.npv == to_money(annual(case)[-1].discounted_cumulative) == results.rows[-1].discounted_cumulative
    assert results.net_gain == sum(nets) == results.rows[-1].cumulative
    assert results.positive.is_positive == (results.npv > 0)
    assert (results.payback.years is None) == (results.net_gain < 0)
    assert evaluate(case) == results
