"""Sums made of parts, as lying bars from zero, one a row: how much of each frame is spoken for, and by what."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.charts.scale import Scale
from core.charts.short import short_kroner

WIDE, NARROW = Decimal(760), Decimal(350)
_BAR, _GAP, _TOP = Decimal(34), Decimal(18), Decimal(8)
_LEFT, _RIGHT = Decimal(56), Decimal(8)
# A figure is written in its part when there is room for it: about this much a character, and some air.
_CHARACTER, _AIR = Decimal("7.6"), Decimal(12)
# How each kind of part is drawn: fill, outline, dash, and the hue of its figure.
_LOOKS = {
    "first": ("#0b4f8a", "#0b4f8a", "", "#ffffff"),
    "held": ("#c9ddee", "#0b4f8a", "", "#1a1a1a"),
    "second": ("#7ba7cf", "#7ba7cf", "", "#1a1a1a"),
    "new": ("#ffd98a", "#1a1a1a", "", "#1a1a1a"),
    "kept": ("#ffffff", "#0b4f8a", "4 3", "#1a1a1a"),
    "free": ("#ececec", "#ececec", "", "#1a1a1a"),
}


@dataclass(frozen=True, slots=True)
class Layer:
    """A part of a bar in DKK; `look` is first, second, held, new, kept or free."""

    look: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Stack:
    """One row: its name and its parts from zero on; a part of 0 or less is not drawn."""

    label: str
    parts: tuple[Layer, ...]

    @property
    def length(self) -> Decimal:
        """Return what the drawn parts come to."""
        return sum((max(part.amount, Decimal(0)) for part in self.parts), Decimal(0))


@dataclass(frozen=True, slots=True)
class StackChart:
    """What the chart says: `title` is the finding, `description` the same in words; `key` names the looks in order."""

    title: str
    description: str
    bars: tuple[Stack, ...]
    key: tuple[tuple[str, str], ...]

    @property
    def wide(self) -> SafeString:
        """The drawing for a page and for paper."""
        return _draw(self, WIDE)

    @property
    def narrow(self) -> SafeString:
        """The drawing for a telephone."""
        return _draw(self, NARROW)


def stack_chart(*, title: str, description: str, bars: Sequence[Stack], key: Sequence[tuple[str, str]]) -> StackChart:
    """Make the chart. Raises ValueError for a look that is not known or not named in the key."""
    looks = {part.look for bar in bars for part in bar.parts}
    if not looks <= {look for look, _name in key} <= set(_LOOKS):
        message = "every look of a chart is known and named in its key"
        raise ValueError(message)
    return StackChart(title, description, tuple(bars), tuple(key))


def _draw(chart: StackChart, width: Decimal) -> SafeString:
    longest = max((bar.length for bar in chart.bars), default=Decimal(0)) or Decimal(1)
    across = Scale(Decimal(0), longest, _LEFT, width - _RIGHT)
    rows = []
    for index, bar in enumerate(chart.bars):
        y = _TOP + index * (_BAR + _GAP)
        rows.append({"label": bar.label, "y": y, "middle": y + _BAR / 2 + 5, "parts": _parts(bar, across)})
    height = _TOP + len(chart.bars) * (_BAR + _GAP)
    context = {"chart": chart, "width": width, "height": height, "left": _LEFT, "bar": _BAR, "rows": rows}
    return render_to_string("core/charts/stacks.svg", context)


def _parts(bar: Stack, across: Scale) -> list[dict[str, object]]:
    drawn, reached = [], Decimal(0)
    for part in bar.parts:
        if part.amount <= 0:
            continue
        start, end = across.place(reached), across.place(reached + part.amount)
        reached += part.amount
        text = short_kroner(part.amount)
        fill, line, dash, ink = _LOOKS[part.look]
        fits = end - start >= len(text) * _CHARACTER + _AIR
        drawn.append(
            {
                "x": start,
                "width": end - start,
                "middle": (start + end) / 2,
                "text": text if fits else "",
                "fill": fill,
                "line": line,
                "dash": dash,
                "ink": ink,
            }
        )
    return drawn
