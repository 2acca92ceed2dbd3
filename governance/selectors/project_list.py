"""The list of projects: saved views, the four lights, the money, what comes next, and whether the status is there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Count, Prefetch, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from core.clock import today
from core.kept_query import KeptQuery
from core.selectors.parameters import parameters_in_force
from core.statement import Among
from core.ui import Tone
from governance.domain.status_months import StatusDue, status_due
from governance.selectors.attention import watch
from governance.selectors.evaluations import evaluation_due
from portfolio.enums import ENDED_PHASES, ProjectPhase
from portfolio.filters import ProjectFilter
from portfolio.models import Milestone, Project
from portfolio.selectors.listing import Listing, Words, grouped
from portfolio.tables import PROJECT_COLUMNS

if TYPE_CHECKING:
    from core.models import Parameter
    from core.xlsx_export import Cell

# An end is no alarm: to stop with learning is as legitimate as to close (D39).
TONES: dict[str, Tone] = {"closed": "success", "stopped": "neutral"}
CHUNK = 500


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One line of the list; a light is empty where no status has been reported. What has ended shows none."""

    url: str
    number: str
    title: str
    unit: str
    phase: str
    runs: bool
    time: str
    economy: str
    benefits: str
    quality: str
    spent: Decimal | None
    planned: Decimal | None
    milestone: str
    milestone_on: date | None
    status_month: date | None
    owes_status: bool
    ownerless: bool


_AHEAD = KeptQuery(
    lambda: (
        Milestone.objects.filter(Among("project_id", "projects"), done_on__isnull=True)
        .order_by("project_id", "planned_on", "pk")
        .distinct("project_id")
    )
)


class ProjectList(Listing[Project]):
    """The list as one reader sees it through one address."""

    title = gettext_lazy("Projects")
    search_label = gettext_lazy("Search number or title")
    table = "projects"
    unfound = Words(
        gettext_lazy("No project fits"), gettext_lazy("Try a shorter word, remove a filter, or look under All.")
    )
    empty: ClassVar[Mapping[str, Words]] = {
        "attention": Words(
            gettext_lazy("Nothing calls for attention"),
            gettext_lazy("No running project has a red light, waits for a decision or is late with its status."),
        ),
        "missing": Words(
            gettext_lazy("No status is missing"), gettext_lazy("Every running project has reported for last month.")
        ),
        "evaluation": Words(
            gettext_lazy("No evaluation is due"),
            gettext_lazy("Every project whose agreed period of normal operation has passed has been evaluated."),
        ),
        "mine": Words(
            gettext_lazy("You have no projects"),
            gettext_lazy("Here you will find the projects that you own or manage."),
        ),
        "": Words(
            gettext_lazy("There are no projects here yet"),
            gettext_lazy("A project turns up here when its case has been approved."),
        ),
    }
    views: ClassVar[Mapping[str, Any]] = {
        "running": pgettext_lazy("view", "In progress"),
        "attention": pgettext_lazy("view", "Needs attention"),
        "asking": pgettext_lazy("view", "Awaits a decision"),
        "missing": pgettext_lazy("view", "Status missing"),
        "evaluation": pgettext_lazy("view", "Evaluation due"),
        "mine": pgettext_lazy("view", "Mine"),
        "ended": pgettext_lazy("view", "Ended"),
        "all": pgettext_lazy("view", "All"),
    }
    columns = PROJECT_COLUMNS
    filter_class = ProjectFilter
    default_view = "running"
    default_sort = "-number"
    related = ("unit",)
    shown = (
        "reference", "case_year", "case_serial", "title", "unit__name", "unit_name", "phase", "light_time",
        "light_economy", "light_benefits", "light_quality", "spent", "baseline_cost", "status_month", "started_on",
        "ended_on", "owner", "manager",
    )  # fmt: skip
    exports: ClassVar[Mapping[str, str]] = {"CSV": "governance:project_export", "Excel": "governance:project_sheet"}
    line_template = "governance/_project_cells.html"

    @cached_property
    def parameters(self) -> "Mapping[str, Parameter]":
        """Return today's parameters of the policy, read once."""
        return parameters_in_force(today())

    @cached_property
    def due(self) -> StatusDue:
        """Return which month's status is due, and when."""
        return status_due(self.parameters)

    def readable(self) -> Any:
        """Return the projects of the view that the reader may see and the search finds."""
        rows = Project.objects.visible_to(self.reader).matching(self.text)
        match self.view:
            case "running":
                rows = rows.running()
            case "attention":
                rows = rows.needing_attention(watch(self.parameters, self.due))
            case "asking":
                rows = rows.asking()
            case "missing":
                rows = rows.owing_status(self.due.month)
            case "evaluation":
                rows = rows.filter(evaluation_due(today()))
            case "mine":
                rows = rows.run_by(self.reader)
            case "ended":
                rows = rows.ended()
        return rows

    @cached_property
    def totals(self) -> dict[str, Any]:
        """Return count and sums of the whole filter, in one query."""
        sums: dict[str, Any] = self.filter.qs.order_by().aggregate(
            count=Count("pk"), spent=Sum("spent"), planned=Sum("baseline_cost")
        )
        return sums

    @cached_property
    def lines(self) -> list[ProjectRow]:
        """Return the lines of this page, with the next milestone of each in one query."""
        projects = list(self.page)
        following = {one.project_id: one for one in _AHEAD.rows(projects=[one.pk for one in projects])}
        return [_line(project, following.get(project.pk), self.due) for project in projects]

    @property
    def count_text(self) -> str:
        """Return how many there are, in words."""
        count = self.totals["count"]
        return ngettext("%(count)s project", "%(count)s projects", count) % {"count": grouped(count)}

    def sheet(self) -> "Iterator[list[Cell]]":
        """Yield the head and all rows of the filter for a file."""
        yield [
            _("Number"), _("Title"), _("Phase"), _("Unit"), _("Project owner"), _("Project manager"), _("Track"),
            _("Started"), _("Ended"), _("Granted from the pool (DKK)"), _("Planned cost (DKK)"), _("Spent (DKK)"),
            _("Expected cost (DKK)"), _("Planned end"), _("Expected end"), _("Time (light)"), _("Economy (light)"),
            _("Benefits (light)"), _("Quality (light)"), _("Month of the newest status"),
            _("What management must decide"), _("Next milestone"), _("Planned for"),
        ]  # fmt: skip
        ahead = Milestone.objects.filter(done_on__isnull=True).order_by("planned_on", "pk")
        rows = self.rows.select_related("unit", "owner", "manager")
        rows = rows.prefetch_related(Prefetch("milestones", ahead, to_attr="ahead"))
        for project in rows.iterator(chunk_size=CHUNK):
            yield _cells(project, next(iter(project.ahead), None))  # type: ignore[attr-defined]  # prefetched above


def _line(project: Project, following: Milestone | None, due: StatusDue) -> ProjectRow:
    return ProjectRow(
        url=reverse("governance:project_detail", args=[project.pk]),
        number=project.number,
        title=project.title,
        unit=project.unit.name if project.unit else project.unit_name,
        phase=str(ProjectPhase(project.phase).label),
        runs=project.phase not in ENDED_PHASES,
        time=project.light_time,
        economy=project.light_economy,
        benefits=project.light_benefits,
        quality=project.light_quality,
        spent=project.spent,
        planned=project.baseline_cost,
        milestone=following.label if following else "",
        milestone_on=following.planned_on if following else None,
        status_month=project.status_month,
        owes_status=due.is_overdue and due.missing(project),
        ownerless=project.owner_id is None,
    )


def _cells(project: Project, following: Milestone | None) -> "list[Cell]":
    return [
        project.number,
        project.title,
        project.get_phase_display(),
        project.unit.path if project.unit else project.unit_name,
        project.owner.name if project.owner else "",
        project.manager.name if project.manager else "",
        project.get_track_display(),
        project.started_on,
        project.ended_on,
        project.granted,
        project.baseline_cost,
        project.spent,
        project.forecast,
        project.baseline_end,
        project.expected_end,
        project.get_light_time_display(),
        project.get_light_economy_display(),
        project.get_light_benefits_display(),
        project.get_light_quality_display(),
        project.status_month,
        project.decision_needed,
        following.label if following else "",
        following.planned_on if following else None,
    ]
