from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from businesscase.finance import CaseError, PriceSeries, annual, real_rate, to_current_prices, to_fixed_prices
from tests.unit.businesscase.finance.cases import AMOUNTS, case_of, decimals

TEN = PriceSeries("prices", dict.fromkeys(range(2026, 2030), Decimal("0.1")))
RISES = st.decimals("-0.1", "0.2", places=3)


def test_real_and_nominal_give_the_same_value() -> None:
    """Brealey and Myers, Principles of Corporate Finance, chapter 6: real -100, 35, 50, 30 at 15 % nominal: 5.5."""
    real = decimals([-100, 35, 50, 30])
    nominal = to_current_prices(real, 2026, 2026, TEN)
    rate = real_rate(Decimal("0.15"), Decimal("0.1")).quantize(Decimal("1e-20"))
    by_nominal, by_real = (
        annual(case_of(nets, at))[-1].discounted_cumulative for nets, at in [(nominal, Decimal("0.15")), (real, rate)]
    )

    assert nominal == decimals([-100, "38.5", "60.5", "39.93"])
    assert (str(round(by_nominal, 1)), str(round(rate, 3))) == ("5.5", "0.045")
    assert abs(by_nominal - by_real) < Decimal("1e-15")


def test_a_money_rate_less_inflation() -> None:
    """ACCA Financial Management: a money rate of 15.5 % at 5 % inflation is a real one of 10 %."""
    assert real_rate(Decimal("0.155"), Decimal("0.05")) == Decimal("0.1")


def test_inflated_cash_flows() -> None:
    """Opentuition, ACCA: 10,000; 20,000; 25,000 before 5 % inflation a year, after an outlay at the start of 20X4."""
    prices = PriceSeries("prices", dict.fromkeys(range(2024, 2027), Decimal("0.05")))
    flows = to_current_prices(decimals([10000, 20000, 25000]), 2024, 2023, prices)

    assert flows == decimals([10500, 22050, "28940.625"])


def test_growth_counts_the_years_after_the_first_through_the_last() -> None:
    series = PriceSeries("wages", {2027: Decimal("0.02"), 2028: Decimal("0.05")})

    assert series.growth(2026, 2028) == Decimal("1.071")
    assert series.growth(2027, 2027) == 1
    assert round(series.growth(2028, 2026) * Decimal("1.071"), 20) == 1


def test_a_year_without_a_rise_is_missing_and_not_nought() -> None:
    with pytest.raises(CaseError, match="The yearly rise of 2030 is missing") as refused:
        to_fixed_prices(decimals([1, 1]), 2029, 2026, TEN)

    assert refused.value.path == ("prices", 2030)


@pytest.mark.parametrize(
    "rises",
    [
        {2027: Decimal("NaN")},
        {2027: Decimal("Infinity")},
        {2027: Decimal(-1)},
        {2027: Decimal("10.1")},
        {2027: 0.02},
        {"2027": Decimal("0.02")},
        {27: Decimal("0.02")},
    ],
)
def test_what_is_no_rise_is_refused(rises: Any) -> None:
    with pytest.raises(CaseError, match=r"The yearly rise must be a number from -0\.5 to 10") as refused:
        PriceSeries("prices", rises)

    assert refused.value.path == ("prices", next(iter(rises)))


@settings(deadline=None)
@given(
    amounts=st.lists(AMOUNTS, min_size=1, max_size=15),
    rises=st.lists(RISES, min_size=40, max_size=40),
    price_year=st.integers(2020, 2040),
)
def test_there_and_back_again(amounts: list[Decimal], rises: list[Decimal], price_year: int) -> None:
    series = PriceSeries("prices", dict(enumerate(rises, start=2010)))
    back = to_fixed_prices(to_current_prices(amounts, 2025, price_year, series), 2025, price_year, series)

    assert all(abs(one - other) < Decimal("1e-25") for one, other in zip(amounts, back, strict=True))


@settings(deadline=None)
@given(rises=st.lists(RISES, min_size=10, max_size=10), at=st.integers(2020, 2029), to=st.integers(2020, 2029))
def test_growth_chains(rises: list[Decimal], at: int, to: int) -> None:
    series = PriceSeries("prices", dict(enumerate(rises, start=2020)))

    assert abs(series.growth(2020, at) * series.growth(at, to) - series.growth(2020, to)) < Decimal("1e-25")
