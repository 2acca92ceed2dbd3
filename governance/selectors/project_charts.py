"""A project's two charts, each with its finding as title: the money as bars, the milestones as a timeline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts import Moment, MoneyBar, MoneyBarsChart, TimelineChart
from core.clock import today
from core.templatetags.danish import date_long, kroner

if TYPE_CHECKING:
    from portfolio.models import Milestone, Project


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone with how many days it has slipped from the first plan (negative: early).

    It is late while overdue, and missed where the project ended without it.
    """

    label: str
    baseline_on: date
    planned_on: date
    done_on: date | None
    slip: int
    late: bool
    missed: bool

    @property
    def slip_text(self) -> str:
        """Return the slip in words."""
        if self.slip == 0:
            return _("as first planned")
        if self.slip > 0:
            return ngettext("%(count)d day later", "%(count)d days later", self.slip) % {"count": self.slip}
        return ngettext("%(count)d day earlier", "%(count)d days earlier", -self.slip) % {"count": -self.slip}


def milestone_lines(milestones: "Iterable[Milestone]", *, ended: bool) -> tuple[MilestoneLine, ...]:
    """Return the milestones of a project in the order of their dates, each held against its first plan."""
    lines = []
    for one in milestones:
        missed = ended and one.done_on is None
        late = not ended and one.done_on is None and one.planned_on < today()
        end = one.done_on or max(one.planned_on, today() if late else one.planned_on)
        slip = (end - one.baseline_on).days
        lines.append(MilestoneLine(one.label, one.baseline_on, one.planned_on, one.done_on, slip, late, missed))
    return tuple(sorted(lines, key=lambda line: line.done_on or line.planned_on))


def cost_chart(project: "Project") -> MoneyBarsChart | None:
    """Return the money as bars, or None where there is nothing to draw."""
    stated = (
        (_("Planned cost"), project.baseline_cost),
        (_("Granted from the pool"), project.granted or None),
        (_("Spent"), project.spent),
        (_("Expected cost"), project.forecast),
    )
    bars = tuple(MoneyBar(label, amount) for label, amount in stated if amount is not None)
    if len(bars) <= 1:
        return None
    description = ". ".join(f"{bar.label}: {kroner(bar.amount)}" for bar in bars)
    return MoneyBarsChart(_cost_title(project), description, bars)


def plan_chart(milestones: Sequence[MilestoneLine]) -> TimelineChart | None:
    """Return the milestones as a timeline, or None where there are none."""
    if not milestones:
        return None
    moments = tuple(Moment(one.label, one.baseline_on, one.planned_on, one.done_on) for one in milestones)
    description = ". ".join(f"{one.label}: {_when(one)}, {one.slip_text}" for one in milestones)
    return TimelineChart(_plan_title(milestones), description, moments, today())


def _cost_title(project: "Project") -> str:
    planned, spent, expected = project.baseline_cost, project.spent, project.forecast
    if planned is not None and expected is not None and expected > planned:
        return _("The project is expected to cost %(amount)s more than planned") % {
            "amount": kroner(expected - planned)
        }
    whole = planned if planned is not None else expected
    if spent is not None and whole is not None:
        return _("%(spent)s has been spent of %(whole)s") % {"spent": kroner(spent), "whole": kroner(whole)}
    return _("The money of the project")


def _plan_title(milestones: Sequence[MilestoneLine]) -> str:
    late, missed = sum(one.late for one in milestones), sum(one.missed for one in milestones)
    if missed:
        count = len(milestones)
        return ngettext(
            "%(done)d of %(count)d milestone was reached", "%(done)d of %(count)d milestones were reached", count
        ) % {"done": count - missed, "count": count}
    if late:
        return ngettext(
            "%(count)d milestone should have been reached", "%(count)d milestones should have been reached", late
        ) % {"count": late}
    ahead = next((one for one in milestones if one.done_on is None), None)
    if ahead is None:
        return _("All milestones have been reached")
    return _("Next: %(milestone)s, %(date)s") % {"milestone": ahead.label, "date": date_long(ahead.planned_on)}


def _when(line: MilestoneLine) -> str:
    if line.done_on is not None:
        return _("reached %(date)s") % {"date": date_long(line.done_on)}
    return _("planned for %(date)s") % {"date": date_long(line.planned_on)}
