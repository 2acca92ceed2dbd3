"""A project followed from month to month: its status, its plan, its risks and what it teaches (C19, B24, B33)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core.clock import today
from governance.domain.project_moves import refuse, settle_project, take_project, words
from governance.domain.status_months import months_open
from portfolio.domain.lessons import write_lesson
from portfolio.domain.milestones import Stone, change_to, plan_digest, write_plan
from portfolio.domain.risks import Threat, risks_digest, write_risks
from portfolio.domain.statuses import SIDES, Report, record_status
from portfolio.enums import ProjectPhase
from portfolio.models import Lesson, Project, StatusUpdate

if TYPE_CHECKING:
    from core.models import User


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson as it is written down."""

    title: str
    text: str
    shared_with: str = ""


@transaction.atomic
def report_status(project: Project, report: Report, *, actor: "User") -> StatusUpdate:
    """Report the status for this month or the one before; a second one for a month corrects the first."""
    project = take_project("report_status", project, actor=actor)
    if report.month not in months_open(project):
        sentence = _("You can report for this month and the one before, from the project's start.")
        raise refuse(project, "report_status", sentence)
    if not all(getattr(report, f"{side}_text").strip() for side in SIDES):
        raise refuse(project, "report_status", _("Write one sentence about each light."))
    if report.spent is not None and report.forecast is not None and report.forecast < report.spent:
        raise refuse(project, "report_status", _("The expected cost cannot be less than what has been spent."))
    if report.expected_end is not None and project.started_on and report.expected_end < project.started_on:
        raise refuse(project, "report_status", _("The expected end lies before the project's start."))
    corrects = project.statuses.filter(month=report.month).exists()
    status = record_status(project, report, actor=actor)
    data = {"month": report.month, "correction": corrects, **{side: getattr(report, side) for side in SIDES}}
    settle_project("report_status", project, actor=actor, data=data)
    return status


@transaction.atomic
def plan_milestones(
    project: Project, stones: Sequence[Stone], *, actor: "User", reason: str = "", seen: str | None = None
) -> Project:
    """Change the milestone plan. Once the analysis is over, moving or removing a milestone takes a reason.

    `seen` is the digest of the plan that the writer saw: what somebody else has written meanwhile is not overwritten.
    """
    project = take_project("plan", project, actor=actor)
    if seen is not None and seen != plan_digest(project):
        raise refuse(project, "plan", _("Somebody else has changed the plan while you wrote. Open the page anew."))
    if any(stone.done_on is not None and stone.done_on > today() for stone in stones):
        raise refuse(project, "plan", _("A milestone is reached on a day that has come."))
    change, reason = change_to(project, stones), reason.strip()
    if change.is_empty:
        return project
    if change.departs and project.phase != ProjectPhase.ANALYSIS and not reason:
        raise refuse(project, "plan", _("Say why the plan is changed: a milestone has been moved or removed."))
    write_plan(project, stones)
    changes = {name: list(getattr(change, name)) for name in ("added", "moved", "reached", "renamed", "removed")}
    data = {name: lines for name, lines in changes.items() if lines}
    settle_project("plan", project, actor=actor, reason=reason, data=data)
    return project


@transaction.atomic
def assess_risks(project: Project, threats: Sequence[Threat], *, actor: "User", seen: str | None = None) -> Project:
    """Assess the risks as they are now; `seen` as for the plan."""
    project = take_project("assess_risks", project, actor=actor)
    if seen is not None and seen != risks_digest(project):
        sentence = _("Somebody else has changed the risks while you wrote. Open the page anew.")
        raise refuse(project, "assess_risks", sentence)
    write_risks(project, threats)
    weights = [f"{threat.text}: {threat.probability} × {threat.consequence}" for threat in threats if not threat.closed]
    settle_project("assess_risks", project, actor=actor, data={"risks": weights})
    return project


@transaction.atomic
def record_lesson(project: Project, lesson: Taught, *, actor: "User") -> Lesson:
    """Write down what the project has taught (B33)."""
    project = take_project("record_lesson", project, actor=actor)
    written = written_lesson("record_lesson", project, lesson, actor)
    settle_project("record_lesson", project, actor=actor, data={"lesson": written.pk, "title": written.title})
    return written


def written_lesson(name: str, project: Project, lesson: Taught, actor: "User") -> Lesson:
    """Store a lesson as a part of the move `name`, which holds the project's lock."""
    title = words(lesson.title, name, project, otherwise=_("Give the lesson a title."))
    text = words(lesson.text, name, project, otherwise=_("Write what we have learned."))
    return write_lesson(project, title=title, text=text, shared_with=lesson.shared_with.strip(), actor=actor)
