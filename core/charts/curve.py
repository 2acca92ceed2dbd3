"""What each size of something gives: a rising line from a first to a last amount, with one choice as a dot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TypeAlias

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.charts.label import Label
from core.charts.scale import Scale, round_step, ticks
from core.charts.short import short_kroner

# Width and height of the two drawings: one for a page and for paper, one for a telephone.
WIDE, NARROW = (Decimal(760), Decimal(320)), (Decimal(350), Decimal(300))
_LEFT, _RIGHT, _TOP, _BOTTOM = Decimal(84), Decimal(30), Decimal(44), Decimal(54)
_MOST_TICKS = {WIDE: 6, NARROW: 3}
# The choice's name: how wide a letter is, how far it reaches over and under its line, and the air round the drawing.
_LETTER, _ASCENT, _DESCENT, _AIR = Decimal("7.6"), Decimal(14), Decimal(6), Decimal(4)
_NEAR = Decimal(4)

Place: TypeAlias = tuple[Decimal, Decimal]
Box: TypeAlias = tuple[Decimal, Decimal, Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """An amount in DKK and what it gives."""

    amount: Decimal
    gives: Decimal


@dataclass(frozen=True, slots=True)
class CurveChart:
    """What the chart says: `title` is the finding, `description` the same in words for those who cannot see it.

    `points` come by rising amount; `dot` is the choice, `dot_text` what it is called. The axes are named by `across`
    and `up`.
    """

    title: str
    description: str
    points: tuple[CurvePoint, ...]
    dot: CurvePoint
    dot_text: str
    across: str
    up: str

    @property
    def wide(self) -> SafeString:
        """The drawing for a page and for paper."""
        return _draw(self, WIDE)

    @property
    def narrow(self) -> SafeString:
        """The drawing for a telephone."""
        return _draw(self, NARROW)


def curve_chart(
    *,
    title: str,
    description: str,
    points: Sequence[CurvePoint],
    dot: CurvePoint,
    dot_text: str,
    across: str,
    up: str,
) -> CurveChart:
    """Make the chart. Raises ValueError without points, or where the amounts do not rise."""
    amounts = [point.amount for point in points]
    if not points or any(later <= earlier for earlier, later in pairwise(amounts)):
        message = "a curve needs points of rising amounts"
        raise ValueError(message)
    return CurveChart(title, description, tuple(points), dot, dot_text, across, up)


def _draw(chart: CurveChart, size: tuple[Decimal, Decimal]) -> SafeString:
    width, height = size
    known = (*chart.points, chart.dot)
    levels = ticks([point.gives for point in known])
    top_amount = max(point.amount for point in known) or Decimal(1)
    across = Scale(Decimal(0), top_amount, _LEFT, width - _RIGHT)
    down = Scale(levels[0], levels[-1], height - _BOTTOM, _TOP)
    places = [(across.place(point.amount), down.place(point.gives)) for point in chart.points]
    context = {
        "chart": chart,
        "width": width,
        "height": height,
        "left": _LEFT,
        "right": width - _RIGHT,
        "floor": height - _BOTTOM,
        "zero": down.place(Decimal(0)),
        "levels": [
            (down.place(level), Label(_LEFT - 10, down.place(level) + 4, short_kroner(level), "end"))
            for level in levels
        ],
        "amounts": [
            Label(across.place(amount), height - _BOTTOM + 20, short_kroner(amount), "middle")
            for amount in _marks(top_amount, _MOST_TICKS[size])
        ],
        "across": Label(width - _RIGHT, height - 10, chart.across, "end"),
        "up": Label(Decimal(4), Decimal(18), chart.up, "start"),
        "line": " ".join(f"{'L' if index else 'M'} {x} {y}" for index, (x, y) in enumerate(places)),
        "points": places,
        "dot": _dot(chart, across, down, size, places),
    }
    return render_to_string("core/charts/curve.svg", context)


def _dot(
    chart: CurveChart, across: Scale, down: Scale, size: tuple[Decimal, Decimal], line: list[Place]
) -> dict[str, object]:
    """Write the choice beside its dot, where neither the line nor the edge is in the way."""
    width, height = size
    x, y = across.place(chart.dot.amount), down.place(chart.dot.gives)
    breadth = len(chart.dot_text) * _LETTER
    # A rising line leaves room under it to the right and over it to the left.
    places = [(x + 11, y + 22, "start"), (x - 11, y - 12, "end"), (x, y + 26, "middle"), (x, y - 16, "middle"),
              (x + 13, y + 3, "start"), (x - 13, y + 3, "end")]  # fmt: skip
    boxes = [_box(place, breadth) for place in places]
    inside = [
        (place, box)
        for place, box in zip(places, boxes, strict=True)
        if box[0] >= _LEFT and box[1] >= _AIR and box[2] <= width - _AIR and box[3] <= height - _BOTTOM + _AIR
    ]
    drawn = list(_along(line))
    free = [place for place, box in inside if not any(_covers(box, at) for at in drawn)]
    left, top, anchor = (free or [place for place, _box in inside] or places[2:])[0]
    return {"x": x, "y": y, "label": Label(left, top, chart.dot_text, anchor)}


def _box(place: tuple[Decimal, Decimal, str], breadth: Decimal) -> Box:
    """Return the edges of a line of text: left, top, right, bottom."""
    x, y, anchor = place
    left = {"start": x, "middle": x - breadth / 2, "end": x - breadth}[anchor]
    return left, y - _ASCENT, left + breadth, y + _DESCENT


def _covers(box: Box, at: Place) -> bool:
    left, top, right, bottom = box
    return left <= at[0] <= right and top <= at[1] <= bottom


def _along(line: list[Place]) -> Iterator[Place]:
    """Yield places so near each other along the line that none passes through a text unseen."""
    for (x, y), (next_x, next_y) in pairwise(line):
        steps = int(max(abs(next_x - x), abs(next_y - y)) / _NEAR) + 1
        for step in range(steps + 1):
            yield x + (next_x - x) * step / steps, y + (next_y - y) * step / steps


def _marks(top: Decimal, most: int) -> list[Decimal]:
    """Return round amounts from 0 on, at most `most` and none beyond the top."""
    step = round_step(top)
    while top / step >= most:
        step *= 2
    return [step * count for count in range(int(top / step) + 1)]
