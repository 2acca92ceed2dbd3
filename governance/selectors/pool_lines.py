"""The pool's years as pages show them: what is spoken for, by what, and what is left (B13, D10)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.charts import Layer, Stack, StackChart, stack_chart
from core.templatetags.danish import kroner

if TYPE_CHECKING:
    from governance.models import PoolYear


_LEFT_IN = gettext_lazy("%(amount)s is left in %(year)s")


@dataclass(frozen=True, slots=True)
class PoolLine:
    """A year in DKK; `share` is what a decision under way would allocate from it.

    `frame` is with what has been moved to or from other years; `reserved` is what waits for its condition.
    """

    year: int
    frame: Decimal
    mandatory: Decimal
    other: Decimal
    expected: Decimal
    share: Decimal = Decimal(0)
    reserved: Decimal = Decimal(0)

    @property
    def left(self) -> Decimal:
        """Return what no decision has spoken for."""
        return self.frame - self.mandatory - self.other - self.reserved

    @property
    def after(self) -> Decimal:
        """Return what is left after the decision under way; below 0 when the pool does not hold it."""
        return self.left - self.share

    @property
    def free(self) -> Decimal:
        """Return what other purposes may use: what is left, without what is expected for mandatory solutions."""
        return max(Decimal(0), self.after - self.expected)

    @property
    def eats_into_kept(self) -> Decimal:
        """Return how much of what is kept the decision under way would use, if its case is not mandatory itself."""
        return max(Decimal(0), self.expected - self.after) if self.share and self.after >= 0 else Decimal(0)


def pool_line(row: "PoolYear", share: Decimal = Decimal(0)) -> PoolLine:
    """Return a year as a line."""
    # What was expected of a year that is over is no longer kept for anything.
    expected = row.still_expected if row.year >= clock.today().year else Decimal(0)
    return PoolLine(
        row.year, row.available, row.committed_mandatory, row.committed_other, expected, share, row.reserved
    )


def lines_with(rows: "Iterable[PoolYear]", shares: Mapping[int, Decimal]) -> tuple[PoolLine, ...]:
    """Return the years with what a decision under way would allocate from each."""
    return tuple(pool_line(row, shares.get(row.year, Decimal(0))) for row in rows)


def effect_chart(lines: tuple[PoolLine, ...]) -> StackChart:
    """Draw the open years with the share of the decision under way marked on each."""
    touched = [line for line in lines if line.share] or list(lines[:1])
    short = next((line for line in touched if line.after < 0), None)
    if short is not None:
        title = _("%(year)s lacks %(amount)s") % {"year": short.year, "amount": kroner(-short.after)}
    else:
        sentence = _("%(amount)s is left in %(year)s after this case") if touched[0].share else _LEFT_IN
        said = [{"year": line.year, "amount": kroner(line.after)} for line in touched]
        title = ", ".join(str(sentence) % one for one in said)
    return stack_chart(
        title=title, description=_describe(lines), bars=[_bar(line) for line in lines], key=_key(lines, new=True)
    )


def pool_chart(lines: tuple[PoolLine, ...]) -> StackChart:
    """Draw the years with the finding on this one, or on the last there is."""
    ordered = sorted(lines, key=lambda line: line.year)
    now = clock.today().year
    shown = next((line for line in ordered if line.year == now), ordered[-1])
    title = _("%(left)s of %(frame)s is left in %(year)s") % {
        "left": kroner(shown.left),
        "frame": kroner(shown.frame),
        "year": shown.year,
    }
    bars = [_bar(line) for line in ordered]
    key = _key(tuple(ordered), new=False)
    return stack_chart(title=title, description=_describe(tuple(ordered)), bars=bars, key=key)


def _bar(line: PoolLine) -> Stack:
    kept = min(line.expected, max(Decimal(0), line.after))
    parts = [Layer("first", line.mandatory), Layer("second", line.other)]
    if line.reserved:
        parts.append(Layer("held", line.reserved))
    if line.share:
        parts.append(Layer("new", line.share))
    return Stack(str(line.year), (*parts, Layer("kept", kept), Layer("free", line.free)))


def _key(lines: tuple[PoolLine, ...], *, new: bool) -> list[tuple[str, str]]:
    this_case = [("new", _("This case"))] if new else []
    return [
        ("first", _("Allocated to mandatory solutions")),
        ("second", _("Allocated to other purposes")),
        *([("held", _("Reserved"))] if any(line.reserved for line in lines) else []),
        *this_case,
        ("kept", _("Expected for mandatory solutions")),
        ("free", _("Left")),
    ]


def _describe(lines: tuple[PoolLine, ...]) -> str:
    sentence = _("%(year)s: frame %(frame)s, allocated %(used)s, this case %(share)s, left %(after)s.")
    return " ".join(
        sentence
        % {
            "year": line.year,
            "frame": kroner(line.frame),
            "used": kroner(line.mandatory + line.other + line.reserved),
            "share": kroner(line.share),
            "after": kroner(line.after),
        }
        for line in lines
    )
