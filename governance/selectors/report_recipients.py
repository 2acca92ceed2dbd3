"""Who gets a report."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q

from core import clock
from core.models import User
from governance.models import Membership, ReportDefinition
from governance.querysets import SEES_CASES

if TYPE_CHECKING:
    from governance.models import ReportRun


def readers_by_plan(plans: Iterable[ReportDefinition]) -> dict[int, tuple[User, ...]]:
    """Return whom each plan reaches today: its body's members and the extra people, who may see the submitted cases.

    Three queries however many plans there are.
    """
    wanted, day = list(plans), clock.today()
    reached: dict[int, set[int]] = defaultdict(set)
    seats = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day, body__in={plan.body_id for plan in wanted}
    )
    members: dict[int, set[int]] = defaultdict(set)
    for body, person in seats.order_by().values_list("body_id", "person_id"):
        members[body].add(person)
    extra = ReportDefinition.extra_people.through.objects.filter(reportdefinition__in=wanted)
    for plan_id, person in extra.values_list("reportdefinition_id", "user_id"):
        reached[plan_id].add(person)
    everyone = set().union(*members.values(), *reached.values())
    readers = list(User.objects.with_permission(SEES_CASES).filter(pk__in=everyone).order_by("sort_key"))
    return {
        plan.pk: tuple(one for one in readers if one.pk in reached[plan.pk] or one.pk in members[plan.body_id])
        for plan in wanted
    }


def recipients_of(run: "ReportRun") -> tuple[User, ...]:
    """Return those who get this report: the plan's readers, less whoever is barred from a case that it names."""
    readers = readers_by_plan([run.definition])[run.definition_id]
    barred = set(User.objects.filter(bars__proposal__in=run.cases.values("proposal")).values_list("pk", flat=True))
    return tuple(one for one in readers if one.pk not in barred)
