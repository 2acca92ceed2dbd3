"""A text at a place."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Label:
    """A text at a place; `anchor` is SVG's start, middle or end."""

    x: Decimal
    y: Decimal
    text: str
    anchor: str = "middle"
