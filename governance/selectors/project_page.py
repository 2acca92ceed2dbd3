"""The object page of a project: where it stands, what it costs, what comes, what threatens it, what it has taught."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.children import Child, prefetch_together
from core.clock import today
from core.given_person import GivenPerson, rights_of
from core.kept_query import KeptQuery
from core.selectors.history import history
from core.selectors.parameters import parameters_in_force
from core.statement import Given
from core.templatetags.danish import date_long
from core.ui import Action, Head, HistoryLine, Section
from governance.domain.project_gates import project_conditions
from governance.domain.status_months import status_due
from governance.models import Condition, Decision
from governance.policy.financing import Financing
from governance.selectors.benefit_lines import BenefitLine, benefit_lines
from governance.selectors.benefit_years import finding, summed
from governance.selectors.light_hints import yardstick
from governance.selectors.overlaps import overlaps_of
from governance.selectors.pool_criteria import criteria_in_force
from governance.selectors.project_charts import MilestoneLine, cost_chart, milestone_lines, plan_chart
from governance.selectors.project_head import project_head, section_actions
from governance.selectors.project_risks import RiskMap, risk_map
from governance.selectors.project_source import SourceView, source_view
from governance.selectors.project_status import StatusSection, status_section
from governance.selectors.standing import reader_standing
from governance.selectors.theme_points import ThemeLine, themes_about
from governance.selectors.undertakings import looked_at
from portfolio.enums import ENDED_PHASES
from portfolio.models import Lesson, Project, Proposal

if TYPE_CHECKING:
    from businesscase.models import EffectEvaluation
    from core.charts import MoneyBarsChart, TimelineChart
    from core.http import PersonRequest
    from core.models import User

# A project's benefits with their measurements and zero points, and its effect evaluation.
BENEFITS = (
    Child("benefits", follow=("owner", "unit"), children=(Child("measurements"), Child("baselines"))),
    Child("evaluation", follow=("created_by",), children=(Child("needs"),)),
)
Facts = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """Everything on the page; `case_url` is empty where there is no case, or none that the reader may see.

    `pool` is whether the money granted from the pool is told: some was, or the municipality has one.
    """

    project: Project
    head: Head
    actions: dict[str, tuple[Action, ...]]
    contents: tuple[Section, ...]
    status: StatusSection | None
    cost: "MoneyBarsChart | None"
    plan: "TimelineChart | None"
    milestones: tuple[MilestoneLine, ...]
    risks: RiskMap
    conditions: tuple[Condition, ...]
    meets_conditions: bool
    benefits: tuple[BenefitLine, ...]
    gained: str
    evaluation: "EffectEvaluation | None"
    lessons: tuple[Lesson, ...]
    about: Facts
    pool: bool
    financing: Financing | None
    source: SourceView
    lines: tuple[HistoryLine, ...]
    themes: tuple[ThemeLine, ...]
    overlaps: tuple[str, ...]
    case_url: str


def project_page(request: "PersonRequest", pk: int) -> ProjectPage:
    """Assemble the page, or raise Http404; the queries are constant in the number of rows."""
    sets = Child("statuses"), Child("lessons", follow=("recorded_by",)), *BENEFITS
    project = readable_project(pk, request.user, *sets)
    parameters = parameters_in_force(today())
    due = status_due(parameters)
    themes = themes_about(None, project, request.user)
    milestones = milestone_lines(project.milestones.all(), ended=project.phase in ENDED_PHASES)
    conditions = project_conditions(project)
    pool = bool(project.granted or criteria_in_force(request))
    return ProjectPage(
        project=project,
        head=project_head(project, request.user, reader_standing(request), due, pool=pool),
        actions=section_actions(project, request.user, reader_standing(request)),
        contents=_contents(conditions, themes),
        status=status_section(project, list(project.statuses.all()), yardstick(parameters)),
        cost=cost_chart(project),
        plan=plan_chart(milestones),
        milestones=milestones,
        risks=risk_map(project.risks.all()),
        conditions=conditions,
        meets_conditions=project.ended_on is None and request.user.pk in (project.owner_id, project.manager_id),
        benefits=benefit_lines(project.benefits.all()),
        gained=_gained(project),
        evaluation=getattr(project, "evaluation", None),
        lessons=tuple(project.lessons.all()),
        about=_about(project),
        pool=pool,
        financing=_financing(project),
        source=source_view(project),
        lines=history(project),
        themes=themes,
        overlaps=overlaps_of(project, request.user, parameters),
        case_url=_case_url(project),
    )


def readable_project(pk: int, reader: "User", *children: Child) -> Project:
    """Return a project that `reader` may know of, with its milestones, risks and `children`, in two queries.

    Everything else does not exist.
    """
    rows = _readable(rights_of(reader)).rows(pk=pk, person=reader.pk) if reader.is_active else []
    if not rows:
        raise Http404
    prefetch_together(rows, Child("milestones"), Child("risks", follow=("owner",)), *children)
    return rows[0]


@lru_cache(maxsize=64)
def _readable(rights: frozenset[str] | None) -> KeptQuery[Project]:
    """Return the query of one project for readers with these rights; a row knows whether they may see its case.

    With it come the systems that IT has looked at.
    """
    reader: Any = GivenPerson(rights)
    case = Proposal.objects.visible_to(reader).order_by().filter(pk=OuterRef("proposal"))
    related = ("proposal", "owner", "manager", "unit__department", "area")
    told = {"case_is_open": Exists(case), "systems_looked_at": looked_at("proposal")}
    rows = Project.objects.visible_to(reader).annotate(**told).select_related(*related)
    return KeptQuery(lambda: rows.order_by().filter(pk=Given("pk")))


def _case_url(project: Project) -> str:
    if not project.case_is_open:  # type: ignore[attr-defined]  # annotated above
        return ""
    return reverse("portfolio:proposal_detail", args=[project.proposal_id])


def _contents(conditions: tuple[Condition, ...], themes: tuple[ThemeLine, ...]) -> tuple[Section, ...]:
    asked = (Section("betingelser", _("IT's conditions")),) if conditions else ()
    discussed = (Section("chefmoeder", _("Leadership meetings")),) if themes else ()
    return (
        Section("status", _("Status")),
        Section("oekonomi", _("Economy")),
        *asked,
        Section("gevinster", _("Benefits")),
        Section("milepaele", _("Milestones")),
        Section("risici", _("Risks")),
        Section("erfaringer", _("Lessons")),
        *discussed,
        Section("om", _("About the project")),
        Section("history", _("History")),
    )


def _about(project: Project) -> Facts:
    facts: list[tuple[str, str | None]] = [
        (_("Purpose"), project.summary),
        (_("Unit"), project.unit_name or (project.unit.path if project.unit else "")),
        (_("Project owner"), project.owner.name if project.owner else ""),
        (_("Project manager"), project.manager.name if project.manager else ""),
        (_("Track"), project.get_track_display()),
        (_("Started"), _day(project.started_on)),
        (_("Planned end"), _day(project.baseline_end)),
        (_("Expected end"), _day(project.expected_end)),
    ]
    if project.ended_on:
        facts += [(_("Ended"), _day(project.ended_on)), (_("Why it ended"), project.end_reason)]
    if project.operation_on:
        facts.append((_("In normal operation since"), _day(project.operation_on)))
    if project.follow_up_on:
        facts.append((_("Benefits followed up on"), _day(project.follow_up_on)))
    if project.source:
        facts.append((_("Source"), project.source))
    return tuple(facts)


_GRANTED = KeptQuery(lambda: Decision.objects.filter(proposal=Given("proposal"), amount__gt=0)[:1])


def _financing(project: Project) -> Financing | None:
    """Return who pays, as it stood when management granted the money."""
    granted = _GRANTED.rows(proposal=project.proposal_id)
    return granted[0].financing if granted else None


def _gained(project: Project) -> str:
    """Return what the benefits come to in one sentence, empty where none was promised in money."""
    years = summed(project.benefits.all())
    return finding(years) if any(line.promised for line in years) else ""


def _day(day: object) -> str:
    return date_long(day) if day else ""  # type: ignore[arg-type]  # a date where it is anything
