"""Money at the edge: Danish kroner with two decimals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from businesscase.finance.precision import rounded, settled

if TYPE_CHECKING:
    from decimal import Decimal

MONEY_DECIMALS = 2


def to_money(amount: Decimal) -> Decimal:
    """Round an amount in DKK half-even to two decimals: 0.125 is 0.12 and 0.135 is 0.14."""
    return rounded(settled(amount), MONEY_DECIMALS)
