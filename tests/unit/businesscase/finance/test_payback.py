from __future__ import annotations

from decimal import Decimal
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from businesscase.finance import Payback, annual, evaluate, payback_time, years_and_months
from tests.unit.businesscase.finance.cases import NETS, RATES, case_of, decimals


@pytest.mark.parametrize(
    ("cumulative", "years", "lost_again"),
    [
        pytest.param([-100, -50, 0], "2.000000", False, id="exactly-at-the-end-of-a-year"),
        pytest.param([-100, 0, 0, 50], "1.000000", False, id="stands-at-zero-after"),
        pytest.param([-100, -50, 100], "1.333333", False, id="within-a-year"),
        pytest.param([0, 0], "0.000000", False, id="costs-nothing"),
        pytest.param([50, 20, 10], "0.000000", False, id="never-in-debt"),
        pytest.param([100, -200, 200], "1.500000", False, id="gains-first-and-then-invests"),
        pytest.param([-100], None, False, id="one-year-of-cost"),
        pytest.param([-100, -90, -80], None, False, id="never"),
        pytest.param([-100, 50, -10], None, True, id="back-and-lost-for-good"),
        pytest.param([-100, 0, -10], None, True, id="back-for-a-moment"),
        pytest.param([-100, 50, -50, 50], "2.500000", True, id="lost-for-a-while-the-last-time-counts"),
        pytest.param([100, -50], None, False, id="gains-first-and-never-recovers"),
    ],
)
def test_payback_of_a_cumulative(cumulative: list[int], years: str | None, *, lost_again: bool) -> None:
    expected = Payback(None if years is None else Decimal(years), lost_again)
    found = payback_time(decimals(cumulative))

    assert (found, str(found.years)) == (expected, str(expected.years))


def test_a_case_that_breaks_exactly_even_is_paid_back_at_the_end() -> None:
    """110 / 1.1 is 100 although no decimal fraction holds 1 / 1.1."""
    results = evaluate(case_of([-100, 110], "0.1"))

    assert results.npv == 0
    assert results.discounted_payback == Payback(Decimal(1), lost_again=False)


@settings(deadline=None)
@given(nets=NETS)
def test_payback_lies_where_the_cumulative_crosses_zero(nets: list[Decimal]) -> None:
    sums = list(accumulate(nets))
    years = payback_time(sums).years

    assert (years is None) == (sums[-1] < 0)
    if years:
        # The money is missing before the crossing and never after it.
        crossing = next(year for year in range(len(sums) - 1, -1, -1) if year == 0 or sums[year - 1] < 0)
        assert crossing - 1 <= years <= crossing
        between = sums[crossing - 1] + nets[crossing] * (years - (crossing - 1))
        assert abs(between) <= abs(nets[crossing]) * Decimal("0.000001")


@settings(deadline=None)
@given(nets=NETS, times=st.decimals("0.01", "1000", places=2))
def test_payback_is_the_same_in_thousands(nets: list[Decimal], times: Decimal) -> None:
    sums = list(accumulate(nets))

    assert payback_time([times * each for each in sums]) == payback_time(sums)


@settings(deadline=None)
@given(investment=st.integers(1, 10**6), gains=st.lists(st.integers(0, 10**6), min_size=1, max_size=15), rate=RATES)
def test_discounted_payback_is_never_the_earlier_one(investment: int, gains: list[int], rate: Decimal) -> None:
    results = evaluate(case_of([-investment, *gains], abs(rate)))
    simple, discounted = results.payback.years, results.discounted_payback.years

    assert discounted is None or (simple is not None and simple <= discounted)


@settings(deadline=None)
@given(nets=NETS, rate=RATES)
def test_paid_back_at_a_discount_is_an_npv_of_zero_or_more(nets: list[Decimal], rate: Decimal) -> None:
    case = case_of(nets, rate)
    npv = annual(case)[-1].discounted_cumulative

    assert (evaluate(case).discounted_payback.years is None) == (npv < 0)


@pytest.mark.parametrize(
    ("years", "split"),
    [
        ("0", (0, 0)),
        ("2.25", (2, 3)),
        ("2.26", (2, 4)),
        ("0.333334", (0, 4)),
        ("0.999999", (1, 0)),
        ("4", (4, 0)),
        ("4.01", (4, 1)),
        ("99.999", (100, 0)),
    ],
)
def test_years_and_months_count_a_begun_month(years: str, split: tuple[int, int]) -> None:
    assert years_and_months(Decimal(years)) == split
    assert Payback(Decimal(years), lost_again=False).years_and_months == split


def test_what_never_comes_has_no_years_and_months() -> None:
    assert Payback(None, lost_again=True).years_and_months is None
