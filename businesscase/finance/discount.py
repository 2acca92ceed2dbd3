"""What a krone of each year is worth today."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from businesscase.finance.precision import working

if TYPE_CHECKING:
    from collections.abc import Sequence


class Timing(StrEnum):
    """When in a year its money moves."""

    YEAR_END = "year_end"
    MID_YEAR = "mid_year"
    YEAR_START = "year_start"


# How much of its own year an amount has waited, in half years.
OWN_HALF_YEARS = {Timing.YEAR_END: 2, Timing.MID_YEAR: 1, Timing.YEAR_START: 0}


@dataclass(frozen=True, slots=True)
class RateBand:
    """A yearly discount rate that holds from a year of the case on: 0.035 is 3.5 %, year 0 is the first."""

    from_year: int
    rate: Decimal


def half_years(years: int, timing: Timing, *, first_year_undiscounted: bool) -> tuple[int, ...]:
    """Count the half years that each year's amounts are discounted over.

    Twice the exponents of the interface: year 0 is 0 when it is undiscounted, and a later year t is
    t (year end), t - 1/2 (mid-year) or t - 1 (year start); otherwise t + 1, t + 1/2 or t.
    """
    own = OWN_HALF_YEARS[timing]
    if first_year_undiscounted:
        return (0, *(2 * (year - 1) + own for year in range(1, years)))
    return tuple(2 * year + own for year in range(years))


def factors(
    bands: Sequence[RateBand],
    years: int,
    timing: Timing,
    *,
    first_year_undiscounted: bool,
) -> tuple[Decimal, ...]:
    """Return the discount factor of each year, to 200 digits.

    The factor is the product of 1 / (1 + rate) over the years waited, each with the rate of its own year:
    bands chain, they do not start over. With 3.5 % from year 0 and 2.5 % from year 36, year 36 at year end
    is 1.035^-35 x 1.025^-1 (Ministry of Finance, note of 7 January 2021: 3.5 % in years 0-35, 2.5 % in 36-70).
    """
    first = 1 if first_year_undiscounted else 0
    found = [Decimal(1)] * first
    through = Decimal(1)
    with working():
        for year in range(first, years):
            growth = 1 + rate_of(year, bands)
            found.append(through / _own_growth(growth, timing))
            through /= growth
    return tuple(found)


def rate_of(year: int, bands: Sequence[RateBand]) -> Decimal:
    """Return the rate that holds in a year of the case: that of the last band begun."""
    return next(band.rate for band in reversed(bands) if band.from_year <= year)


def _own_growth(growth: Decimal, timing: Timing) -> Decimal:
    if timing == Timing.YEAR_START:
        return Decimal(1)
    return growth if timing == Timing.YEAR_END else growth.sqrt()
