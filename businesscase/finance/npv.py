"""Net present value (D12, AM11)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from businesscase.finance.precision import settled, working

if TYPE_CHECKING:
    from collections.abc import Sequence


def net_present_value(nets: Sequence[Decimal], factors: Sequence[Decimal]) -> Decimal:
    """Return the sum of each year's net times its discount factor, in DKK, unrounded.

    Parameters
    ----------
    nets : one net for each year
        Benefit less cost, in DKK.
    factors : one discount factor for each year
        From `discount.factors`.

    """
    with working():
        return settled(sum((net * factor for net, factor in zip(nets, factors, strict=True)), Decimal(0)))
