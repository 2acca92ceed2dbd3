"""Amounts of several kinds beside each other, a group a year: what was promised, expected and came; costs and gains."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.charts.label import Label
from core.charts.scale import Scale, ticks
from core.charts.short import short_kroner

_WIDE, _NARROW = (Decimal(760), Decimal(280)), (Decimal(350), Decimal(260))
_TOP, _BOTTOM, _LEFT, _RIGHT = Decimal(20), Decimal(30), Decimal(76), Decimal(8)
# The key stands over the bars, in as many lines as it takes: how high one is, and the room between two names.
_KEY_LINE, _SQUARE, _APART = Decimal(20), Decimal(16), Decimal(20)
# The bars of a group fill so much of their place, and no bar is broader than this.
_SHARE, _BROADEST = Decimal("0.72"), Decimal(34)
# As many names of groups as a telephone has room for.
_MOST_NAMES = {_WIDE: 14, _NARROW: 6}
# How each kind is drawn: fill, outline and dash.
LOOKS = {
    "promised": ("#ffffff", "#0b4f8a", "4 3"),
    "expected": ("#7ba7cf", "#7ba7cf", ""),
    "realised": ("#0b4f8a", "#0b4f8a", ""),
    "cost": ("#9aa5b1", "#9aa5b1", ""),
    "gain": ("#0b4f8a", "#0b4f8a", ""),
}


@dataclass(frozen=True, slots=True)
class Group:
    """A group with its amounts in DKK, one a kind in the order of the chart's key; None is not known and not drawn."""

    name: str
    amounts: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class GroupChart:
    """What the chart says: `title` is the finding, `description` the same in words; `key` names the looks in order."""

    title: str
    description: str
    groups: tuple[Group, ...]
    key: tuple[tuple[str, str], ...]

    @property
    def wide(self) -> SafeString:
        """The drawing for a page and for paper."""
        return _draw(self, _WIDE)

    @property
    def narrow(self) -> SafeString:
        """The drawing for a telephone."""
        return _draw(self, _NARROW)


def group_chart(*, title: str, description: str, groups: Sequence[Group], key: Sequence[tuple[str, str]]) -> GroupChart:
    """Make the chart. Raises ValueError without groups, for an unknown look or an amount too many or too few."""
    if (
        not groups
        or not {look for look, _name in key} <= set(LOOKS)
        or any(len(group.amounts) != len(key) for group in groups)
    ):
        message = "a chart needs groups with one amount for each look of its key"
        raise ValueError(message)
    return GroupChart(title, description, tuple(groups), tuple(key))


def _draw(chart: GroupChart, size: tuple[Decimal, Decimal]) -> SafeString:
    width, height = size
    levels = ticks(amount for group in chart.groups for amount in group.amounts if amount is not None)
    key = _key(chart, width)
    down = Scale(levels[0], levels[-1], height - _BOTTOM, key[-1]["label"].y + _TOP)
    step = (width - _LEFT - _RIGHT) / len(chart.groups)
    every = (len(chart.groups) - 1) // _MOST_NAMES[size] + 1
    context = {
        "chart": chart,
        "width": width,
        "height": height,
        "left": _LEFT,
        "right": width - _RIGHT,
        "zero": down.place(Decimal(0)),
        "levels": [
            (down.place(one), Label(_LEFT - 10, down.place(one) + 4, short_kroner(one), "end")) for one in levels
        ],
        "key": key,
        "bars": [
            bar
            for place, group in enumerate(chart.groups)
            for bar in _bars(chart, group, _LEFT + step * place, step, down)
        ],
        "names": [
            Label(_cut(_LEFT + step * place + step / 2), height - 10, group.name)
            for place, group in enumerate(chart.groups)
            if place % every == 0
        ],
    }
    return render_to_string("core/charts/groups.svg", context)


def _key(chart: GroupChart, width: Decimal) -> list[dict[str, Any]]:
    """Name the looks in a line, and go on below where the line has no room."""
    x, y = _LEFT, Decimal(16)
    named: list[dict[str, Any]] = []
    for look, name in chart.key:
        label = Label(x + _SQUARE, y, name, "start")
        if named and label.x + label.width > width:
            label = Label(_LEFT + _SQUARE, y + _KEY_LINE, name, "start")
        fill, line, dash = LOOKS[look]
        named.append(
            {"label": label, "x": label.x - _SQUARE, "y": label.y - 10, "fill": fill, "line": line, "dash": dash}
        )
        x, y = label.x + label.width + _APART, label.y
    return named


def _bars(chart: GroupChart, group: Group, start: Decimal, step: Decimal, down: Scale) -> list[dict[str, object]]:
    broad = min(step * _SHARE / len(chart.key), _BROADEST)
    first = start + (step - broad * len(chart.key)) / 2
    zero, drawn = down.place(Decimal(0)), []
    for place, ((look, _name), amount) in enumerate(zip(chart.key, group.amounts, strict=True)):
        if not amount:
            continue
        end = down.place(amount)
        fill, line, dash = LOOKS[look]
        drawn.append(
            {
                "x": _cut(first + broad * place + 1),
                "y": min(zero, end),
                "width": _cut(broad - 2),
                "height": abs(zero - end),
                "fill": fill,
                "line": line,
                "dash": dash,
            }
        )
    return drawn


def _cut(figure: Decimal) -> Decimal:
    return figure.quantize(Decimal("0.01"))
