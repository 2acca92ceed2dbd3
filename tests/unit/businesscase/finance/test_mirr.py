from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from businesscase.finance import RateBand, Timing, annual, factors, half_years, internal_rate
from businesscase.finance.mirr import modified_rate
from tests.unit.businesscase.finance.cases import NETS, RATES, case_of, decimals

if TYPE_CHECKING:
    from collections.abc import Sequence


def modified(nets: Sequence[int | Decimal], finance: str | Decimal, reinvest: str | Decimal) -> Decimal | None:
    borrowed, earned = (
        factors((RateBand(0, Decimal(rate)),), len(nets), Timing.YEAR_END, first_year_undiscounted=True)
        for rate in (finance, reinvest)
    )
    waits = half_years(len(nets), Timing.YEAR_END, first_year_undiscounted=True)
    return modified_rate(decimals(nets), waits, finance=borrowed, reinvest=earned)


@pytest.mark.parametrize(
    ("nets", "finance", "reinvest", "printed"),
    [
        pytest.param([-120000, 39000, 30000, 21000, 37000, 46000], "0.10", "0.12", "0.126094", id="excel-help-1"),
        pytest.param([-120000, 39000, 30000, 21000], "0.10", "0.12", "-0.048045", id="excel-help-2"),
        pytest.param([-120000, 39000, 30000, 21000, 37000, 46000], "0.10", "0.14", "0.134759", id="excel-help-3"),
        pytest.param(
            [-4500, -800, 800, 800, 600, 600, 800, 800, 700, 3000], "0.08", "0.055", "0.0666", id="numpy-financial-1"
        ),
        pytest.param([100, 200, -50, 300, -200], "0.05", "0.06", "0.3428", id="numpy-financial-2"),
    ],
)
def test_published_rates(nets: list[int], finance: str, reinvest: str, printed: str) -> None:
    """Excel help, MIRR function, example; numpy_financial, tests of mirr."""
    found = modified(nets, finance, reinvest)

    assert found is not None
    assert str(found.quantize(Decimal(printed))) == printed


@pytest.mark.parametrize("nets", [[39000, 30000, 21000], [-100, -50], [0, 0, 0], [-100], [50]])
def test_without_outlay_gain_or_time_there_is_none(nets: list[int]) -> None:
    assert modified(nets, "0.10", "0.12") is None


@settings(deadline=None)
@given(nets=NETS, rate=RATES)
def test_it_beats_the_discount_rate_exactly_where_the_case_is_worth_it(nets: list[Decimal], rate: Decimal) -> None:
    found = modified(nets, rate, rate)
    assume(found is not None)
    assert found is not None
    npv = annual(case_of(nets, rate))[-1].discounted_cumulative

    # The rate has twelve decimals: a value nearer to nothing than this may round to the discount rate itself.
    assume(abs(npv) > 1)
    assert (found > rate) == (npv > 0)


@settings(deadline=None)
@given(
    investment=st.integers(1, 10**6),
    gains=st.lists(st.integers(1, 10**6), min_size=1, max_size=15),
    times=st.integers(1, 99),
)
def test_at_the_internal_rate_it_is_the_internal_rate_and_size_is_nothing(
    investment: int, gains: list[int], times: int
) -> None:
    nets = [-investment, *gains]
    waits = half_years(len(nets), Timing.YEAR_END, first_year_undiscounted=True)
    rate = internal_rate(decimals(nets), waits).rate
    assume(rate is not None and Decimal("-0.9") < rate)
    assert rate is not None
    own = rate.quantize(Decimal("1e-12"))

    found = modified(nets, own, own)
    assert found is not None
    assert abs(found - own) < Decimal("1e-9")
    larger = modified([times * net for net in nets], own, own)
    assert larger is not None
    # A rate that lies midway between two roundings may be told as either.
    assert abs(larger - found) <= Decimal("1e-12")


@settings(deadline=None)
@given(nets=NETS, rate=RATES)
def test_waiting_a_year_for_everything_changes_nothing(nets: list[Decimal], rate: Decimal) -> None:
    def found(*, first: bool) -> Decimal | None:
        weights = factors((RateBand(0, rate),), len(nets), Timing.YEAR_END, first_year_undiscounted=first)
        waits = half_years(len(nets), Timing.YEAR_END, first_year_undiscounted=first)
        return modified_rate(nets, waits, finance=weights, reinvest=weights)

    assert found(first=True) == found(first=False)
