from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from businesscase.finance import (
    CaseError,
    LineSensitivity,
    Spread,
    Timing,
    UncertainCase,
    annual,
    sensitivities,
    tornado,
)
from tests.unit.businesscase.finance.cases import NETS, RATES, case_of, decimals

CASE = case_of([-1000, 600, 600], "0.1")
COST = Spread(low=decimals([900, 0, 0]), high=decimals([1300, 0, 0]))
BENEFIT = Spread(low=decimals([0, 490, 479]), high=decimals([0, 600, 600]))


def test_each_line_alone_at_its_low_and_its_high() -> None:
    """By hand: 600 / 1.1 + 600 / 1.21 is 1,041.32. The benefit's low takes 110 / 1.1 and 121 / 1.21 away: 200."""
    cost, benefit = sensitivities(UncertainCase(CASE, (COST, BENEFIT)))

    assert [round(each, 2) for each in (cost.low_npv, cost.high_npv)] == decimals_of("141.32", "-258.68")
    assert [round(each, 2) for each in (benefit.low_npv, benefit.high_npv)] == decimals_of("-158.68", "41.32")
    assert [cost.line, benefit.line, cost.swing, benefit.swing] == [0, 1, 400, 200]


def test_a_certain_line_moves_nothing_and_is_no_bar() -> None:
    npv = annual(CASE)[-1].discounted_cumulative
    bars = sensitivities(UncertainCase(CASE, (None, BENEFIT)))

    assert bars[0] == LineSensitivity(0, npv, npv)
    assert tornado(bars) == (bars[1],)


def test_the_longest_bar_is_on_top_and_equal_ones_keep_their_order() -> None:
    lines = (*CASE.lines, CASE.lines[1])
    bars = sensitivities(UncertainCase(replace(CASE, lines=lines), (COST, BENEFIT, BENEFIT)))

    assert [bar.line for bar in tornado(bars[::-1])] == [0, 1, 2]


@settings(deadline=None)
@given(nets=NETS, rate=RATES, timing=st.sampled_from(Timing), first=st.booleans(), data=st.data())
def test_it_is_the_value_of_the_case_with_the_line_changed(
    nets: list[Decimal], rate: Decimal, timing: Timing, data: st.DataObject, *, first: bool
) -> None:
    case = case_of(nets, rate, timing=timing, first_year_undiscounted=first)
    gap = st.lists(st.decimals("0", "1000", places=2), min_size=len(nets), max_size=len(nets))
    spreads = []
    for line in case.lines:
        down, up = data.draw(gap), data.draw(gap)
        low = tuple(amount - less for amount, less in zip(line.amounts, down, strict=True))
        spreads.append(Spread(low, tuple(amount + more for amount, more in zip(line.amounts, up, strict=True))))

    for bar in sensitivities(UncertainCase(case, tuple(spreads))):
        for amounts, npv in [(spreads[bar.line].low, bar.low_npv), (spreads[bar.line].high, bar.high_npv)]:
            lines = [replace(line, amounts=amounts) if i == bar.line else line for i, line in enumerate(case.lines)]
            again = annual(replace(case, lines=tuple(lines)))[-1].discounted_cumulative
            assert abs(again - npv) < Decimal("1e-30")


@pytest.mark.parametrize(
    ("low", "high", "field", "sentence"),
    [
        ([0, 0], [0, 0, 0], "lines.1.low", "The line must have one amount for each of the 3 years; it has 2."),
        ([0, 0, 0], [0] * 4, "lines.1.high", "The line must have one amount for each of the 3 years; it has 4."),
        ([0, 700, 0], [0, 650, 0], "lines.1.low.1", "The low amount must not be above the high one."),
        ([0, 610, 0], [0, 620, 0], "lines.1.low.1", "The low amount must not be above the likely one."),
        ([0, 0, 0], [0, 600, 599], "lines.1.high.2", "The high amount must not be below the likely one."),
        (
            [0, "NaN", 0],
            [0, 600, 600],
            "lines.1.low.1",
            "The amount must be a number below 1,000 billion with at most 20 decimals.",
        ),
        (
            [0, 0, 0],
            [0, 600, "1E+12"],
            "lines.1.high.2",
            "The amount must be a number below 1,000 billion with at most 20 decimals.",
        ),
    ],
)
def test_what_is_no_spread_is_refused_where_it_stands(
    low: list[int | str], high: list[int | str], field: str, sentence: str
) -> None:
    with pytest.raises(CaseError) as refused:
        UncertainCase(CASE, (None, Spread(decimals(low), decimals(high))))

    assert (refused.value.field, str(refused.value)) == (field, sentence)


def test_each_line_has_its_spread_or_none() -> None:
    with pytest.raises(CaseError, match="Each line must have its spread, or none"):
        UncertainCase(CASE, (None,))


def decimals_of(*figures: str) -> list[Decimal]:
    return list(decimals(figures))
