"""What it costs to wait."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from businesscase.finance.npv import net_present_value
from businesscase.finance.precision import working

if TYPE_CHECKING:
    from collections.abc import Sequence

MONTHS = 12


def cost_of_delay(benefits: Sequence[Decimal], factors: Sequence[Decimal]) -> Decimal:
    """Return what is lost when the benefits come a month later and the costs fall as planned: DKK, unrounded.

    A month's delay moves a twelfth of each year's benefits into the next year and the last twelfth out of the case:
    the loss is the sum of factor x (benefit less the benefit of the year before) / 12. Without interest that is a
    month of the last year's benefit. Below 0 where benefits fall so fast that the year before's are worth more.
    (Cost of delay as value lost for each month: Reinertsen, The Principles of Product Development Flow, 2009.)

    Parameters
    ----------
    benefits : one amount for each year, DKK
    factors : one discount factor for each year
        From `discount.factors`.

    """
    with working():
        growth = [later - earlier for earlier, later in pairwise((Decimal(0), *benefits))]
        return net_present_value(growth, factors) / MONTHS
