"""Which of a few values stand out: they differ, and the best and the worst of them."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum


class Mark(StrEnum):
    """How a value stands among its neighbours."""

    BEST = "best"
    WORST = "worst"


class Better(StrEnum):
    """Which way is better; a value that only differs has none."""

    HIGHER = "higher"
    LOWER = "lower"


def differs(values: Sequence[object]) -> bool:
    """Whether the values are not all the same."""
    return any(value != values[0] for value in values)


def mark_values(values: Sequence[Decimal | None], better: Better) -> tuple[Mark | None, ...]:
    """Mark every value that is best and every one that is worst; none where a value lacks or all are alike.

    A value that lacks could be either, so nothing is called best beside it.
    """
    known = [value for value in values if value is not None]
    if len(known) < len(values) or not differs(known):
        return (None,) * len(values)
    best, worst = (max(known), min(known)) if better == Better.HIGHER else (min(known), max(known))
    return tuple(Mark.BEST if value == best else Mark.WORST if value == worst else None for value in known)
