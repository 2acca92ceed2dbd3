"""What each line can do to a result alone: bars around where the result stands, the longest on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.charts.label import Label, shortened
from core.charts.scale import Scale
from core.charts.short import short_kroner

# Width, how far in the bars begin, how high a row is, and how many letters of a name fit.
_WIDE = (Decimal(760), Decimal(240), Decimal(34), 36)
_NARROW = (Decimal(350), Decimal(0), Decimal(52), 46)
_BAR, _TOP, _BOTTOM = Decimal(18), Decimal(30), Decimal(6)
# Room for a figure at each end of the longest bar.
_FIGURE = Decimal(78)


@dataclass(frozen=True, slots=True)
class Swing:
    """One bar: what the result becomes at the worse and at the better end, DKK."""

    label: str
    worse: Decimal
    better: Decimal


@dataclass(frozen=True, slots=True)
class TornadoChart:
    """What the chart says: `title` is the finding, `description` the same in words for those who cannot see it.

    `middle` is the result as it is expected, DKK, with `middle_name`; `swings` come the longest first.
    """

    title: str
    description: str
    middle: Decimal
    middle_name: str
    swings: tuple[Swing, ...]

    @property
    def wide(self) -> SafeString:
        """The drawing for a page and for paper."""
        return _draw(self, *_WIDE)

    @property
    def narrow(self) -> SafeString:
        """The drawing for a telephone: the name stands over its bar."""
        return _draw(self, *_NARROW)


def tornado_chart(
    *, title: str, description: str, middle: Decimal, middle_name: str, swings: Sequence[Swing]
) -> TornadoChart:
    """Make the chart. Raises ValueError where a bar does not hold the middle."""
    if not swings or any(not swing.worse <= middle <= swing.better for swing in swings):
        message = "every bar of a tornado holds its middle"
        raise ValueError(message)
    return TornadoChart(title, description, middle, middle_name, tuple(swings))


def _draw(chart: TornadoChart, width: Decimal, left: Decimal, row: Decimal, letters: int) -> SafeString:
    ends = [end for swing in chart.swings for end in (swing.worse, swing.better)]
    low, high = min(ends), max(ends)
    across = Scale(low, high if high > low else low + 1, left + _FIGURE, width - _FIGURE)
    middle, over = across.place(chart.middle), left == 0
    rows = []
    for place, swing in enumerate(chart.swings):
        y = _TOP + row * place + (row - _BAR if over else (row - _BAR) / 2)
        worse, better = across.place(swing.worse), across.place(swing.better)
        rows.append(
            {
                "y": y,
                "name": Label(Decimal(0), y - 7 if over else y + _BAR - 5, shortened(swing.label, letters), "start"),
                "worse": worse,
                "better": better,
                "left_of": middle - worse,
                "right_of": better - middle,
                "low": Label(worse - 6, y + _BAR - 5, short_kroner(swing.worse), "end"),
                "high": Label(better + 6, y + _BAR - 5, short_kroner(swing.better), "start"),
            }
        )
    bottom = _TOP + row * len(rows)
    context = {
        "chart": chart,
        "width": width,
        "height": bottom + _BOTTOM,
        "bar": _BAR,
        "middle": middle,
        "top": _TOP - 6,
        "bottom": bottom,
        "zero": across.place(Decimal(0)) if low < 0 < high else None,
        "middle_label": Label(middle, Decimal(16), chart.middle_name, _anchor(middle, width)),
        "rows": rows,
    }
    return render_to_string("core/charts/tornado.svg", context)


def _anchor(x: Decimal, width: Decimal) -> str:
    return "start" if x < width / 3 else "end" if x > width * 2 / 3 else "middle"
