"""The one rule of what needs attention: what a day measures by, and the reasons beside the lights in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from core.clock import today
from governance.domain.status_months import StatusDue
from governance.reports import words
from governance.reports.snapshot import Reason
from governance.selectors.light_hints import Yardstick, hints, yardstick
from portfolio.models import Milestone, Project, StatusUpdate
from portfolio.watch import Limits, Watch

if TYPE_CHECKING:
    from core.models import Parameter


def watch(parameters: "Mapping[str, Parameter]", due: StatusDue) -> Watch:
    """Return what running projects are measured by today."""
    measure, month = yardstick(parameters), due.month if due.is_overdue else None
    if measure is None:
        return Watch(today(), month)
    known = measure.limits
    limits = Limits(known.economy_red_share, known.time_yellow_months, known.time_red_months)
    return Watch(today(), month, limits)


def reasons(
    project: Project,
    status: StatusUpdate | None,
    milestones: Iterable[Milestone],
    day: tuple[date, StatusDue, Yardstick | None],
) -> tuple[Reason, ...]:
    """Return why a project needs attention, but for its lights; `status` is its newest on the day, if any.

    `milestones` are those not reached yet.
    """
    on, due, measure = day
    late = (one for one in milestones if one.planned_on < on)
    return (
        *(_of_figures(project, status, measure) if status else ()),
        *(words.late_reason(one.label, one.planned_on, on) for one in late),
        *_of_silence(project, status, on, due),
    )


def _of_figures(project: Project, status: StatusUpdate, measure: Yardstick | None) -> list[Reason]:
    """Return where the figures point at worse than the light; where they do not, a cost above the plan still tells."""
    found = hints(project, status, measure)
    said = [Reason(one.light, one.sentence) for one in found]
    stated = [amount for amount in (status.spent, status.forecast) if amount is not None]
    cost, planned = max(stated, default=None), project.baseline_cost
    if cost is not None and planned is not None and cost > planned and all(one.side != "economy" for one in found):
        said.append(words.dear_reason(cost, planned))
    return said


def _of_silence(project: Project, status: StatusUpdate | None, on: date, due: StatusDue) -> list[Reason]:
    """Say that the status that is overdue is missing (C19)."""
    newest = status.month if status else None
    return [words.silent_reason(newest)] if due.deadline < on and due.lacks(project, newest) else []
