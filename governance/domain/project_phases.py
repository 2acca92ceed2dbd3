"""A project's phases: each move asks first what the project must have (C10, C21).

At the end, what has not been spent of the pool's money goes back to it.
"""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core.clock import today
from core.templatetags.danish import kroner
from governance.domain.project_follow_up import Taught, written_lesson
from governance.domain.project_gates import gaps_before, unreached, unreached_sentence
from governance.domain.project_moves import refuse, settle_project, take_project, words
from governance.domain.project_returns import return_unspent
from portfolio.models import Project

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
def begin_realisation(project: Project, *, actor: "User", reason: str = "") -> Project:
    """Begin the realisation: execution -> realisation. A milestone that should have been reached takes a reason."""
    project = take_project("begin_realisation", project, actor=actor)
    _require_whole("begin_realisation", project)
    settle_project("begin_realisation", project, actor=actor, reason=_explained("begin_realisation", project, reason))
    return project


@transaction.atomic
def close_project(
    project: Project, *, actor: "User", reason: str, follow_up_on: date, pool_spent: Decimal | None = None
) -> Project:
    """Close the project: realisation -> closed, with the day on which its benefits are followed up (C20, E7).

    `pool_spent` is what was spent of the pool's money; a project that has none leaves it out.
    """
    project = take_project("close", project, actor=actor)
    _require_whole("close", project)
    reason = words(reason, "close", project, otherwise=_("Write what the project has given."))
    if follow_up_on <= today():
        raise refuse(project, "close", _("The benefits are followed up on a day to come."))
    project.follow_up_on = follow_up_on
    project.save(update_fields=["follow_up_on"])
    data = {"follow_up_on": follow_up_on, "returned": _give_back("close", project, pool_spent, actor)}
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
    """Take the project back one phase."""
    project = take_project("go_back", project, actor=actor)
    settle_project("go_back", project, actor=actor, reason=words(reason, "go_back", project))
    return project


def _require_whole(name: str, project: Project) -> None:
    gaps = gaps_before(name, project)
    if gaps:
        raise refuse(project, name, " ".join(gaps))


def _give_back(name: str, project: Project, pool_spent: Decimal | None, actor: "User") -> Decimal:
    if not project.granted:
        return Decimal(0)
    if pool_spent is None or not 0 <= pool_spent <= project.granted:
        sentence = _("Write what has been spent of the pool's %(granted)s.") % {"granted": kroner(project.granted)}
        raise refuse(project, name, sentence)
    return return_unspent(project, pool_spent, actor=actor)


def _explained(name: str, project: Project, reason: str) -> str:
    late, reason = unreached(project), reason.strip()
    if late and not reason:
        raise refuse(project, name, unreached_sentence(late))
    return reason
