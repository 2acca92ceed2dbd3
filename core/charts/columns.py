"""Columns stacked of parts, one column a year or a month: what a whole consists of, and how that moves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.charts.label import Label
from core.charts.scale import Scale, ticks

WIDTH, HEIGHT = Decimal(520), Decimal(210)
_TOP, _BOTTOM, _LEFT, _RIGHT = Decimal(14), Decimal(28), Decimal(64), Decimal(150)
# A figure fits into a part of this height; names at the side keep this distance.
_READABLE, _APART = Decimal(15), Decimal(17)
_SHARE = Decimal("0.62")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of every column: its name, its `fill`, the `ink` that can be read on it, an amount a column."""

    name: str
    fill: str
    ink: str
    amounts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class _Box:
    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    fill: str
    ink: str
    label: Label | None


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """What the chart says: `title` is the finding, `description` the same in words for those who cannot see it.

    `parts` stand on each other from the bottom; none of their amounts is below 0. `written` puts an amount in words.
    """

    title: str
    description: str
    columns: tuple[str, ...]
    parts: tuple[Part, ...]
    written: Callable[[Decimal], str] = str

    @property
    def drawing(self) -> SafeString:
        """The drawing for a page and for paper."""
        sums = [sum((part.amounts[index] for part in self.parts), Decimal(0)) for index in range(len(self.columns))]
        levels = ticks(sums)
        down = Scale(levels[0], levels[-1], HEIGHT - _BOTTOM, _TOP)
        step = (WIDTH - _LEFT - _RIGHT) / len(self.columns)
        places = [_LEFT + step * index for index in range(len(self.columns))]
        stacks = [_stack(self, index, places[index], step, down) for index in range(len(self.columns))]
        context = {
            "chart": self,
            "width": WIDTH,
            "height": HEIGHT,
            "left": _LEFT,
            "right": WIDTH - _RIGHT,
            "zero": down.place(Decimal(0)),
            "levels": [(down.place(one), Label(_LEFT - 8, down.place(one) + 4, self.written(one))) for one in levels],
            "boxes": [box for stack in stacks for box in stack if box.height],
            "names": [
                Label(place + step / 2, HEIGHT - 8, name) for place, name in zip(places, self.columns, strict=True)
            ],
            "parts": _names(self.parts, stacks[-1]),
        }
        return render_to_string("core/charts/columns.svg", context)


def column_chart(
    *,
    title: str,
    description: str,
    columns: Sequence[str],
    parts: Sequence[Part],
    written: Callable[[Decimal], str] = str,
) -> ColumnChart:
    """Make the chart. Raises ValueError where an amount is missing or below 0."""
    if not columns or any(len(part.amounts) != len(columns) or min(part.amounts) < 0 for part in parts):
        message = "a chart needs one amount from 0 up for each part of each column"
        raise ValueError(message)
    return ColumnChart(title, description, tuple(columns), tuple(parts), written)


def _stack(chart: ColumnChart, index: int, place: Decimal, step: Decimal, down: Scale) -> list[_Box]:
    width, below, boxes = (step * _SHARE).quantize(Decimal("0.01")), Decimal(0), []
    x = (place + step * (1 - _SHARE) / 2).quantize(Decimal("0.01"))
    for part in chart.parts:
        amount = part.amounts[index]
        top, bottom = down.place(below + amount), down.place(below)
        height = bottom - top
        fits = height >= _READABLE
        label = Label(x + width / 2, (top + bottom) / 2 + 4, chart.written(amount)) if fits else None
        boxes.append(_Box(x, top, width, height, part.fill, part.ink, label))
        below += amount
    return boxes


def _names(parts: tuple[Part, ...], last: list[_Box]) -> list[tuple[Label, str]]:
    """Write each part's name beside the last column, kept apart where the parts are thin."""
    named, floor = [], HEIGHT
    for part, box in zip(parts, last, strict=True):
        y = min(box.y + box.height / 2 + 4, floor - _APART)
        floor = y
        named.append((Label(WIDTH - _RIGHT + 24, y, part.name), part.fill))
    return named
