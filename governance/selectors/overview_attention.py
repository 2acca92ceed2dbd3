"""What needs attention: the projects and why (`portfolio.watch` has the rule), missing statuses, late cases."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, IntegerField, Min, Q, Value, When, Window
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.children import Child, prefetch_together
from core.clock import today
from governance.selectors.attention import reasons, watch
from governance.selectors.light_hints import yardstick
from governance.selectors.overview_capacity import SIDES, Area, case_list, project_list
from portfolio.enums import Light, ProposalState
from portfolio.models import Milestone, Project, Proposal, StatusUpdate
from portfolio.watch import Watch, pointed_red

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from core.models import Parameter, User
    from governance.domain.status_months import StatusDue
    from governance.selectors.light_hints import Yardstick

# What a reader can take in; the list has the rest.
SHOWN = 6
_RANK = {Light.RED.value: 0, Light.YELLOW.value: 1, "": 2}
# The stations in the order of the road; the state is the word that the case list filters by.
ON_THE_ROAD = (
    ProposalState.ASSESSMENT,
    ProposalState.ROUTING,
    ProposalState.LOCAL_DECISION,
    ProposalState.REVIEW,
    ProposalState.RECOMMENDED,
    ProposalState.DEFERRED,
)


@dataclass(frozen=True, slots=True)
class Side:
    """Why a project needs attention: a side that is red or yellow with the sentence of its newest status.

    Without a `label` it is what the figures, the plan or the silence say.
    """

    light: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Troubled:
    """A project that needs attention."""

    title: str
    number: str
    unit: str
    owner: str
    url: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Attention:
    """The counts of all running projects, and the worst of them."""

    running: int
    count: int
    reds: int
    yellows: int
    missing: int
    worst: tuple[Troubled, ...]
    red_url: str
    yellow_url: str
    missing_url: str
    running_url: str
    all_url: str

    @property
    def more(self) -> int:
        """How many of them are not shown."""
        return self.count - len(self.worst)


@dataclass(frozen=True, slots=True)
class Station:
    """A place on the road: how many cases stand there, since when the oldest, and how many are late."""

    label: str
    count: int
    oldest: datetime
    overdue: int
    url: str


def attention(
    reader: "User", areas: tuple[Area, ...], due: "StatusDue", parameters: "Mapping[str, Parameter]"
) -> Attention:
    """Return what needs attention among the running projects; two queries."""
    projects = list(_worst(reader, watch(parameters, due)))
    day = (today(), due, yardstick(parameters))
    prefetch_together(
        projects,
        Child("milestones", where=Q(done_on__isnull=True)),
        Child("statuses", where=Q(month=F("project__status_month"))),
    )
    # A month that was corrected has several: the newest counts.
    said = {row.project_id: row for one in projects for row in sorted(one.statuses.all(), key=lambda row: row.pk)}
    return Attention(
        count=projects[0].total if projects else 0,
        running=sum(area.running for area in areas),
        reds=sum(area.reds for area in areas),
        yellows=sum(area.yellows for area in areas),
        missing=sum(area.missing for area in areas),
        worst=tuple(_troubled(project, said.get(project.pk), day) for project in projects),
        red_url=project_list(light=Light.RED.value),
        yellow_url=project_list(light=Light.YELLOW.value),
        missing_url=project_list(view="missing"),
        running_url=project_list(view="running"),
        all_url=project_list(view="attention"),
    )


def stations(reader: "User") -> tuple[Station, ...]:
    """Return where the cases under way stand; only IT's answer has a day by which it is due."""
    late = Q(it_assessments__answered_at__isnull=True, it_assessments__due_on__lt=today())
    rows = (
        Proposal.objects.visible_to(reader)
        .standing(*ON_THE_ROAD)
        .order_by()
        .values_list("state")
        .annotate(
            count=Count("pk", distinct=True),
            oldest=Min("state_since"),
            overdue=Count("pk", filter=Q(state=ProposalState.ASSESSMENT) & late, distinct=True),
        )
    )
    found = {state: (count, oldest, overdue) for state, count, oldest, overdue in rows}
    return tuple(_station(state, *found[state]) for state in ON_THE_ROAD if state in found)


def _station(state: ProposalState, count: int, oldest: datetime, overdue: int) -> Station:
    return Station(str(state.label), count, oldest, overdue, case_list(state=state.value))


def _worst(reader: "User", measure: Watch) -> Any:
    """Return those with the most red lights, then those whose figures point at red, then the most yellow.

    `total` is how many there are in all.
    """
    red = pointed_red(measure.limits) if measure.limits else Q(pk__in=[])
    rows = (
        Project.objects.visible_to(reader)
        .needing_attention(measure)
        .annotate(
            total=Window(Count("pk")),
            reds=_lights(Light.RED),
            yellows=_lights(Light.YELLOW),
            pointed=Case(When(red, then=Value(1)), default=Value(0), output_field=IntegerField()),
        )
    )
    return rows.select_related("unit", "owner").order_by("-reds", "-pointed", "-yellows", "pk")[:SHOWN]


def _ahead(project: Project) -> list[Milestone]:
    return sorted(project.milestones.all(), key=lambda row: (row.planned_on, row.pk))


def _lights(light: str) -> Any:
    one, none = Value(1), Value(0)
    counts = [Case(When(**{f"light_{side}": light, "then": one}), default=none) for side in SIDES]
    total: Any = counts[0]
    for count in counts[1:]:
        total += count
    return Case(When(pk__isnull=False, then=total), output_field=IntegerField())


def _troubled(project: Any, status: StatusUpdate | None, day: "tuple[date, StatusDue, Yardstick | None]") -> Troubled:
    labels = {"time": pgettext("side of a project", "Time")} | {
        "economy": _("Economy"),
        "benefits": _("Benefits"),
        "quality": _("Quality"),
    }
    lights = [(getattr(project, f"light_{side}"), side) for side in SIDES]
    lines = [
        Side(light, labels[side], getattr(status, f"{side}_text", "") if status else "")
        for light, side in lights
        if light in (Light.RED, Light.YELLOW)
    ]
    lines += [Side(one.light, "", one.text) for one in reasons(project, status, _ahead(project), day)]
    return Troubled(
        title=project.title,
        number=project.number,
        unit=project.unit.name if project.unit else project.unit_name,
        owner=project.owner.name if project.owner else "",
        url=reverse("governance:project_detail", args=[project.pk]),
        sides=tuple(sorted(lines, key=lambda line: _RANK[line.light])),
    )
