"""How much a case can bear: fewer benefits, later benefits, and the debt on the way."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from businesscase.finance import PeakFunding, RateBand, Timing, factors, net_present_value
from businesscase.finance.delay import cost_of_delay
from businesscase.finance.funding import peak_funding
from businesscase.finance.switching import switching_value
from tests.unit.businesscase.finance.cases import RATES, decimals

PAID = st.lists(st.decimals("0", "1000000", places=2), min_size=1, max_size=20)


def weights(rate: str | Decimal, years: int) -> tuple[Decimal, ...]:
    return factors((RateBand(0, Decimal(rate)),), years, Timing.YEAR_END, first_year_undiscounted=True)


@pytest.mark.parametrize(
    ("costs", "benefits", "rate", "share"),
    [
        pytest.param([800, 0], [0, 1000], "0", "0.2", id="a-fifth-may-be-lost"),
        pytest.param([800, 0], [0, 1100], "0.1", "0.2", id="at-todays-value"),
        pytest.param([1200, 0], [0, 1000], "0", "-0.2", id="a-fifth-is-missing"),
        pytest.param([1000, 0], [0, 1000], "0", "0", id="breaks-just-even"),
        pytest.param([0, 0], [0, 1000], "0.1", "1", id="costs-nothing"),
        pytest.param([800, 0], [0, 0], "0.1", None, id="no-benefits"),
        pytest.param([800, 0], [-5, 0], "0.1", None, id="benefits-that-are-losses"),
    ],
)
def test_how_far_benefits_may_fall(costs: list[int], benefits: list[int], rate: str, share: str | None) -> None:
    found = switching_value(decimals(costs), decimals(benefits), weights(rate, 2))

    assert found == (None if share is None else Decimal(share))


@settings(deadline=None)
@given(years=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=15), rate=RATES)
def test_with_so_much_less_benefit_the_case_is_worth_nothing(years: list[tuple[int, int]], rate: Decimal) -> None:
    costs, benefits = decimals([cost for cost, _ in years]), decimals([benefit for _, benefit in years])
    found = weights(rate, len(years))
    share = switching_value(costs, benefits, found)

    assert (share is None) == (not any(benefits))
    if share is not None:
        left = [benefit * (1 - share) for benefit in benefits]
        npv = net_present_value([gain - cost for gain, cost in zip(left, costs, strict=True)], found)
        assert abs(npv) <= Decimal("1e-12") * net_present_value(benefits, found)


def test_a_months_delay_without_interest_is_a_month_of_the_last_years_benefit() -> None:
    assert cost_of_delay(decimals([0, 600, 1200]), weights("0", 3)) == 100


def test_a_months_delay_by_hand() -> None:
    """A twelfth of 1,200 falls from year 1 into year 2, and a twelfth of 1,200 out of year 2: 1,200 / 1.1 / 12."""
    found = cost_of_delay(decimals([0, 1200, 1200]), weights("0.1", 3))

    assert found.quantize(Decimal("0.01")) == Decimal("90.91")


def test_waiting_can_pay_where_the_benefits_run_out() -> None:
    assert cost_of_delay(decimals([1200, 0]), weights("-0.1", 2)) < 0


@settings(deadline=None)
@given(benefits=PAID, rate=RATES)
def test_a_months_delay_is_the_case_less_the_case_moved_by_a_month(benefits: list[Decimal], rate: Decimal) -> None:
    found = weights(rate, len(benefits))
    later = [(11 * own + before) / 12 for before, own in zip([Decimal(0), *benefits], benefits, strict=False)]

    loss = net_present_value(benefits, found) - net_present_value(later, found)
    assert abs(cost_of_delay(benefits, found) - loss) <= Decimal("1e-15") * (1 + abs(loss) * 10**6)


@pytest.mark.parametrize(
    ("cumulative", "amount", "year"),
    [
        pytest.param([-100, -250, -50, 80], 250, 1, id="deepest-in-the-second-year"),
        pytest.param([-100, -100, 20], 100, 0, id="the-first-of-two"),
        pytest.param([50, -30, 10], 30, 1, id="gains-first"),
        pytest.param([0, 5], 0, None, id="never-in-debt"),
    ],
)
def test_peak_funding(cumulative: list[int], amount: int, year: int | None) -> None:
    assert peak_funding(decimals(cumulative)) == PeakFunding(Decimal(amount), year)
