from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from businesscase.finance import RateBand, Timing, annual, factors, net_present_value, to_money
from businesscase.finance.precision import rounded, working
from tests.unit.businesscase.finance.cases import AMOUNTS, NETS, RATES, case_of

PAIRS = st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=20)
TIMINGS = st.sampled_from(Timing)


def npv(nets: list[Decimal], rate: Decimal, timing: Timing) -> Decimal:
    weights = factors((RateBand(0, rate),), len(nets), timing, first_year_undiscounted=True)
    return net_present_value(nets, weights)


def same(one: Decimal, other: Decimal) -> bool:
    return rounded(one, 30) == rounded(other, 30)


@settings(deadline=None)
@given(pairs=PAIRS, rate=RATES, timing=TIMINGS)
def test_npv_of_two_cases_together_is_the_sum_of_theirs(
    pairs: list[tuple[Decimal, Decimal]], rate: Decimal, timing: Timing
) -> None:
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    together = [a + b for a, b in pairs]

    with working():
        assert same(npv(together, rate, timing), npv(one, rate, timing) + npv(other, rate, timing))


@settings(deadline=None)
@given(nets=NETS, rate=RATES, timing=TIMINGS, times=st.decimals("-1000", "1000", places=2))
def test_npv_grows_with_the_amounts(nets: list[Decimal], rate: Decimal, timing: Timing, times: Decimal) -> None:
    with working():
        assert same(npv([times * net for net in nets], rate, timing), times * npv(nets, rate, timing))


@settings(deadline=None)
@given(nets=NETS, timing=TIMINGS)
def test_without_interest_npv_is_the_sum(nets: list[Decimal], timing: Timing) -> None:
    assert npv(nets, Decimal(0), timing) == sum(nets)


@settings(deadline=None)
@given(nets=NETS, rate=RATES, timing=TIMINGS)
def test_npv_is_the_last_discounted_cumulative(nets: list[Decimal], rate: Decimal, timing: Timing) -> None:
    rows = annual(case_of(nets, rate, timing=timing))

    assert npv(nets, rate, timing) == rows[-1].discounted_cumulative


@settings(deadline=None)
@given(
    nets=st.lists(st.decimals("0", "1000000", places=2), min_size=2, max_size=20),
    rate=st.decimals("0", "1", places=4),
    timing=TIMINGS,
)
def test_a_higher_rate_never_makes_gains_worth_more(nets: list[Decimal], rate: Decimal, timing: Timing) -> None:
    assert npv(nets, rate + Decimal("0.01"), timing) <= npv(nets, rate, timing)


@settings(deadline=None)
@given(nets=NETS, rate=RATES)
def test_discounting_the_first_year_too_is_one_year_more(nets: list[Decimal], rate: Decimal) -> None:
    later = annual(case_of(nets, rate, first_year_undiscounted=False))[-1].discounted_cumulative

    with working():
        assert same(later * (1 + rate), npv(nets, rate, Timing.YEAR_END))


def test_npv_at_minus_ninety_percent_is_right_to_the_oere() -> None:
    nets = [Decimal("-999999999999.99")] * 99 + [Decimal("0.01")]

    with working():
        worth = Decimal("-999999999999.99") * Decimal("1" * 99) + Decimal("0.01").scaleb(99)
    assert to_money(npv(nets, Decimal("-0.9"), Timing.YEAR_END)) == worth


def test_as_many_factors_as_nets() -> None:
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        net_present_value([Decimal(1), Decimal(2)], [Decimal(1)])
