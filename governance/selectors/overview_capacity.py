"""Where the running projects lie, whose they are, and which hours have been promised."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.urls import reverse
from django.utils.http import urlencode

from portfolio.enums import Light, ProposalState
from portfolio.models import Project, Proposal, ProposalVersion
from portfolio.watch import lit

if TYPE_CHECKING:
    from core.models import User
    from governance.domain.status_months import StatusDue

OWNERS = 8
SIDES = ("time", "economy", "benefits", "quality")


@dataclass(frozen=True, slots=True)
class Area:
    """The running projects of one director area, counted and summed in one reading; `name` is empty for none.

    `reds` and `yellows` count projects by their worst light. Amounts are DKK of the projects that state them, None
    where none does; `compared_plan` and `compared_forecast` are of those that state both.
    """

    name: str
    code: str
    running: int
    reds: int
    yellows: int
    missing: int
    planned: Decimal | None
    spent: Decimal | None
    forecast: Decimal | None
    gain: Decimal | None
    compared_plan: Decimal | None
    compared_forecast: Decimal | None
    unstated: int
    benefits: dict[str, int]


@dataclass(frozen=True, slots=True)
class Load:
    """How much lies in one place: a count or hours, with the address of the rows."""

    name: str
    count: int
    hours: Decimal
    url: str


@dataclass(frozen=True, slots=True)
class Capacity:
    """Projects by area and by owner, the most first, and the staff hours of approved cases by area."""

    areas: tuple[Load, ...]
    owners: tuple[Load, ...]
    hours: tuple[Load, ...]


def project_list(**query: Any) -> str:
    """Return the address of the project list narrowed to `query`."""
    return f"{reverse('governance:project_list')}?{urlencode(query, doseq=True)}"


def case_list(**query: Any) -> str:
    """Return the address of the case list narrowed to `query`."""
    return f"{reverse('portfolio:proposal_list')}?{urlencode(query, doseq=True)}"


def running_by_area(reader: "User", due: "StatusDue") -> tuple[Area, ...]:
    """Read the running projects once, by area; the sums over all of them are sums of these."""
    red, yellow = lit(Light.RED), lit(Light.YELLOW)
    owing = Project.objects.owing_status(due.month).order_by().values("pk")
    late = Q(pk__in=owing) if due.is_overdue else Q(pk__in=[])
    rows = (
        Project.objects.visible_to(reader)
        .running()
        .order_by("area__sort_key")
        .values_list("area__name", "area__code")
        .annotate(
            count=Count("pk"),
            reds=Count("pk", filter=red),
            yellows=Count("pk", filter=yellow & ~red),
            missing=Count("pk", filter=late),
            # Before "forecast" takes the column's name.
            compared_plan=Sum("baseline_cost", filter=Q(forecast__isnull=False)),
            compared_forecast=Sum("forecast", filter=Q(baseline_cost__isnull=False)),
            planned=Sum("baseline_cost"),
            spent=Sum("spent"),
            forecast=Sum("forecast"),
            gain=Sum("baseline_benefit"),
            unstated=Count("pk", filter=Q(baseline_cost__isnull=True)),
            **{light.name: Count("pk", filter=Q(light_benefits=light)) for light in Light},
        )
    )
    return tuple(_area(row) for row in rows)


def capacity(reader: "User", areas: tuple[Area, ...]) -> Capacity:
    """Return the load on areas and people."""
    places = (Load(one.name, one.running, Decimal(0), project_list(unit=one.code)) for one in areas if one.code)
    return Capacity(
        areas=tuple(sorted(places, key=lambda load: -load.count)),
        owners=tuple(_owners(reader)),
        hours=tuple(_hours(reader)),
    )


def _area(row: tuple[Any, ...]) -> Area:
    name, code, running, reds, yellows, missing, *amounts, unstated, green, yellow, red = row
    compared_plan, compared_forecast, planned, spent, forecast, gain = amounts
    benefits = {Light.GREEN: green, Light.YELLOW: yellow, Light.RED: red}
    return Area(
        name or "", code or "", running, reds, yellows, missing, planned, spent, forecast, gain, compared_plan,
        compared_forecast, unstated,
        {str(light): count for light, count in benefits.items()},
    )  # fmt: skip


def _owners(reader: "User") -> "list[Load]":
    rows = (
        Project.objects.visible_to(reader)
        .running()
        .filter(owner__isnull=False)
        .order_by()
        .values_list("owner", "owner__name")
        .annotate(count=Count("pk"))
        .order_by("-count", "owner__name")
    )
    return [Load(name, count, Decimal(0), project_list(owner=pk)) for pk, name, count in rows[:OWNERS]]


def _hours(reader: "User") -> "list[Load]":
    """Sum the hours that approved cases ask of the staff, of those whose project has not ended, by area."""
    newest = ProposalVersion.objects.filter(proposal=OuterRef("pk"), frozen_at__isnull=False).order_by("-ordinal")
    rows = (
        Proposal.objects.visible_to(reader)
        .filter(state=ProposalState.APPROVED, project__isnull=False, project__ended_on__isnull=True, area__isnull=False)
        .order_by()
        .annotate(promised=Subquery(newest.values("staff_hours")[:1]))
        .filter(promised__gt=0)
        .values_list("area__name", "area__code")
        .annotate(count=Count("pk"), hours=Sum("promised"))
        .order_by("-hours")
    )
    state = ProposalState.APPROVED.value
    return [Load(name, count, total, case_list(state=state, unit=code)) for name, code, count, total in rows]
