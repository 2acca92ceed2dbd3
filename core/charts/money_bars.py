"""A few amounts beside each other, as bars from zero with their figures on them."""

from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.charts.scale import Scale
from core.charts.short import short_kroner
from core.drawings import Drawings

# Width, how far in the bars begin, and how high a row is: for a page and for paper, and for a telephone.
_WIDE = (Decimal(760), Decimal(190), Decimal(34))
_NARROW = (Decimal(350), Decimal(0), Decimal(52))
_BAR = Decimal(18)
# Room for a figure beside the longest bar.
_FIGURE = Decimal(96)
_DRAWN = Drawings()


@dataclass(frozen=True, slots=True)
class MoneyBar:
    """One amount in DKK, from 0 up."""

    label: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class MoneyBarsChart:
    """What the chart says: `title` is the finding, `description` the same in words for those who cannot see it."""

    title: str
    description: str
    bars: tuple[MoneyBar, ...]

    @property
    def wide(self) -> SafeString:
        """The drawing for a page and for paper."""
        return _DRAWN.drawn((self, _WIDE), lambda: _draw(self, *_WIDE))

    @property
    def narrow(self) -> SafeString:
        """The drawing for a telephone: the label stands over its bar."""
        return _DRAWN.drawn((self, _NARROW), lambda: _draw(self, *_NARROW))


def _draw(chart: MoneyBarsChart, width: Decimal, left: Decimal, row: Decimal) -> SafeString:
    most = max((bar.amount for bar in chart.bars), default=Decimal(0)) or Decimal(1)
    across = Scale(Decimal(0), most, left, width - _FIGURE)
    over = left == 0
    rows = []
    for place, bar in enumerate(chart.bars):
        top = row * place + (row - _BAR if over else (row - _BAR) / 2)
        end = across.place(bar.amount)
        rows.append(
            {
                "label": bar.label,
                "label_x": Decimal(6) if over else left - 12,
                "label_y": top - 7 if over else top + _BAR - 5,
                "anchor": "start" if over else "end",
                "top": top,
                "length": max(end - left, Decimal(1)),
                "figure": short_kroner(bar.amount),
                "figure_x": end + 8,
                "figure_y": top + _BAR - 5,
            }
        )
    context = {
        "chart": chart,
        "width": width,
        "height": row * len(chart.bars) + 4,
        "left": left,
        "bar": _BAR,
        "rows": rows,
    }
    return render_to_string("core/charts/money_bars.svg", context)
