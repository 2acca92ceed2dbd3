"""Bars that lie down, one a name: sums side by side from zero."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.charts.label import Label
from core.charts.scale import Scale

WIDTH = Decimal(520)
_LEFT, _RIGHT, _ROW, _THICK = Decimal(96), Decimal(96), Decimal(30), Decimal(18)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is called, how much it is (not below 0), and its `fill`."""

    name: str
    amount: Decimal
    fill: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """What the chart says: `title` is the finding, `description` the same in words for those who cannot see it."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    written: Callable[[Decimal], str] = str

    @property
    def drawing(self) -> SafeString:
        """The drawing for a page and for paper."""
        most = max(bar.amount for bar in self.bars) or Decimal(1)
        across = Scale(Decimal(0), most, _LEFT, WIDTH - _RIGHT)
        rows = [self._row(bar, _ROW * index, across.place(bar.amount)) for index, bar in enumerate(self.bars)]
        context = {"chart": self, "width": WIDTH, "height": _ROW * len(rows), "left": _LEFT, "rows": rows}
        return render_to_string("core/charts/bars.svg", context)

    def _row(self, bar: Bar, top: Decimal, end: Decimal) -> dict[str, object]:
        middle = top + _ROW / 2 + 4
        return {
            "y": top + (_ROW - _THICK) / 2,
            "width": end - _LEFT,
            "height": _THICK,
            "fill": bar.fill,
            "name": Label(_LEFT - 10, middle, bar.name),
            "amount": Label(end + 8, middle, self.written(bar.amount)),
        }


def bar_chart(
    *, title: str, description: str, bars: Sequence[Bar], written: Callable[[Decimal], str] = str
) -> BarChart:
    """Make the chart. Raises ValueError without bars, or with one below 0."""
    if not bars or min(bar.amount for bar in bars) < 0:
        message = "a chart needs bars from 0 up"
        raise ValueError(message)
    return BarChart(title, description, tuple(bars), written)
