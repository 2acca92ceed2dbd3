"""One cost or benefit, year by year."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


class Kind(StrEnum):
    """Which side of the case a line stands on."""

    COST = "cost"
    BENEFIT = "benefit"


@dataclass(frozen=True, slots=True)
class Line:
    """A cost or a benefit: one amount in DKK for each year, the first for year 0.

    Both kinds are given as positive amounts; a negative one lowers its own side (a cost that falls away).
    `cash_releasing` says whether a benefit can be taken out of a budget. It does not change the figures:
    a case of released cash alone is a case of those lines (D17).
    """

    kind: Kind
    category: str
    cash_releasing: bool
    amounts: tuple[Decimal, ...]
