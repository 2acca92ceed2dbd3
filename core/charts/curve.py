"""What each size of something gives: a rising line from a first to a last amount, with one choice as a dot."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.charts.label import Label
from core.charts.scale import Scale, round_step, ticks
from core.charts.short import short_kroner

# Width and height of the two drawings: one for a page and for paper, one for a telephone.
WIDE, NARROW = (Decimal(760), Decimal(320)), (Decimal(350), Decimal(300))
_LEFT, _RIGHT, _TOP, _BOTTOM = Decimal(84), Decimal(30), Decimal(44), Decimal(54)
_MOST_TICKS = {WIDE: 6, NARROW: 3}
_LABEL_HALF = Decimal(70)


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
        "dot": _dot(chart, across, down, width),
    }
    return render_to_string("core/charts/curve.svg", context)


def _dot(chart: CurveChart, across: Scale, down: Scale, width: Decimal) -> dict[str, object]:
    """Write the choice under its dot, where the line above leaves room, or over it near the floor."""
    x, y = across.place(chart.dot.amount), down.place(chart.dot.gives)
    anchor = "start" if x - _LABEL_HALF < _LEFT else "end" if x + _LABEL_HALF > width - _RIGHT else "middle"
    low = y + 40 > down.start
    return {"x": x, "y": y, "label": Label(x, y - 14 if low else y + 24, chart.dot_text, anchor)}


def _marks(top: Decimal, most: int) -> list[Decimal]:
    """Return round amounts from 0 on, at most `most` and none beyond the top."""
    step = round_step(top)
    while top / step >= most:
        step *= 2
    return [step * count for count in range(int(top / step) + 1)]
