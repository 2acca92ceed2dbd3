"""How many digits the calculations carry, and how a figure leaves them.

Amounts below 10^12 in at most 1,000 lines, a hundred years and a rate of -90 % reach 10^118;
200 digits keep more than 80 decimals of that, so nothing a reader sees is ever a rounding error.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

DIGITS = 200
SETTLED_DECIMALS = 40


def working() -> AbstractContextManager[Context]:
    """Return a context manager under which Decimals carry 200 digits, whatever the caller's context."""
    return localcontext(Context(prec=DIGITS, rounding=ROUND_HALF_EVEN))


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Round half-even to a fixed number of decimals; a negative zero becomes zero."""
    with working():
        return value.quantize(Decimal(1).scaleb(-decimals)) + Decimal(0)


def settled(value: Decimal) -> Decimal:
    """Drop what lies beyond the fortieth decimal.

    110 / 1.1 must be 100, not 100 less a 199th decimal: otherwise a case that breaks exactly even
    would be said never to, and a tie would not be rounded half-even.
    """
    return rounded(value, SETTLED_DECIMALS)
