"""Points in time, one a row: where each was first planned, and where it lies now."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.charts.label import Label, shortened
from core.charts.scale import Scale
from core.drawings import Drawings

_WIDE = (Decimal(760), Decimal(270), Decimal(30))
_NARROW = (Decimal(350), Decimal(10), Decimal(46))
_TOP, _BOTTOM, _RIGHT = Decimal(30), Decimal(26), Decimal(20)
# A label of more letters is cut: it stands whole in the table behind the chart.
_MOST_LETTERS = {_WIDE: 36, _NARROW: 46}
_MOST_TICKS = {_WIDE: 6, _NARROW: 4}
_MARGIN = timedelta(days=7)
# Half of what a month and its year take.
_HALF_LABEL = Decimal(30)
_DRAWN = Drawings()


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time: first planned, planned now, and reached (None while it is still to come)."""

    label: str
    first: date
    planned: date
    done: date | None = None


@dataclass(frozen=True, slots=True)
class TimelineChart:
    """What the chart says: `title` is the finding, `description` the same in words; `today` is drawn as a line."""

    title: str
    description: str
    moments: tuple[Moment, ...]
    today: date

    @property
    def wide(self) -> SafeString:
        """The drawing for a page and for paper."""
        return _DRAWN.drawn((self, _WIDE), lambda: _draw(self, _WIDE))

    @property
    def narrow(self) -> SafeString:
        """The drawing for a telephone: the label stands over its row."""
        return _DRAWN.drawn((self, _NARROW), lambda: _draw(self, _NARROW))


def _draw(chart: TimelineChart, size: tuple[Decimal, Decimal, Decimal]) -> SafeString:
    width, left, row = size
    days = [chart.today, *(day for one in chart.moments for day in (one.first, one.planned, one.done) if day)]
    first, last = min(days) - _MARGIN, max(days) + _MARGIN
    across = Scale(Decimal(first.toordinal()), Decimal(last.toordinal()), left, width - _RIGHT)
    bottom = _TOP + row * len(chart.moments)
    context = {
        "chart": chart,
        "width": width,
        "height": bottom + _BOTTOM,
        "left": left,
        "right": width - _RIGHT,
        "top": _TOP - 8,
        "bottom": bottom,
        "ticks": [_tick(_x(across, day), _month(day), width) for day in _ticks(first, last, _MOST_TICKS[size])],
        "tick_y": bottom + 18,
        "today": {
            "x": _x(across, chart.today),
            "y": _TOP - 14,
            "label": _("Today"),
            "anchor": _today_anchor(across, chart.today, size),
        },
        "rows": [_row(one, place, across, size) for place, one in enumerate(chart.moments)],
    }
    return render_to_string("core/charts/timeline.svg", context)


def _row(moment: Moment, place: int, across: Scale, size: tuple[Decimal, Decimal, Decimal]) -> dict[str, object]:
    _width, left, row = size
    over = size is _NARROW
    y = _TOP + row * place + (row - 12 if over else row / 2)
    text = shortened(moment.label, _MOST_LETTERS[size])
    label = Label(left, y - 13, text, "start") if over else Label(left - 16, y + 4, text, "end")
    return {
        "label": label,
        "y": y,
        "first": _x(across, moment.first),
        "now": _x(across, moment.done or moment.planned),
        "reached": moment.done is not None,
        "moved": (moment.done or moment.planned) != moment.first,
    }


def _x(across: Scale, day: date) -> Decimal:
    return across.place(Decimal(day.toordinal()))


def _ticks(first: date, last: date, most: int) -> list[date]:
    """Return firsts of months between the two, evenly spaced, at most `most`."""
    months = []
    month = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    while month <= last:
        months.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return months[:: -(-len(months) // most)] if months else []


def _tick(x: Decimal, label: str, width: Decimal) -> tuple[Decimal, Decimal, str]:
    """Return where the line stands, where its label does, and the label, which never leaves the drawing."""
    return x, min(max(x, _HALF_LABEL), width - _HALF_LABEL), label


def _month(day: date) -> str:
    return formats.date_format(day, "M Y").lower()


def _today_anchor(across: Scale, day: date, size: tuple[Decimal, Decimal, Decimal]) -> str:
    x, half = _x(across, day), Decimal(24)
    return "start" if x - half < size[1] else "end" if x + half > size[0] - _RIGHT else "middle"
