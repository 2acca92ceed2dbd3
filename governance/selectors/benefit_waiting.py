"""What benefits ask of a person on Min side: measurements that are due, evaluations, and those to come."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import COPENHAGEN, today
from core.ui import DueItem, WaitingItem
from governance.domain.project_gates import unsettled
from governance.selectors.own_projects import own_projects

if TYPE_CHECKING:
    from core.models import User
    from portfolio.models import Project


def benefit_waiting(person: "User") -> Iterator[WaitingItem]:
    """Yield the benefits whose day has come, and the projects whose effect `person` is to evaluate."""
    for benefit in own_projects(person).benefits:
        if benefit.due_on is None or benefit.due_on > today():
            continue
        why = _("The benefit of %(project)s is to be measured and settled.") % {"project": benefit.project.title}
        yield WaitingItem(
            title=benefit.label,
            why=why,
            since=_morning(benefit.due_on),
            url=reverse("governance:benefit_measurement", args=[benefit.pk]),
            button=_("Record a measurement"),
            due=benefit.due_on,
            overdue=benefit.due_on < today(),
        )
    for project in own_projects(person).evaluations:
        yield _evaluation(project)


def benefit_due(person: "User") -> Iterator[DueItem]:
    """Yield the benefits that are to be measured within the weeks to come."""
    for benefit in own_projects(person).benefits:
        if benefit.due_on is not None and benefit.due_on > today():
            title = _("Measure %(benefit)s") % {"benefit": benefit.label}
            yield DueItem(title, reverse("governance:benefit_detail", args=[benefit.pk]), benefit.due_on)


def _evaluation(project: "Project") -> WaitingItem:
    """Return the evaluation as it waits; until the benefits have been settled, that is what it leads to."""
    by = project.follow_up_on or today()
    left = unsettled(project)
    if left:
        url, button = reverse("governance:project_benefits", args=[project.pk]), _("See the benefits")
        why = ngettext(
            "The effect can be evaluated when the benefit “%(first)s” has been settled.",
            "The effect can be evaluated when %(count)d benefits have been settled. The first is “%(first)s”.",
            len(left),
        ) % {"count": len(left), "first": left[0].label}
    else:
        url, button = reverse("governance:project_evaluation", args=[project.pk]), _("Evaluate the effect")
        why = _("The agreed period of normal operation has passed. Evaluate what the project has given.")
    return WaitingItem(
        title=str(project), why=why, since=_morning(by), url=url, button=button, due=by, overdue=by < today()
    )


def _morning(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=COPENHAGEN)
