"""The net present value as an even yearly amount."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from businesscase.finance.precision import settled, working

if TYPE_CHECKING:
    from collections.abc import Sequence


def annuity(npv: Decimal, factors: Sequence[Decimal], *, first_year_undiscounted: bool) -> Decimal:
    """Return the amount that, paid each year, is worth as much as the case: DKK a year, unrounded.

    npv / the sum of the discount factors, that is npv x r / (1 - (1 + r)^-n) at one rate and year end. Where the
    first year is undiscounted it is today, the outlay's, and the amount is paid in the years after it; a case of
    that year alone is its own annuity. Cases of different lengths can be compared by it (equivalent annual annuity;
    Brigham and Ehrhardt, Financial Management, chapter on capital budgeting).

    Parameters
    ----------
    npv : the net present value, DKK
    factors : one discount factor for each year
        From `discount.factors`.
    first_year_undiscounted : as in the case

    """
    paid = factors[1:] if first_year_undiscounted and len(factors) > 1 else factors
    with working():
        return settled(npv / sum(paid, Decimal(0)))
