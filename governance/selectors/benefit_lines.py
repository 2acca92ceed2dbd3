"""A benefit as one line: what was promised, what has been measured, and where it stands.

What is overdue comes first and what has not been measured next, in grey; neither is ever left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from businesscase.domain.measured_period import days_of, is_whole_year, promised_for
from core.clock import today
from core.templatetags.danish import counted, kroner
from portfolio.enums import ProjectPhase

if TYPE_CHECKING:
    from businesscase.models import Benefit, Measurement
    from core.ui import Tone


class Stand(IntEnum):
    """Where a benefit stands, in the order that it wants attention."""

    OVERDUE = 0
    UNMEASURED = 1
    MEASURED = 2
    IN_WORDS = 3
    SETTLED = 4
    LAPSED = 5


LABELS: dict[Stand, Any] = {
    Stand.OVERDUE: gettext_lazy("Overdue"),
    Stand.UNMEASURED: gettext_lazy("Not measured"),
    Stand.MEASURED: gettext_lazy("Measured on the way"),
    Stand.IN_WORDS: gettext_lazy("Judged in the evaluation"),
    Stand.SETTLED: pgettext_lazy("benefit", "Settled"),
    Stand.LAPSED: gettext_lazy("Lapsed with the project"),
}
TONES: "dict[Stand, Tone]" = {Stand.OVERDUE: "warning", Stand.MEASURED: "info"}


@dataclass(frozen=True, slots=True)
class BenefitLine:
    """One line; `measured` is empty where nothing has been, `grey` says that the line has no figure yet."""

    url: str
    label: str
    kind: str
    owner: str
    promised: str
    measured: str
    measured_on: date | None
    due_on: date | None
    stand: Stand
    reached: bool
    project: str = ""
    project_url: str = ""
    unit: str = ""

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return state_in_words(self.stand, reached=self.reached)

    @property
    def tone(self) -> "Tone":
        """The tone of the state."""
        return tone_of(self.stand, reached=self.reached)

    @property
    def grey(self) -> bool:
        """Whether nothing has been measured yet."""
        return not self.measured

    @property
    def late(self) -> bool:
        """Whether its day has passed without a settling measurement."""
        return self.stand == Stand.OVERDUE


def stand_of(benefit: "Benefit", *, measured: bool, settled: bool) -> Stand:
    """Return where the benefit stands; its project is at hand."""
    if settled:
        return Stand.SETTLED
    if benefit.project.phase == ProjectPhase.STOPPED:
        return Stand.LAPSED
    if not benefit.is_measurable:
        return Stand.IN_WORDS
    if benefit.due_on is not None and benefit.due_on < today():
        return Stand.OVERDUE
    return Stand.MEASURED if measured else Stand.UNMEASURED


def is_reached(benefit: "Benefit", newest: "Measurement | None") -> bool:
    """Tell whether the newest measurement is what was promised, or better; the zero points are at hand.

    A target that lies below the zero point is one to come down to.
    """
    if newest is None:
        return False
    if benefit.target is None:
        promised = promise_held(benefit, newest)
        return promised is not None and newest.realised is not None and newest.realised >= promised
    if newest.value is None:
        return False
    zero = next(iter(benefit.baselines.all()), None)
    falls = zero is not None and zero.value > benefit.target
    return newest.value <= benefit.target if falls else newest.value >= benefit.target


def state_in_words(stand: Stand, *, reached: bool) -> str:
    """Return where a benefit stands, and once it is settled whether what was promised came."""
    if stand != Stand.SETTLED:
        return str(LABELS[stand])
    return _("Settled: reached") if reached else _("Settled: not reached")


def tone_of(stand: Stand, *, reached: bool) -> "Tone":
    """Return the tone of where a benefit stands."""
    if stand != Stand.SETTLED:
        return TONES.get(stand, "neutral")
    return "success" if reached else "error"


def benefit_lines(benefits: "Iterable[Benefit]") -> tuple[BenefitLine, ...]:
    """Return a project's benefits, what wants attention first.

    Their measurements and zero points are at hand, the newest first.
    """
    lines = [line_of(one, list(one.measurements.all())) for one in benefits]
    return tuple(sorted(lines, key=lambda line: line.stand))


def line_of(benefit: "Benefit", measurements: "list[Measurement]") -> BenefitLine:
    """Return the line of one benefit; `measurements` are all of it, or the newest and the one that settles it."""
    newest = measurements[0] if measurements else None
    settled = any(one.final for one in measurements)
    return BenefitLine(
        url=reverse("governance:benefit_detail", args=[benefit.pk]),
        label=benefit.label,
        kind=kind_of(benefit),
        owner=benefit.owner.name if benefit.owner else "",
        promised=promise_in_words(benefit, newest),
        measured=measured_in_words(benefit, newest) if newest else "",
        measured_on=newest.measured_on if newest else None,
        due_on=benefit.due_on,
        stand=stand_of(benefit, measured=newest is not None, settled=settled),
        reached=is_reached(benefit, newest),
    )


def kind_of(benefit: "Benefit") -> str:
    """Return what kind of gain it is; a goal is a goal."""
    return benefit.get_type_display() if benefit.type else _("Goal")


def promised_a_year(benefit: "Benefit", newest: "Measurement | None") -> Decimal | None:
    """Return what was promised for the year that was measured, else for the last year that says anything."""
    return _yearly(benefit, newest.measured_on.year if newest else 0)


def promise_held(benefit: "Benefit", one: "Measurement") -> Decimal | None:
    """Return what a measurement is held against: what was promised for the days that it covers."""
    return promised_for(one, partial(_yearly, benefit))


def _yearly(benefit: "Benefit", year: int) -> Decimal | None:
    stated = {year: amount for year, amount in zip(benefit.years, benefit.promised, strict=True) if amount is not None}
    return stated.get(year, stated[max(stated)]) if stated else None


def promise_in_words(benefit: "Benefit", newest: "Measurement | None" = None) -> str:
    """Return what was promised: money a year, a target, or nothing that can be measured."""
    yearly = promised_a_year(benefit, newest)
    if yearly is not None:
        return _("%(amount)s a year") % {"amount": kroner(yearly)}
    return with_measure(benefit, benefit.target) if benefit.target is not None else ""


def measured_in_words(benefit: "Benefit", one: "Measurement") -> str:
    """Return what was measured, in money with the time that it took, or in the benefit's unit of measure."""
    if one.realised is not None and not is_whole_year(one):
        return _("%(amount)s in %(days)d days") % {"amount": kroner(one.realised), "days": days_of(one)}
    if one.realised is not None:
        return _("%(amount)s a year") % {"amount": kroner(one.realised)}
    return with_measure(benefit, one.value)


def with_measure(benefit: "Benefit", value: Decimal | None) -> str:
    """Return a value with the benefit's unit of measure; a number is a number of something without the word."""
    return "" if value is None else counted(value, benefit.measure)
