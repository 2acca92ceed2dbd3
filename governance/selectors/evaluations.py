"""Which projects wait for their effect evaluation, and for whom (C28)."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from core.clock import today
from governance.domain.project_gates import is_evaluated
from governance.enums import BodyKind
from portfolio.enums import ProjectPhase
from portfolio.models import Project

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.models import User
    from governance.selectors.standing import Standing


def evaluation_due(day: date) -> Q:
    """Return the condition that a project's agreed period has passed by `day` and its effect not been evaluated."""
    return Q(phase=ProjectPhase.REALISATION, follow_up_on__lte=day, evaluation__isnull=True)


def evaluations_awaited(person: "User", standing: "Standing") -> "QuerySet[Project]":
    """Return the projects whose evaluation is due and waits for `person`; `awaits_evaluation` says the same of one."""
    own = Q(cross_cutting=False) & (Q(owner=person) | (Q(manager=person) & Q(owner__isnull=True)))
    if BodyKind.IT_DEPARTMENT in standing.kinds:
        own |= Q(cross_cutting=True)
    rows = Project.objects.visible_to(person).filter(own, evaluation_due(today()))
    return rows.order_by("follow_up_on", "pk")


def awaits_evaluation(project: Project, person: "User", standing: "Standing") -> bool:
    """Whether the project's evaluation is due and waits for `person`: for IT, or for who runs it; it is at hand."""
    due = project.follow_up_on is not None and project.follow_up_on <= today()
    if project.phase != ProjectPhase.REALISATION or not due or is_evaluated(project):
        return False
    if project.cross_cutting:
        return BodyKind.IT_DEPARTMENT in standing.kinds
    return person.pk == (project.owner_id or project.manager_id)
