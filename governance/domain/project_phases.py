"""A project's phases: each move asks first what the project must have (C10, C21).

With the realisation normal operation begins, from which the agreed period until the benefits are measured counts (C20).
At the end, what has not been spent of the pool's money goes back to it.
"""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from businesscase.domain.benefits import date_benefits
from core.clock import today
from core.templatetags.danish import kroner
from governance.domain.project_follow_up import Taught, written_lesson
from governance.domain.project_gates import gaps_before, unreached, unreached_sentence
from governance.domain.project_moves import refuse, settle_project, take_project, words
from governance.domain.project_returns import booked, return_unspent, still_bound
from governance.policy.lights import months_after
from governance.selectors.follow_up import agreed_months
from portfolio.models import Project

# Normal operation is dated up to so far ahead: further on it is a guess.
MOST_MONTHS_AHEAD = 12

if TYPE_CHECKING:
    from core.models import User


@transaction.atomic
def begin_execution(project: Project, *, actor: "User") -> Project:
    """Begin the execution: analysis -> execution."""
    project = take_project("begin_execution", project, actor=actor)
    _require_whole("begin_execution", project)
    settle_project("begin_execution", project, actor=actor)
    return project


@transaction.atomic
def begin_realisation(
    project: Project, *, actor: "User", reason: str = "", operation_on: date | None = None
) -> Project:
    """Begin the realisation: execution -> realisation. A milestone that should have been reached takes a reason.

    Normal operation begins on `operation_on`, today where nothing else is said.
    """
    project = take_project("begin_realisation", project, actor=actor)
    _require_whole("begin_realisation", project)
    reason = _explained("begin_realisation", project, reason)
    data = _operate("begin_realisation", project, operation_on or today())
    settle_project("begin_realisation", project, actor=actor, reason=reason, data=data)
    return project


@transaction.atomic
def date_operation(project: Project, *, actor: "User", operation_on: date, reason: str) -> Project:
    """Correct when normal operation began; what is due the agreed period later moves with it (C20)."""
    project = take_project("date_operation", project, actor=actor)
    _require_whole("date_operation", project)
    reason = words(reason, "date_operation", project)
    settle_project(
        "date_operation", project, actor=actor, reason=reason, data=_operate("date_operation", project, operation_on)
    )
    return project


@transaction.atomic
def close_project(project: Project, *, actor: "User", reason: str, pool_spent: Decimal | None = None) -> Project:
    """Close the project: realisation -> closed, once its effect has been evaluated (C20, C28, E7).

    `pool_spent` is what was spent of the pool's money; a project that has none leaves it out.
    """
    project = take_project("close", project, actor=actor)
    _require_whole("close", project)
    reason = words(reason, "close", project, otherwise=_("Write what the project has given."))
    data = {"returned": _give_back("close", project, pool_spent, actor)}
    settle_project("close", project, actor=actor, reason=reason, data=data)
    return project


@transaction.atomic
def stop_project(
    project: Project, *, actor: "User", reason: str, lesson: Taught, pool_spent: Decimal | None = None
) -> Project:
    """Stop the project with learning: a legitimate end, which takes its reason and what was learned (D39).

    `pool_spent` as for closing.
    """
    project = take_project("stop", project, actor=actor)
    reason = words(reason, "stop", project)
    written = written_lesson("stop", project, lesson, actor)
    data = {"lesson": written.pk, "returned": _give_back("stop", project, pool_spent, actor)}
    settle_project("stop", project, actor=actor, reason=reason, data=data)
    return project


@transaction.atomic
def go_back(project: Project, *, actor: "User", reason: str) -> Project:
    """Take the project back one phase; out of the realisation, normal operation has not begun after all."""
    project = take_project("go_back", project, actor=actor)
    reason = words(reason, "go_back", project)
    _require_whole("go_back", project)
    _due(project, None, None)
    settle_project("go_back", project, actor=actor, reason=reason)
    return project


def _require_whole(name: str, project: Project) -> None:
    gaps = gaps_before(name, project)
    if gaps:
        raise refuse(project, name, " ".join(gaps))


def _operate(name: str, project: Project, operation_on: date) -> dict[str, object]:
    """Let normal operation begin on the day, and what is followed up be due the agreed period later."""
    if project.started_on is not None and operation_on < project.started_on:
        raise refuse(project, name, _("Normal operation begins after the project has started."))
    if operation_on > months_after(today(), MOST_MONTHS_AHEAD):
        raise refuse(project, name, _("Choose a day within a year from now."))
    months = agreed_months(project)
    _due(project, operation_on, months_after(operation_on, months))
    return {"operation_on": operation_on, "follow_up_on": project.follow_up_on}


def _due(project: Project, operation_on: date | None, follow_up_on: date | None) -> None:
    before = project.follow_up_on
    project.operation_on, project.follow_up_on = operation_on, follow_up_on
    project.save(update_fields=["operation_on", "follow_up_on"])
    date_benefits(project, before=before, day=follow_up_on)


def _give_back(name: str, project: Project, pool_spent: Decimal | None, actor: "User") -> Decimal:
    if not project.granted:
        return Decimal(0)
    if pool_spent is None or not 0 <= pool_spent <= project.granted:
        sentence = _("Write what has been spent of the pool's %(granted)s.") % {"granted": kroner(project.granted)}
        raise refuse(project, name, sentence)
    posted, bound = booked(project), still_bound(project)
    if not posted <= pool_spent <= bound:
        sentence = _("%(booked)s has been posted as spent, and the project has %(bound)s of the pool's money in all.")
        raise refuse(project, name, sentence % {"booked": kroner(posted), "bound": kroner(bound)})
    return return_unspent(project, pool_spent, actor=actor)


def _explained(name: str, project: Project, reason: str) -> str:
    late, reason = unreached(project), reason.strip()
    if late and not reason:
        raise refuse(project, name, unreached_sentence(late))
    return reason
