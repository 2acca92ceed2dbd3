"""How deep the case is in debt at its deepest."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from businesscase.finance.precision import working

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class PeakFunding:
    """The most that must be laid out before it comes back, DKK, and the year of the case in which it stands so.

    `amount` is 0 and `year` None where the case never costs more than it has given.
    """

    amount: Decimal
    year: int | None


def peak_funding(cumulative: Sequence[Decimal]) -> PeakFunding:
    """Find the lowest point of the undiscounted cumulative net, the first of several, at the ends of the years.

    Parameters
    ----------
    cumulative : one sum for each year
        `YearRow.cumulative`, in DKK, unrounded.

    """
    lowest = min(cumulative)
    if lowest >= 0:
        return PeakFunding(Decimal(0), None)
    with working():
        return PeakFunding(-lowest, list(cumulative).index(lowest))
