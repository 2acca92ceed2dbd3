from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from businesscase.finance import RateBand, Timing, factors, net_present_value
from businesscase.finance.annuity import annuity
from tests.unit.businesscase.finance.cases import AMOUNTS, RATES


def weights(
    rate: str | Decimal, years: int, timing: Timing = Timing.YEAR_END, *, first: bool = True
) -> tuple[Decimal, ...]:
    return factors((RateBand(0, Decimal(rate)),), years, timing, first_year_undiscounted=first)


@pytest.mark.parametrize(
    ("npv", "rate", "paid", "printed"),
    [
        pytest.param("3000000", "0.10", 5, "791392.44", id="investopedia-project-a"),
        pytest.param("2000000", "0.10", 3, "804229.61", id="investopedia-project-b"),
        pytest.param("7165", "0.115", 6, "1718", id="brigham-ehrhardt-project-c"),
        pytest.param("5391", "0.115", 3, "2225", id="brigham-ehrhardt-project-f"),
    ],
)
def test_published_annuities(npv: str, rate: str, paid: int, printed: str) -> None:
    """Investopedia, "Equivalent annual annuity approach"; Brigham and Ehrhardt, projects of unequal lives."""
    after_today = annuity(Decimal(npv), weights(rate, paid + 1), first_year_undiscounted=True)
    from_year_end = annuity(Decimal(npv), weights(rate, paid, first=False), first_year_undiscounted=False)

    assert [str(one.quantize(Decimal(printed))) for one in (after_today, from_year_end)] == [printed, printed]


@settings(deadline=None)
@given(npv=AMOUNTS, rate=RATES, years=st.integers(1, 40), timing=st.sampled_from(Timing), first=st.booleans())
def test_paid_each_year_it_is_worth_the_case(
    npv: Decimal, rate: Decimal, years: int, timing: Timing, *, first: bool
) -> None:
    found = weights(rate, years, timing, first=first)
    even = annuity(npv, found, first_year_undiscounted=first)
    today = [Decimal(0)] if first and years > 1 else []

    paid = net_present_value([*today, *[even] * (years - len(today))], found)
    assert abs(paid - npv) < Decimal("1e-20")


@given(npv=AMOUNTS, years=st.integers(1, 40))
def test_without_interest_it_is_the_share_of_each_year(npv: Decimal, years: int) -> None:
    even = annuity(npv, weights("0", years, first=False), first_year_undiscounted=False)

    assert abs(even * years - npv) < Decimal("1e-20")


def test_a_case_of_today_alone_is_its_own_annuity() -> None:
    assert annuity(Decimal(50), weights("0.1", 1), first_year_undiscounted=True) == 50
