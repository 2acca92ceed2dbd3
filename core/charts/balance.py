"""A sum that grows or shrinks year by year, as one line over and under zero, with the point where it comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.charts.label import Label
from core.charts.scale import Scale, ticks
from core.charts.short import short_kroner

# Width and height of the two drawings: one for a page and for paper, one for a telephone.
WIDE, NARROW = (Decimal(760), Decimal(300)), (Decimal(350), Decimal(280))
_TOP, _BOTTOM, _RIGHT = Decimal(34), Decimal(34), Decimal(26)
_LEFT = Decimal(84)
_MOST_YEAR_LABELS = {WIDE: 11, NARROW: 5}
# A label beside the line needs this much paper to each side.
_LABEL_HALF = Decimal(64)
# How far over and under its point a label stands, and how tall it is.
_OVER, _UNDER, _TALL = Decimal(12), Decimal(22), Decimal(12)
# How wide a letter is at the most, and the air around what is written.
_LETTER, _AIR = Decimal(8), Decimal(4)
Point: TypeAlias = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Mark:
    """A point between the years: `at` in years from the first one, with what it says."""

    at: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class BalanceChart:
    """What the chart says: `title` is the finding, `description` the same in words for those who cannot see it.

    `years` and `amounts` (DKK, cumulative, at the end of each year) go together; `mark` is where the line crosses zero.
    """

    title: str
    description: str
    years: tuple[int, ...]
    amounts: tuple[Decimal, ...]
    mark: Mark | None = None

    @property
    def wide(self) -> SafeString:
        """The drawing for a page and for paper."""
        return _draw(self, WIDE)

    @property
    def narrow(self) -> SafeString:
        """The drawing for a telephone."""
        return _draw(self, NARROW)


def balance_chart(
    *, title: str, description: str, years: Sequence[int], amounts: Sequence[Decimal], mark: Mark | None = None
) -> BalanceChart:
    """Make the chart. Raises ValueError where years and amounts do not go together."""
    if len(years) != len(amounts) or not years:
        message = "a chart needs one amount for each year"
        raise ValueError(message)
    return BalanceChart(title, description, tuple(years), tuple(amounts), mark)


def _draw(chart: BalanceChart, size: tuple[Decimal, Decimal]) -> SafeString:
    width, height = size
    levels = ticks(chart.amounts)
    across = Scale(Decimal(0), Decimal(max(len(chart.years) - 1, 1)), _LEFT, width - _RIGHT)
    down = _down(chart, levels, height - _BOTTOM)
    points = [(across.place(Decimal(index)), down.place(amount)) for index, amount in enumerate(chart.amounts)]
    zero = down.place(Decimal(0))
    ends = _end_labels(chart, points, width, zero)
    context = {
        "chart": chart,
        "width": width,
        "height": height,
        "left": _LEFT,
        "right": width - _RIGHT,
        "zero": zero,
        "levels": [_level(level, down.place(level)) for level in levels],
        "line": _path(points),
        "area": f"{_path(points)} L {points[-1][0]} {zero} L {points[0][0]} {zero} Z",
        "points": points,
        "years": _year_labels(chart, size, across),
        "ends": ends,
        "mark": _mark_label(chart, across, zero, width, ends),
    }
    return render_to_string("core/charts/balance.svg", context)


def _down(chart: BalanceChart, levels: Sequence[Decimal], floor: Decimal) -> Scale:
    """Return the scale of the amounts, drawn shorter where the lowest one's label would lie among the years."""
    low, down = min(chart.amounts), Scale(levels[0], levels[-1], floor, _TOP)
    crowded = low < 0 and down.place(low) + _UNDER > floor
    return Scale(levels[0], levels[-1], floor - _UNDER, _TOP) if crowded else down


def _level(level: Decimal, y: Decimal) -> tuple[Decimal, Label]:
    return y, Label(_LEFT - 10, y + 4, short_kroner(level), "end")


def _path(points: list[Point]) -> str:
    return " ".join(f"{'L' if index else 'M'} {x} {y}" for index, (x, y) in enumerate(points))


def _year_labels(chart: BalanceChart, size: tuple[Decimal, Decimal], across: Scale) -> list[Label]:
    """Name every year, or as many as there is room for, the first and last among them."""
    last = len(chart.years) - 1
    every = last // _MOST_YEAR_LABELS[size] + 1
    shown = [index for index in range(0, last + 1, every) if last - index >= every or index in {0, last}]
    if last not in shown:
        shown.append(last)
    return [Label(across.place(Decimal(index)), size[1] - 12, str(chart.years[index])) for index in shown]


def _end_labels(chart: BalanceChart, points: list[Point], width: Decimal, zero: Decimal) -> list[Label]:
    """Write the lowest point and the last one on the line itself."""
    low = min(range(len(points)), key=lambda index: chart.amounts[index])
    return [_beside(chart, points, index, width, zero) for index in sorted({low, len(points) - 1})]


def _beside(chart: BalanceChart, points: list[Point], index: int, width: Decimal, zero: Decimal) -> Label:
    """Write an amount at its point, off the line: over it where the line has risen to its end, and off zero."""
    (x, y), amount = points[index], chart.amounts[index]
    risen = index == len(points) - 1 and index > 0 and amount > chart.amounts[index - 1]
    place = y - _OVER if amount >= 0 or risen else y + _UNDER
    if amount < 0 and place - _TALL < zero < place + 2:
        place = zero - 6
    anchor = "start" if x - _LABEL_HALF < _LEFT else "end" if x + _LABEL_HALF > width else "middle"
    return Label(x, place, short_kroner(amount), anchor)


def _mark_label(
    chart: BalanceChart, across: Scale, zero: Decimal, width: Decimal, ends: Sequence[Label]
) -> dict[str, object] | None:
    if chart.mark is None:
        return None
    x = across.place(chart.mark.at)
    late = x > (width + _LEFT) / 2
    label = Label(x - 10 if late else x + 10, _TOP - 18, chart.mark.text, "end" if late else "start")
    return {"x": x, "y": zero, "stretches": _stretches(x, _TOP - 26, zero, ends), "label": label}


def _stretches(x: Decimal, top: Decimal, zero: Decimal, ends: Sequence[Label]) -> list[tuple[Decimal, Decimal]]:
    """Return the stretches of the line down to the mark: it never runs through what is written on its way."""
    for label in ends:
        reach = _LETTER * len(label.text)
        left = {"start": label.x, "middle": label.x - reach / 2, "end": label.x - reach}[label.anchor]
        if left - _AIR < x < left + reach + _AIR and top < label.y < zero:
            return [(top, label.y - _TALL - _AIR), (min(label.y + _AIR, zero), zero)]
    return [(top, zero)]
