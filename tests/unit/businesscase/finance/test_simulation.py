from __future__ import annotations

import tracemalloc
from dataclasses import replace
from decimal import Decimal
from random import Random
from time import process_time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from businesscase.finance import (
    Case,
    CaseError,
    Kind,
    Line,
    RateBand,
    Risk,
    Spread,
    Timing,
    UncertainCase,
    annual,
    evaluate,
    sensitivities,
)
from businesscase.finance.distribution import Distribution, quantile_table
from businesscase.finance.mover import line_movers, supplier_streams
from businesscase.finance.simulation import draw_values, draw_values_and_sums, simulate
from tests.unit.businesscase.finance.cases import NETS, RATES, case_of, decimals

CASE = case_of([-1000, 600, 600], "0.1")
WIDE = Spread(low=decimals([0, 360, 360]), high=decimals([0, 1200, 1200]))
UNCERTAIN = UncertainCase(CASE, (None, WIDE))


def big_case(lines: int, years: int, suppliers: int = 0) -> UncertainCase:
    random = Random(7)  # noqa: S311 - amounts for a test
    rows, spreads = [], []
    for index in range(lines):
        amounts = tuple(Decimal(random.randint(10_000, 500_000)) for _ in range(years))
        rows.append(Line([Kind.COST, Kind.BENEFIT][index % 2], "other", cash_releasing=False, amounts=amounts))
        low = tuple(amount * random.randint(50, 100) / 100 for amount in amounts)
        high = tuple(amount * random.randint(100, 200) / 100 for amount in amounts)
        spreads.append(Spread(low, high, f"supplier {index % suppliers}" if suppliers else ""))
    bands = (RateBand(0, Decimal("0.035")),)
    return UncertainCase(Case(2026, years, 2026, bands, Timing.YEAR_END, True, tuple(rows)), tuple(spreads))


def test_one_line_falls_out_as_its_distribution_does() -> None:
    """Low 360, likely 600 and high 1,200 in both years: the benefits' value is 1.7355 times a PERT of mode 2/7."""
    found = simulate(UNCERTAIN, draws=100_000, seed=1)
    table = quantile_table(Distribution.PERT, 2 / 7)
    value = 1 / 1.1 + 1 / 1.21
    expected = [
        -1000 + value * (360 + 840 * np.interp(share, np.linspace(0, 1, len(table)), table))
        for share in (0.1, 0.5, 0.9)
    ]

    assert np.allclose([float(each) for each in (found.p10, found.p50, found.p90)], expected, atol=5)
    # The mean of a PERT is (360 + 4 x 600 + 1200) / 6 = 660.
    assert abs(float(found.mean) - (-1000 + value * 660)) < 3


def test_a_triangle_is_wider_than_a_pert() -> None:
    pert, triangle = (simulate(UNCERTAIN, draws=50_000, seed=1, distribution=each) for each in Distribution)

    assert triangle.p90 - triangle.p10 > pert.p90 - pert.p10
    assert abs(float(triangle.mean) - (-1000 + (1 / 1.1 + 1 / 1.21) * 720)) < 5


def test_the_same_seed_gives_the_same_figures_and_another_seed_others() -> None:
    assert simulate(UNCERTAIN, draws=5_000, seed=42) == simulate(UNCERTAIN, draws=5_000, seed=42)
    assert simulate(UNCERTAIN, draws=5_000, seed=43).p50 != simulate(UNCERTAIN, draws=5_000, seed=42).p50


def test_these_figures_can_be_found_again() -> None:
    """A stored seed must give the stored figures in ten years too: this changes only with the method's name."""
    found = simulate(UNCERTAIN, draws=10_000, seed=1)

    assert [str(each) for each in (found.p10, found.p50, found.p90, found.probability_positive)] == [
        "-184.04", "120.72", "513.13", "0.6686",
    ]  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(nets=NETS, rate=RATES, timing=st.sampled_from(Timing), draws=st.integers(1, 50))
def test_a_certain_case_is_what_it_is(nets: list[Decimal], rate: Decimal, timing: Timing, draws: int) -> None:
    case = case_of(nets, rate, timing=timing)
    found, results = simulate(UncertainCase(case, (None, None)), draws=draws, seed=0), evaluate(case)

    assert all(abs(each - results.npv) <= Decimal("0.01") for each in (found.p10, found.p50, found.p90, found.mean))
    assert found.probability_positive == (1 if results.npv > 0 else 0)
    sums = [row.cumulative for row in results.rows]
    assert found.payback_within == tuple(int(min(sums[n:]) >= 0) for n in range(case.years))


def test_breaking_just_even_is_not_positive() -> None:
    found = simulate(UncertainCase(case_of([-100, 110], "0.1"), (None, None)), draws=10, seed=0)

    assert (found.p50, found.probability_positive, found.payback_within) == (0, 0, (0, 1))


def test_a_risk_strikes_as_often_as_it_says() -> None:
    """121 in year 2 is 100 today: the case is worth 41.32 without it, and -58.68 with it."""
    found = simulate(UncertainCase(CASE, (None, None), (Risk(Decimal("0.3"), Decimal(121), 2),)), draws=100_000, seed=5)

    assert (found.p10, found.p50, found.p90) == decimals(["-58.68", "41.32", "41.32"])
    assert abs(float(found.probability_positive) - 0.7) < 0.005
    assert found.payback_within == (0, 0, 1)


@pytest.mark.parametrize(("probability", "value"), [("0", "41.32"), ("1", "-58.68")])
def test_a_risk_that_never_or_always_strikes(probability: str, value: str) -> None:
    risk = Risk(Decimal(probability), Decimal(121), 2)
    found = simulate(UncertainCase(CASE, (None, None), (risk,)), draws=1_000, seed=5)

    assert (found.p10, found.p90) == decimals([value, value])


def test_the_money_is_back_as_often_as_the_draws_say() -> None:
    """Year 1 gives 600 to 1,200: the 1,000 are back within it where the position is above 2/3."""
    spread = Spread(low=decimals([0, 600, 600]), high=decimals([0, 1200, 600]))
    found = simulate(UncertainCase(CASE, (None, spread)), draws=100_000, seed=2)

    # A beta of 1 and 5 is above 2/3 once in 3^5 times.
    assert found.payback_within[0] == 0
    assert abs(float(found.payback_within[1]) - 1 / 3**5) < 0.001
    assert found.payback_within[2] == 1


def test_lines_at_their_ends_reach_the_ends_of_the_tornado() -> None:
    values = np.array([float(bar) for line in sensitivities(UNCERTAIN) for bar in (line.low_npv, line.high_npv)])
    found = simulate(UNCERTAIN, draws=100_000, seed=3)

    assert values.min() < float(found.p10)
    assert float(found.p90) < values.max()


def test_a_line_added_last_does_not_change_how_the_others_are_drawn() -> None:
    idle = Line(Kind.COST, "other", cash_releasing=False, amounts=decimals([0, 0, 0]))
    hair = Spread(decimals([0, 0, 0]), decimals(["0.0001", 0, 0]))
    longer = UncertainCase(replace(CASE, lines=(*CASE.lines, idle)), (None, WIDE, hair))

    assert simulate(longer, draws=9_000, seed=1) == simulate(UNCERTAIN, draws=9_000, seed=1)


@pytest.mark.parametrize("correlation", ["0", "0.4", "1"])
def test_lines_of_one_supplier_have_the_rank_correlation_asked_for(correlation: str) -> None:
    case = replace(CASE, lines=(CASE.lines[0], CASE.lines[1], CASE.lines[1]))
    other = Spread(decimals([0, 500, 600]), decimals([0, 601, 9000]), "Leverandør")
    uncertain = UncertainCase(case, (None, replace(WIDE, supplier="Leverandør"), other))
    weights = [row.factor for row in annual(case)]
    movers = list(line_movers(uncertain, weights, Distribution.PERT, seed=1))
    shared = supplier_streams(movers, 1)["Leverandør"]
    common = shared.random(50_000), shared.random(50_000) < float(correlation)
    ranks = [np.argsort(np.argsort(mover.draw(50_000, common))) for mover in movers]

    assert abs(np.corrcoef(ranks)[0, 1] - float(correlation)) < 0.02


def test_what_moves_together_spreads_wider() -> None:
    case = replace(CASE, lines=(CASE.lines[0], CASE.lines[1], CASE.lines[1]))
    together = UncertainCase(case, (None, *(replace(WIDE, supplier="A"),) * 2))
    alone, half, whole = (
        simulate(together, draws=50_000, seed=1, correlation=Decimal(each)) for each in ("0", "0.5", "1")
    )

    assert alone.p10 > half.p10 > whole.p10
    assert alone.p90 < half.p90 < whole.p90
    unnamed = UncertainCase(case, (None, WIDE, WIDE))
    assert simulate(unnamed, draws=50_000, seed=1, correlation=Decimal(1)) == alone


def test_sixty_lines_of_fifteen_years_a_hundred_thousand_times_take_less_than_a_second() -> None:
    """In time of the processor, so that a busy machine does not decide; about 0.15 s where this was written."""
    uncertain = big_case(60, 15, suppliers=5)
    simulate(uncertain, draws=1, seed=1)
    before = process_time()
    simulate(uncertain, draws=100_000, seed=1, correlation=Decimal("0.5"))

    assert process_time() - before < 1


def test_sixty_lines_of_fifteen_years_a_hundred_thousand_times_need_little_memory() -> None:
    """100,000 draws of 60 x 15 amounts would be 720 MB at once."""
    uncertain = big_case(60, 15, suppliers=5)
    simulate(uncertain, draws=1, seed=1)
    tracemalloc.start()
    found = simulate(uncertain, draws=100_000, seed=1, correlation=Decimal("0.5"))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found.draws == 100_000
    assert peak < 40_000_000


@pytest.mark.parametrize(("lines", "years"), [(1, 1), (3, 100), (60, 15), (200, 2)])
def test_a_draw_is_what_the_exact_engine_says_of_the_same_amounts(lines: int, years: int) -> None:
    """One draw, its positions read from the same streams, laid out in Decimals and evaluated again."""
    uncertain = big_case(lines, years)
    weights = [row.factor for row in annual(uncertain.case)]
    changed = []
    for mover, line, spread in zip(
        line_movers(uncertain, weights, Distribution.PERT, seed=9), uncertain.case.lines, uncertain.spreads, strict=True
    ):
        assert spread is not None
        at = Decimal(float(mover.draw(4096, None)[0]))
        ends = spread.high if at > 0 else spread.low
        amounts = [amount + abs(at) * (end - amount) for amount, end in zip(line.amounts, ends, strict=True)]
        changed.append(replace(line, amounts=tuple(round(amount, 12) for amount in amounts)))

    npv = evaluate(replace(uncertain.case, lines=tuple(changed))).npv
    assert abs(simulate(uncertain, draws=1, seed=9).p50 - npv) <= Decimal("0.01")


@pytest.mark.parametrize(
    ("options", "field", "sentence"),
    [
        ({"draws": 0}, "simulations", "Draw from 1 to 100000 times."),
        ({"draws": 100_001}, "simulations", "Draw from 1 to 100000 times."),
        ({"draws": 10.0}, "simulations", "Draw from 1 to 100000 times."),
        ({"seed": -1}, "seed", "The seed must be a whole number from 0 to 9007199254740991."),
        ({"seed": 2**53}, "seed", "The seed must be a whole number from 0 to 9007199254740991."),
        ({"correlation": Decimal("1.1")}, "correlation", "The correlation must be a number from 0 to 1."),
        ({"correlation": Decimal("NaN")}, "correlation", "The correlation must be a number from 0 to 1."),
    ],
)
def test_what_cannot_be_drawn_is_refused(options: dict[str, Any], field: str, sentence: str) -> None:
    with pytest.raises(CaseError) as refused:
        simulate(UNCERTAIN, **{"draws": 10, "seed": 1} | options)

    assert (refused.value.field, str(refused.value)) == (field, sentence)


def test_the_largest_amounts_and_rates_are_no_fault() -> None:
    line = Line(Kind.BENEFIT, "other", cash_releasing=False, amounts=decimals(["999999999999"]) * 100)
    spread = Spread(decimals([0]) * 100, line.amounts)
    for rate in ("-0.9", "1000"):
        case = Case(2026, 100, 2026, (RateBand(0, Decimal(rate)),), Timing.YEAR_END, True, (line,))
        assert simulate(UncertainCase(case, (spread,)), draws=100, seed=1).p50 > 0


def test_the_single_draws_are_those_that_the_summary_is_made_of() -> None:
    values = draw_values(UNCERTAIN, draws=5_000, seed=3, correlation=Decimal("0.4"))
    found = simulate(UNCERTAIN, draws=5_000, seed=3, correlation=Decimal("0.4"))

    assert (len(values), round(values.min(), 2), round(values.max(), 2)) == (
        5_000,
        float(found.lowest),
        float(found.highest),
    )
    assert round(float(np.quantile(values, 0.5)), 2) == float(found.p50)


def test_what_lines_come_to_is_of_the_same_draws_as_the_value() -> None:
    """Value and costs move together: the case is its costs alone, in one undiscounted year."""
    costs = [Line(Kind.COST, "purchase", cash_releasing=False, amounts=decimals([amount])) for amount in (100, 40)]
    bands = (RateBand(0, Decimal("0.035")),)
    case = Case(2026, 1, 2026, bands, Timing.YEAR_END, True, tuple(costs))
    spreads = (Spread(decimals([80]), decimals([150])), Spread(decimals([30]), decimals([90])))
    uncertain = UncertainCase(case, spreads, (Risk(Decimal("0.5"), Decimal(10), 0),))
    values, both = draw_values_and_sums(uncertain, {0, 1}, draws=5_000, seed=3)
    _same, first = draw_values_and_sums(uncertain, {0}, draws=5_000, seed=3)
    assert np.allclose(values, draw_values(uncertain, draws=5_000, seed=3))
    assert set(np.round(-values - both)) == {0, 10}
    assert (first.min() >= 80, first.max() <= 150, both.max() <= 240) == (True, True, True)
    assert first.std() < both.std()


def test_lines_that_are_certain_come_to_the_same_in_every_draw() -> None:
    values, sums = draw_values_and_sums(UNCERTAIN, {0}, draws=10, seed=3)
    assert set(sums) == {float(sum(CASE.lines[0].amounts))}
    assert len(set(values)) == 10
