"""How often each result came up: columns side by side, those below zero in another hue, with marks on the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.charts.balance import Mark
from core.charts.label import Label
from core.charts.scale import Scale, round_step
from core.charts.short import short_kroner

WIDE, NARROW = (Decimal(760), Decimal(290)), (Decimal(350), Decimal(280))
_TOP, _BOTTOM, _SIDE = Decimal(72), Decimal(34), Decimal(44)
_MOST_LEVELS = {WIDE: 7, NARROW: 3}
_BELOW, _ABOVE = "#9db7cd", "#0b4f8a"
# Marks stand on lines of their own, so that their words never meet.
_MARK_LINE = Decimal(20)


@dataclass(frozen=True, slots=True)
class HistogramChart:
    """What the chart says: `title` is the finding, `description` the same in words for those who cannot see it.

    `counts` go from `low` to `high`, DKK, in equal steps; each mark stands at an amount in DKK.
    """

    title: str
    description: str
    low: Decimal
    high: Decimal
    counts: tuple[int, ...]
    marks: tuple[Mark, ...] = ()

    @property
    def wide(self) -> SafeString:
        """The drawing for a page and for paper."""
        return _draw(self, WIDE)

    @property
    def narrow(self) -> SafeString:
        """The drawing for a telephone."""
        return _draw(self, NARROW)


def histogram_chart(
    *,
    title: str,
    description: str,
    low: Decimal,
    high: Decimal,
    counts: Sequence[int],
    marks: Sequence[Mark] = (),
) -> HistogramChart:
    """Make the chart. Raises ValueError without counts, or where the greatest is below the least."""
    if not counts or high < low:
        message = "a histogram needs counts, and a greatest that is not below the least"
        raise ValueError(message)
    return HistogramChart(title, description, low, high, tuple(counts), tuple(marks))


def _draw(chart: HistogramChart, size: tuple[Decimal, Decimal]) -> SafeString:
    width, height = size
    high = chart.high if chart.high > chart.low else chart.low + 1
    across = Scale(chart.low, high, _SIDE, width - _SIDE)
    down = Scale(Decimal(0), Decimal(max(chart.counts) or 1), height - _BOTTOM, _TOP)
    step, bottom = (high - chart.low) / len(chart.counts), height - _BOTTOM
    columns = []
    for index, count in enumerate(chart.counts):
        start, end = chart.low + step * index, chart.low + step * (index + 1)
        x, top = across.place(start), down.place(Decimal(count))
        fill = _BELOW if (start + end) / 2 <= 0 else _ABOVE
        columns.append({"x": x, "y": top, "width": across.place(end) - x, "height": bottom - top, "fill": fill})
    context = {
        "chart": chart,
        "width": width,
        "height": height,
        "left": _SIDE,
        "right": width - _SIDE,
        "bottom": bottom,
        "columns": [column for column in columns if column["height"]],
        "zero": across.place(Decimal(0)) if chart.low < 0 < chart.high else None,
        "top": _TOP,
        "levels": [
            Label(across.place(level), height - 12, short_kroner(level))
            for level in _levels(chart.low, high, _MOST_LEVELS[size])
        ],
        "marks": [_mark(mark, index, across, width) for index, mark in enumerate(chart.marks)],
    }
    return render_to_string("core/charts/histogram.svg", context)


def _levels(low: Decimal, high: Decimal, most: int) -> list[Decimal]:
    """Return round amounts within the two, at most `most`."""
    step = round_step(high - low)
    while (high - low) / step >= most:
        step = round_step(step * 5)
    first = -(-low // step) if low > 0 else low // step
    places = [step * (first + index) for index in range(most + 2)]
    return [place for place in places if low <= place <= high]


def _mark(mark: Mark, index: int, across: Scale, width: Decimal) -> dict[str, object]:
    x, y = across.place(mark.at), Decimal(14) + _MARK_LINE * index
    label = Label(x + 6, y, mark.text, "start")
    if label.x + label.width > width:
        label = Label(x - 6, y, mark.text, "end")
    return {"x": x, "y": y + 4, "label": label}
