from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from businesscase.finance import RateBand, Timing, factors, half_years
from businesscase.finance.precision import rounded
from tests.unit.businesscase.finance.cases import RATES

FLAT = (RateBand(0, Decimal("0.1")),)
MINISTRY = (RateBand(0, Decimal("0.035")), RateBand(36, Decimal("0.025")))


@pytest.mark.parametrize(
    ("timing", "first_year_undiscounted", "waits"),
    [
        (Timing.YEAR_END, True, (0, 2, 4, 6)),
        (Timing.MID_YEAR, True, (0, 1, 3, 5)),
        (Timing.YEAR_START, True, (0, 0, 2, 4)),
        (Timing.YEAR_END, False, (2, 4, 6, 8)),
        (Timing.MID_YEAR, False, (1, 3, 5, 7)),
        (Timing.YEAR_START, False, (0, 2, 4, 6)),
    ],
)
class TestOfEachTiming:
    def test_half_years_are_twice_the_exponents(
        self, timing: Timing, *, first_year_undiscounted: bool, waits: tuple[int, ...]
    ) -> None:
        assert half_years(4, timing, first_year_undiscounted=first_year_undiscounted) == waits

    def test_factors_are_growth_to_the_exponents(
        self, timing: Timing, *, first_year_undiscounted: bool, waits: tuple[int, ...]
    ) -> None:
        found = factors(FLAT, 4, timing, first_year_undiscounted=first_year_undiscounted)

        expected = [Decimal("1.1") ** (Decimal(-wait) / 2) for wait in waits]
        assert [rounded(factor, 24) for factor in found] == [rounded(factor, 24) for factor in expected]


def test_one_year() -> None:
    assert factors(FLAT, 1, Timing.MID_YEAR, first_year_undiscounted=True) == (Decimal(1),)
    assert half_years(1, Timing.MID_YEAR, first_year_undiscounted=True) == (0,)


def test_bands_chain() -> None:
    found = factors(MINISTRY, 71, Timing.YEAR_END, first_year_undiscounted=True)

    growth, slower = Decimal("1.035"), Decimal("1.025")
    assert [rounded(found[year], 20) for year in (35, 36, 70)] == [
        rounded(1 / growth**35, 20),
        rounded(1 / (growth**35 * slower), 20),
        rounded(1 / (growth**35 * slower**35), 20),
    ]


@pytest.mark.parametrize(
    ("year", "printed"), [(1, "0.9662"), (10, "0.7089"), (30, "0.3563"), (31, "0.3459"), (50, "0.1973")]
)
def test_the_green_books_table(year: int, printed: str) -> None:
    """HM Treasury, The Green Book, annex 6, discount factors: 3.5 % in years 0-30, 3.0 % in years 31-75."""
    bands = (RateBand(0, Decimal("0.035")), RateBand(31, Decimal("0.03")))
    found = factors(bands, 76, Timing.YEAR_END, first_year_undiscounted=True)

    assert str(rounded(found[year], 4)) == printed


@pytest.mark.parametrize(
    ("timing", "own"), [(Timing.YEAR_START, "1"), (Timing.MID_YEAR, "1.4"), (Timing.YEAR_END, "1.96")]
)
def test_a_year_waits_at_the_rate_of_its_own_band(timing: Timing, own: str) -> None:
    bands = (RateBand(0, Decimal("0.25")), RateBand(1, Decimal("0.96")))

    assert factors(bands, 2, timing, first_year_undiscounted=True)[1] * Decimal(own) == 1
    assert factors(bands, 2, timing, first_year_undiscounted=False)[1] * Decimal(own) * Decimal("1.25") == 1


@settings(deadline=None)
@given(rate=RATES, timing=st.sampled_from(Timing), years=st.integers(1, 30), cut=st.integers(1, 29))
def test_a_band_that_repeats_the_rate_changes_nothing(rate: Decimal, timing: Timing, years: int, cut: int) -> None:
    one, two = (RateBand(0, rate),), (RateBand(0, rate), RateBand(cut, rate))

    assert factors(one, years, timing, first_year_undiscounted=True) == factors(
        two, years, timing, first_year_undiscounted=True
    )


@settings(deadline=None)
@given(timing=st.sampled_from(Timing), years=st.integers(1, 100), first=st.booleans())
def test_without_interest_every_krone_is_a_krone(timing: Timing, years: int, *, first: bool) -> None:
    bands = (RateBand(0, Decimal(0)),)

    assert factors(bands, years, timing, first_year_undiscounted=first) == (Decimal(1),) * years


@settings(deadline=None)
@given(rate=st.decimals("0.0001", "10", places=4), years=st.integers(1, 100), first=st.booleans())
def test_later_in_the_year_is_worth_less(rate: Decimal, years: int, *, first: bool) -> None:
    bands = (RateBand(0, rate),)
    start, middle, end = (
        factors(bands, years, timing, first_year_undiscounted=first)
        for timing in (Timing.YEAR_START, Timing.MID_YEAR, Timing.YEAR_END)
    )

    own = slice(1 if first else 0, None)
    assert all(a > b > c for a, b, c in zip(start[own], middle[own], end[own], strict=True))
