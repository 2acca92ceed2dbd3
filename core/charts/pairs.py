"""Two amounts a year beside each other, as columns from zero: what goes out, and what comes in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.charts.label import Label
from core.charts.scale import Scale, ticks
from core.charts.short import short_kroner

WIDE, NARROW = (Decimal(760), Decimal(280)), (Decimal(350), Decimal(260))
_TOP, _BOTTOM, _LEFT, _RIGHT = Decimal(36), Decimal(34), Decimal(84), Decimal(14)
_KEY_LINE = Decimal(20)
_MOST_NAMES = {WIDE: 15, NARROW: 5}
# How much of a year's room the two columns fill.
_SHARE = Decimal("0.68")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its name, its `fill`, and an amount a year, DKK."""

    name: str
    fill: str
    amounts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class PairChart:
    """What the chart says: `title` is the finding, `description` the same in words for those who cannot see it."""

    title: str
    description: str
    names: tuple[str, ...]
    sides: tuple[Side, Side]

    @property
    def wide(self) -> SafeString:
        """The drawing for a page and for paper."""
        return _draw(self, WIDE)

    @property
    def narrow(self) -> SafeString:
        """The drawing for a telephone."""
        return _draw(self, NARROW)


def pair_chart(*, title: str, description: str, names: Sequence[str], sides: tuple[Side, Side]) -> PairChart:
    """Make the chart. Raises ValueError where names and amounts do not go together."""
    if not names or any(len(side.amounts) != len(names) for side in sides):
        message = "a chart needs one amount of each side for each name"
        raise ValueError(message)
    return PairChart(title, description, tuple(names), sides)


def _draw(chart: PairChart, size: tuple[Decimal, Decimal]) -> SafeString:
    width, height = size
    levels = ticks(amount for side in chart.sides for amount in side.amounts)
    key = _key(chart, width)
    down = Scale(levels[0], levels[-1], height - _BOTTOM, key[-1][2].y + _TOP - 16)
    zero = down.place(Decimal(0))
    room = (width - _LEFT - _RIGHT) / len(chart.names)
    column = (room * _SHARE / 2).quantize(_CENT)
    bars = []
    for place, side in enumerate(chart.sides):
        for index, amount in enumerate(side.amounts):
            x = (_LEFT + room * index + room * (1 - _SHARE) / 2 + column * place).quantize(_CENT)
            end = down.place(amount)
            bars.append({"x": x, "y": min(end, zero), "height": abs(end - zero), "fill": side.fill})
    context = {
        "chart": chart,
        "width": width,
        "height": height,
        "left": _LEFT,
        "right": width - _RIGHT,
        "zero": zero,
        "levels": [
            (down.place(one), Label(_LEFT - 10, down.place(one) + 4, short_kroner(one), "end")) for one in levels
        ],
        "column": column,
        "bars": [bar for bar in bars if bar["height"]],
        "names": _names(chart, size, room),
        "key": key,
    }
    return render_to_string("core/charts/pairs.svg", context)


def _names(chart: PairChart, size: tuple[Decimal, Decimal], room: Decimal) -> list[Label]:
    every = -(-len(chart.names) // _MOST_NAMES[size])
    return [
        Label((_LEFT + room * index + room / 2).quantize(_CENT), size[1] - 12, name)
        for index, name in enumerate(chart.names)
        if index % every == 0
    ]


def _key(chart: PairChart, width: Decimal) -> list[tuple[Decimal, Decimal, Label]]:
    """Name the two sides in a line, or below each other where the line has no room."""
    first, second = (Label(_LEFT + 16, Decimal(16), side.name, "start") for side in chart.sides)
    beside = replace(second, x=first.x + first.width + 36)
    below = replace(second, x=first.x, y=first.y + _KEY_LINE)
    second = beside if beside.x + beside.width <= width else below
    return [(label.x - 16, label.y - 10, label) for label in (first, second)]
