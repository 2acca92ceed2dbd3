from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from businesscase.finance import Case, Kind, Line, RateBand, Timing, YearRow, annual
from tests.unit.businesscase.finance.cases import NETS, RATES, case_of, decimals

LICENCE = Line(Kind.COST, "purchase", cash_releasing=False, amounts=decimals([100, 20, 20]))
TRAINING = Line(Kind.COST, "training", cash_releasing=False, amounts=decimals([10, 0, "-1.50"]))
SAVED = Line(Kind.BENEFIT, "operation", cash_releasing=True, amounts=decimals([0, 75, "86.50"]))
CASE = Case(
    start_year=2026,
    years=3,
    price_year=2025,
    discount=(RateBand(0, Decimal("0.1")),),
    timing=Timing.YEAR_END,
    first_year_undiscounted=True,
    lines=(LICENCE, TRAINING, SAVED),
)


def test_annual_sums_the_lines_of_each_year() -> None:
    rows = annual(CASE)

    assert [row.year for row in rows] == [2026, 2027, 2028]
    assert [row.cost for row in rows] == decimals_list(["110", "20", "18.50"])
    assert [row.benefit for row in rows] == decimals_list(["0", "75", "86.50"])
    assert [row.net for row in rows] == decimals_list(["-110", "55", "68.00"])
    assert [row.cumulative for row in rows] == decimals_list(["-110", "-55", "13.00"])


def test_annual_is_exact_and_rounding_is_the_rows_own() -> None:
    row = annual(CASE)[2]

    assert row.factor != row.to_money().factor
    assert row.to_money() == YearRow(
        year=2028,
        cost=Decimal("18.50"),
        benefit=Decimal("86.50"),
        net=Decimal("68.00"),
        cumulative=Decimal("13.00"),
        factor=Decimal("0.8264462810"),
        discounted_net=Decimal("56.20"),
        discounted_cumulative=Decimal("-3.80"),
    )


def test_a_case_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        CASE.years = 4  # type: ignore[misc]


@settings(deadline=None)
@given(nets=NETS, rate=RATES, timing=st.sampled_from(Timing))
def test_the_order_of_the_lines_is_of_no_consequence(nets: list[Decimal], rate: Decimal, timing: Timing) -> None:
    case = case_of(nets, rate, timing=timing)

    assert annual(replace(case, lines=case.lines[::-1])) == annual(case)


@settings(deadline=None)
@given(nets=NETS, rate=RATES)
def test_a_line_split_in_two_is_the_same_case(nets: list[Decimal], rate: Decimal) -> None:
    case = case_of(nets, rate)
    cost, benefit = case.lines
    halves = (replace(cost, amounts=tuple(amount / 2 for amount in cost.amounts)),) * 2

    assert annual(replace(case, lines=(*halves, benefit))) == annual(case)


@settings(deadline=None)
@given(nets=NETS, rate=RATES)
def test_a_cost_that_falls_away_is_a_benefit(nets: list[Decimal], rate: Decimal) -> None:
    case = case_of(nets, rate)
    cost, benefit = case.lines
    fallen = Line(Kind.COST, "operation", cash_releasing=True, amounts=tuple(-amount for amount in benefit.amounts))

    assert [row.net for row in annual(replace(case, lines=(cost, fallen)))] == [row.net for row in annual(case)]


def decimals_list(figures: list[str]) -> list[Decimal]:
    return list(decimals(figures))
