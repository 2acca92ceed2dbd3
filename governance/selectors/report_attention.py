"""Which projects need attention, and every reason why."""

from collections.abc import Iterable
from datetime import date

from core.selectors.parameters import parameters_in_force
from governance.domain.status_months import status_due
from governance.reports import words
from governance.reports.snapshot import RED, SIDES, YELLOW, Attention, ProjectRow, Reason, worst
from governance.selectors.attention import reasons
from governance.selectors.light_hints import yardstick
from portfolio.models import Milestone, Project, StatusUpdate

_RANK = {RED: 0, YELLOW: 1, "": 2}


def attention(
    projects: list[Project],
    rows: Iterable[ProjectRow],
    statuses: dict[int, StatusUpdate],
    milestones: dict[int, list[Milestone]],
    on: date,
) -> tuple[Attention, ...]:
    """Return the projects that need attention, the worst first; `rows` go with `projects`."""
    parameters = parameters_in_force(on)
    found, day = [], (on, status_due(parameters, on), yardstick(parameters))
    for project, row in zip(projects, rows, strict=True):
        status = statuses.get(project.pk)
        said = sorted(
            (*_of_lights(status), *reasons(project, status, milestones[project.pk], day)),
            key=lambda reason: _RANK[reason.light],
        )
        if said:
            light = worst(tuple(reason.light for reason in said))
            found.append(Attention(row.case, row.number, row.title, row.unit, light, tuple(said)))
    return tuple(sorted(found, key=lambda one: (_RANK[one.light], -_reds(one), -len(one.reasons), one.number)))


def _reds(one: Attention) -> int:
    return sum(reason.light == RED for reason in one.reasons)


def _of_lights(status: StatusUpdate | None) -> list[Reason]:
    lights = [(side, getattr(status, side), getattr(status, f"{side}_text")) for side in SIDES] if status else []
    return [words.light_reason(side, light, text) for side, light, text in lights if light in (RED, YELLOW)]
