"""What projects ask of a person on Min side: the status that is owed, a plan to lay, dates to come, what has happened.

The person's projects are read once for all three lists, and kept on the person for the rest of the request.
"""

from collections.abc import Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core.children import Child, prefetch_together
from core.clock import COPENHAGEN, today
from core.ui import DueItem, NewsItem, WaitingItem
from governance.domain.project_gates import month_name
from governance.domain.status_months import StatusDue, next_month, status_due
from portfolio.enums import ENDED_PHASES, ProjectPhase
from portfolio.models import Project

if TYPE_CHECKING:
    from core.models import User

# As many as somebody can take in at once; the list of projects shows the rest.
LENGTH = 50
_AHEAD = Child("milestones", where=Q(done_on__isnull=True))


def project_waiting(person: "User") -> Iterator[WaitingItem]:
    """Yield the statuses that `person` reports, and the projects that wait for their plan."""
    projects, due = _own(person)
    for project in projects:
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
    """Yield the statuses and milestones to come, and the days on which benefits are followed up."""
    projects, due = _own(person)
    for project in projects:
        url = reverse("governance:project_detail", args=[project.pk])
        if project.phase in ENDED_PHASES:
            if project.follow_up_on is not None and project.owner_id == person.pk:
                title = _("Follow up on the benefits of %(project)s") % {"project": project}
                yield DueItem(title, url, project.follow_up_on, overdue=project.follow_up_on < today())
            continue
        if due.missing(project):
            title = _("Status for %(month)s on %(project)s") % {"month": month_name(due.month), "project": project}
            yield DueItem(title, url, due.deadline, overdue=due.is_overdue)
        for milestone in project.milestones.all():
            title = _("%(milestone)s in %(project)s") % {"milestone": milestone.label, "project": project}
            yield DueItem(title, url, milestone.planned_on, overdue=milestone.planned_on < today())


def project_news(person: "User") -> Iterator[NewsItem]:
    """Yield the newest changes of phase in the person's projects."""
    for project in _own(person)[0]:
        url = reverse("governance:project_detail", args=[project.pk])
        yield NewsItem(str(project), project.get_phase_display(), project.phase_since, url)


def _own(person: "User") -> tuple[list[Project], StatusDue]:
    known: tuple[list[Project], StatusDue] | None = person.__dict__.get("projects_run")
    if known is None:
        rows = list(Project.objects.run_by(person).select_related("proposal").order_by("-phase_since")[:LENGTH])
        prefetch_together(rows, _AHEAD)
        # Without projects nothing is due, and policy need not be asked when it would have been.
        known = person.__dict__["projects_run"] = (rows, status_due() if rows else status_due({}))
    return known


def _status(project: Project, due: StatusDue) -> WaitingItem:
    why = _("You have not reported the status for %(month)s.") % {"month": month_name(due.month)}
    since = datetime.combine(next_month(due.month), time.min, tzinfo=COPENHAGEN)
    url = reverse("governance:project_status", args=[project.pk])
    return WaitingItem(str(project), why, since, url, _("Report the status"), due.deadline, due.is_overdue)
