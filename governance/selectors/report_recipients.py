"""Who gets a report."""

from typing import TYPE_CHECKING

from django.db.models import Q

from core import clock
from core.models import User
from governance.models import Membership
from governance.querysets import SEES_CASES

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from governance.models import ReportDefinition, ReportRun


def readers_of(definition: "ReportDefinition") -> "QuerySet[User]":
    """Return those the plan reaches today: the members of its body and the extra people, who may see the cases."""
    day = clock.today()
    seats = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day, body=definition.body_id
    )
    reached = Q(pk__in=seats.values("person")) | Q(pk__in=definition.extra_people.values("pk"))
    return User.objects.with_permission(SEES_CASES).filter(reached).order_by("sort_key")


def recipients_of(run: "ReportRun") -> "QuerySet[User]":
    """Return those who get this report: the plan's readers, less whoever is barred from a case that it names."""
    return readers_of(run.definition).exclude(bars__proposal__in=run.cases.values("proposal"))
