"""What projects ask of a person on Min side: the status that is owed, a plan to lay, dates to come, what is new."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core.clock import COPENHAGEN, today
from core.ui import DueItem, NewsItem, WaitingItem
from governance.domain.project_gates import month_name
from governance.domain.status_months import next_month
from governance.selectors.own_projects import own_projects
from portfolio.enums import ENDED_PHASES, ProjectPhase

if TYPE_CHECKING:
    from core.models import User
    from governance.domain.status_months import StatusDue
    from portfolio.models import Project


def project_waiting(person: "User") -> Iterator[WaitingItem]:
    """Yield the statuses that `person` reports, and the projects that wait for their plan."""
    own = own_projects(person)
    due = own.due
    for project in own.run:
        if project.phase in ENDED_PHASES:
            continue
        # The manager reports; the owner does where there is no manager.
        if due.missing(project) and person.pk == (project.manager_id or project.owner_id):
            yield _status(project, due)
        if project.phase == ProjectPhase.ANALYSIS and project.owner_id == person.pk and not project.milestones.all():
            why = _("The project has begun. Lay its plan, so that the execution can begin.")
            url = reverse("governance:project_plan", args=[project.pk])
            yield WaitingItem(str(project), why, project.phase_since, url, _("Lay the plan"))


def project_due(person: "User") -> Iterator[DueItem]:
    """Yield the statuses and milestones to come."""
    own = own_projects(person)
    due = own.due
    for project in own.run:
        url = reverse("governance:project_detail", args=[project.pk])
        if project.phase in ENDED_PHASES:
            continue
        if due.missing(project):
            title = _("Status for %(month)s on %(project)s") % {"month": month_name(due.month), "project": project}
            yield DueItem(title, url, due.deadline, overdue=due.is_overdue)
        for milestone in project.milestones.all():
            title = _("%(milestone)s in %(project)s") % {"milestone": milestone.label, "project": project}
            yield DueItem(title, url, milestone.planned_on, overdue=milestone.planned_on < today())


def project_news(person: "User") -> Iterator[NewsItem]:
    """Yield the newest changes of phase in the person's projects."""
    for project in own_projects(person).run:
        url = reverse("governance:project_detail", args=[project.pk])
        yield NewsItem(str(project), project.get_phase_display(), project.phase_since, url)


def _status(project: "Project", due: "StatusDue") -> WaitingItem:
    why = _("You have not reported the status for %(month)s.") % {"month": month_name(due.month)}
    since = datetime.combine(next_month(due.month), time.min, tzinfo=COPENHAGEN)
    url = reverse("governance:project_status", args=[project.pk])
    return WaitingItem(str(project), why, since, url, _("Report the status"), due.deadline, due.is_overdue)
