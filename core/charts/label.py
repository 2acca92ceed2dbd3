"""A text at a place."""

from dataclasses import dataclass
from decimal import Decimal

# About how wide a letter is at 13 pixels, bold ones too.
LETTER = Decimal("7.6")


@dataclass(frozen=True, slots=True)
class Label:
    """A text at a place; `anchor` is SVG's start, middle or end."""

    x: Decimal
    y: Decimal
    text: str
    anchor: str = "middle"

    @property
    def width(self) -> Decimal:
        """About how much room the text takes at the charts' usual size."""
        return LETTER * len(self.text)

    @property
    def left(self) -> Decimal:
        """Where the text about begins, for a ground that keeps lines off it."""
        return self.x - self.width if self.anchor == "end" else self.x


def shortened(text: str, most: int) -> str:
    """Return a text of at most `most` letters; the whole of it stands in the table behind the chart."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
