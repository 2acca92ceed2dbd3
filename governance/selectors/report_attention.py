"""Which projects need attention, and every reason why."""

from collections.abc import Iterable

from core import clock
from governance.reports import words
from governance.reports.day import ReportDay
from governance.reports.schedule import first_of, months_before
from governance.reports.snapshot import RED, SIDES, YELLOW, Attention, ProjectRow, Reason, worst
from portfolio.models import Milestone, Project, StatusUpdate

_RANK = {RED: 0, YELLOW: 1, "": 2}


def attention(
    projects: list[Project],
    rows: Iterable[ProjectRow],
    statuses: dict[int, StatusUpdate],
    milestones: dict[int, list[Milestone]],
    day: ReportDay,
) -> tuple[Attention, ...]:
    """Return the projects that need attention, the worst first; `rows` go with `projects`."""
    found = []
    for project, row in zip(projects, rows, strict=True):
        status = statuses.get(project.pk)
        reasons = sorted(
            (
                *_of_lights(status),
                *(words.late_reason(one.label, one.planned_on, day.on) for one in _late(milestones[project.pk], day)),
                *_of_cost(row),
                *_of_silence(project, status, day),
            ),
            key=lambda reason: _RANK[reason.light],
        )
        if reasons:
            light = worst(tuple(reason.light for reason in reasons))
            found.append(Attention(row.case, row.number, row.title, row.unit, light, tuple(reasons)))
    return tuple(sorted(found, key=lambda one: (_RANK[one.light], -_reds(one), -len(one.reasons), one.number)))


def _reds(one: Attention) -> int:
    return sum(reason.light == RED for reason in one.reasons)


def _of_lights(status: StatusUpdate | None) -> list[Reason]:
    lights = [(side, getattr(status, side), getattr(status, f"{side}_text")) for side in SIDES] if status else []
    return [words.light_reason(side, light, text) for side, light, text in lights if light in (RED, YELLOW)]


def _late(milestones: list[Milestone], day: ReportDay) -> list[Milestone]:
    return [milestone for milestone in milestones if milestone.planned_on < day.on]


def _of_cost(row: ProjectRow) -> list[Reason]:
    if row.forecast is None or row.planned is None or row.forecast <= row.planned:
        return []
    return [words.dear_reason(row.forecast, row.planned)]


def _of_silence(project: Project, status: StatusUpdate | None, day: ReportDay) -> list[Reason]:
    """Say that the status for last month is missing; a project of this month owes none yet (C19)."""
    born = project.created_at.astimezone(clock.COPENHAGEN).date()
    if born >= first_of(day.on) or (status and status.month >= months_before(day.on, 1)):
        return []
    return [words.silent_reason(status.month if status else None)]
