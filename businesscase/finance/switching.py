"""How far the benefits may fall before the case is no longer worth it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from businesscase.finance.npv import net_present_value
from businesscase.finance.precision import rounded, working

if TYPE_CHECKING:
    from collections.abc import Sequence

SHARE_DECIMALS = 12


def switching_value(
    costs: Sequence[Decimal], benefits: Sequence[Decimal], factors: Sequence[Decimal]
) -> Decimal | None:
    """Return the share of every benefit that can be lost before the net present value is 0: 0.2 for 20 %.

    net present value / present value of the benefits (HM Treasury, The Green Book, on switching values). Below 0:
    the case is not worth it, and the benefits would have to rise by that share. 1: it costs nothing. None where the
    benefits are worth nothing, so that no change of them could turn the case.

    Parameters
    ----------
    costs, benefits : one amount for each year, DKK
    factors : one discount factor for each year
        From `discount.factors`.

    """
    gained, spent = net_present_value(benefits, factors), net_present_value(costs, factors)
    if gained <= 0:
        return None
    with working():
        return rounded((gained - spent) / gained, SHARE_DECIMALS)
