"""When a case has earned back what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from businesscase.finance.precision import rounded, working

if TYPE_CHECKING:
    from collections.abc import Sequence

PAYBACK_DECIMALS = 6
MONTHS, MONTH_DECIMALS = 12, 3


@dataclass(frozen=True, slots=True)
class Payback:
    """Years from year 0, six decimals; None when the money is not back at the end of the case.

    `lost_again`: the money was back at some time and was then lost again, for good or for a while.
    """

    years: Decimal | None
    lost_again: bool

    @property
    def years_and_months(self) -> tuple[int, int] | None:
        """Whole years and months, a begun month counted: 2.25 years are 2 years and 3 months."""
        return None if self.years is None else years_and_months(self.years)


def years_and_months(years: Decimal) -> tuple[int, int]:
    """Split a time in years into whole years and months, a begun month counted.

    A thousandth of a month is no month begun: 1 / 3 of a year, written 0.333334, is 4 months.
    """
    with working():
        months = rounded(years * MONTHS, MONTH_DECIMALS).to_integral_value(ROUND_CEILING)
    whole, rest = divmod(int(months), MONTHS)
    return whole, rest


def payback_time(cumulative: Sequence[Decimal]) -> Payback:
    """Find when a cumulative net, simple or discounted, comes back to zero for the last time.

    The money of a year is taken to flow evenly through it: from -150 to 25 within year 4 is 3 + 150/175 years.
    A case that is never below zero is paid back at 0. One that comes back, is lost and comes back again counts
    the last time; one that is below zero at the end has no payback.

    Parameters
    ----------
    cumulative : one sum for each year
        `YearRow.cumulative` or `YearRow.discounted_cumulative`, in DKK, unrounded.

    """
    steps = list(enumerate(pairwise(cumulative)))
    returns = [year for year, (before, after) in steps if before < 0 <= after]
    losses = [year for year, (before, after) in steps if after < 0 <= before]
    lost_again = bool(returns and losses and returns[0] < losses[-1])
    if cumulative[-1] < 0:
        return Payback(None, lost_again)
    years = _crossing(cumulative, returns[-1]) if returns else Decimal(0)
    return Payback(rounded(years, PAYBACK_DECIMALS), lost_again)


def _crossing(cumulative: Sequence[Decimal], year: int) -> Decimal:
    with working():
        missing, earned = -cumulative[year], cumulative[year + 1] - cumulative[year]
        return year + missing / earned
