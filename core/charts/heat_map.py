"""Numbered things by how likely they are and how much they cost: the worst stand up and to the right."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.charts.label import Label

# Width, how far in the fields begin, how high one is, and how large the letters are.
_WIDE = (Decimal(760), Decimal(120), Decimal(52), 13)
_NARROW = (Decimal(350), Decimal(70), Decimal(48), 11)
_TOP, _BOTTOM = Decimal(26), Decimal(42)
# From calm to grave; the ink that can be read on each.
_FILLS = (("#eef3f7", "#1a1a1a"), ("#c7d7e5", "#1a1a1a"), ("#7ba7cf", "#1a1a1a"), ("#0b4f8a", "#ffffff"))


@dataclass(frozen=True, slots=True)
class HeatMapChart:
    """What the chart says: `title` is the finding, `description` the same in words for those who cannot see it.

    `columns` name how much, `rows` how likely, both from least to most, with `across` and `up` as what they are;
    `spots` are the column, the row and the number of each thing.
    """

    title: str
    description: str
    across: str
    up: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    spots: tuple[tuple[int, int, int], ...]

    @property
    def wide(self) -> SafeString:
        """The drawing for a page and for paper."""
        return _draw(self, *_WIDE)

    @property
    def narrow(self) -> SafeString:
        """The drawing for a telephone."""
        return _draw(self, *_NARROW)


def heat_map_chart(
    *,
    title: str,
    description: str,
    across: str,
    up: str,
    columns: Sequence[str],
    rows: Sequence[str],
    spots: Sequence[tuple[int, int, int]],
) -> HeatMapChart:
    """Make the chart. Raises ValueError for a thing outside the fields."""
    if any(not (0 <= column < len(columns) and 0 <= row < len(rows)) for column, row, _number in spots):
        message = "every thing lies in one of the fields"
        raise ValueError(message)
    return HeatMapChart(title, description, across, up, tuple(columns), tuple(rows), tuple(spots))


def _draw(chart: HeatMapChart, width: Decimal, left: Decimal, side: Decimal, letters: int) -> SafeString:
    held: dict[tuple[int, int], list[int]] = defaultdict(list)
    for column, row, number in chart.spots:
        held[column, row].append(number)
    step = ((width - left) / len(chart.columns)).quantize(Decimal("0.01"))
    bottom = _TOP + side * len(chart.rows)
    fields = []
    for row in range(len(chart.rows)):
        y = bottom - side * (row + 1)
        for column in range(len(chart.columns)):
            fill, ink = _FILLS[_grave(chart, column, row)]
            text = ", ".join(map(str, held[column, row]))
            label = Label(left + step * column + step / 2, y + side / 2 + 5, text)
            fields.append({"x": left + step * column, "y": y, "fill": fill, "ink": ink, "label": label})
    context = {
        "chart": chart,
        "width": width,
        "height": bottom + _BOTTOM,
        "step": step,
        "side": side,
        "letters": letters,
        "fields": fields,
        "columns": [
            Label(left + step * index + step / 2, bottom + 17, name) for index, name in enumerate(chart.columns)
        ],
        "rows": [
            Label(left - 10, bottom - side * index - side / 2 + 5, name, "end") for index, name in enumerate(chart.rows)
        ],
        "across": Label(width, bottom + 36, chart.across, "end"),
        "up": Label(Decimal(0), Decimal(14), chart.up, "start"),
    }
    return render_to_string("core/charts/heat_map.svg", context)


def _grave(chart: HeatMapChart, column: int, row: int) -> int:
    """Return how grave a field is, from 0 to the last hue."""
    share = Decimal(column + row) / (len(chart.columns) + len(chart.rows) - 2)
    return min(int(share * len(_FILLS)), len(_FILLS) - 1)
