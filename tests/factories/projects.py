"""Projects in any phase, with statuses, milestones, risks and lessons."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from businesscase.enums import Fulfilment
from businesscase.models import Benefit, EffectEvaluation
from core import clock
from core.models import Unit, User
from governance.domain.benefit_moves import Measured, record_measurement
from governance.domain.effect_evaluation import Evaluated, Need, evaluate_effect
from governance.domain.local_decision import decide_locally
from governance.domain.project_follow_up import Taught, report_status
from governance.domain.project_phases import (
    begin_execution,
    begin_realisation,
    close_project,
    date_operation,
    stop_project,
)
from governance.domain.status_months import this_month
from governance.enums import Verdict
from governance.selectors.follow_up import groups_of
from portfolio.domain.milestones import Stone, write_plan
from portfolio.domain.risks import Threat, write_risks
from portfolio.domain.statuses import Report, record_status
from portfolio.enums import Light, ProjectPhase
from portfolio.models import Milestone, Project, Proposal, Risk, StatusUpdate
from tests.factories.governance import Town, make_draft, sign_both
from tests.factories.governance import submit_proposal as submit
from tests.standing import remembered

GREEN: dict[str, Any] = {
    "time": Light.GREEN,
    "time_text": "Planen holder.",
    "economy": Light.GREEN,
    "economy_text": "Forbruget følger budgettet.",
    "benefits": Light.GREEN,
    "benefits_text": "Gevinsterne ventes uændret.",
    "quality": Light.GREEN,
    "quality_text": "Ingen fejl.",
}
LESSON = Taught("Udpeg ejere først", "Det tog længere tid at blive enige end at flytte data.")


@remembered
def make_case(town: Town, **fields: Any) -> Proposal:
    """Make a submitted case that triage calls a project and whose department decides it."""
    draft = make_draft(town, **({"vendor_cost": Decimal(200_000)} | fields))
    return sign_both(town, submit(draft, actor=town.author), "it_and_unit", "it_and_unit")  # type: ignore[arg-type]


@remembered
def make_project(town: Town, phase: ProjectPhase = ProjectPhase.ANALYSIS, **fields: Any) -> Project:
    """Make the project that an approved case of `author`'s starts, owned by `owner`, in `phase` by the moves.

    `fields` are those of the case's draft.
    """
    proposal = make_case(town, **fields)
    decide_locally(proposal, actor=town.head, verdict=Verdict.APPROVED, reasons="Derfor")
    project = Project.objects.get(proposal=proposal)
    # What the case planned is a test of its own; the others lay the plan that they need.
    project.milestones.all().delete()
    if phase != ProjectPhase.ANALYSIS:
        make_ready(project)
        begin_execution(project, actor=town.owner)
    if phase in (ProjectPhase.REALISATION, ProjectPhase.CLOSED):
        make_status(project)
        begin_realisation(project, actor=town.owner)
    if phase == ProjectPhase.CLOSED:
        make_due(project)
        settle_benefits(project)
        make_evaluation(project)
        close_project(project, actor=town.owner, reason="Målet er nået")
    if phase == ProjectPhase.STOPPED:
        stop_project(project, actor=town.owner, reason="Målet kan ikke nås", lesson=LESSON)
    return Project.objects.get(pk=project.pk)


def make_due(project: Project, *, days_ago: int = 30) -> None:
    """Let the agreed period of twelve months have passed `days_ago` days ago, past the rule of when it began."""
    Project.objects.filter(pk=project.pk).update(started_on=in_days(-days_ago - 500))
    assert project.owner is not None
    date_operation(project, actor=project.owner, operation_on=in_days(-days_ago - 365), reason="Gik i drift før")


def settle_benefits(project: Project, *, realised: int = 100_000, value: Decimal | None = None) -> None:
    """Settle every measurable benefit by a measurement of its owner's or the project's owner's; targets are reached."""
    for benefit in Benefit.objects.filter(project=project).measurable():
        measured = Measured(
            measured_on=clock.today(),
            value=benefit.target if value is None else value,
            realised=Decimal(realised) if benefit.promised else None,
            final=True,
        )
        person = benefit.owner or project.owner
        assert person is not None
        record_measurement(benefit, measured, actor=person)


def make_evaluation(project: Project, actor: User | None = None) -> EffectEvaluation:
    """Evaluate the effect by the move, IT where it is cross-cutting: each group's needs were largely met."""
    needs = tuple(Need(one.who, Fulfilment.LARGELY, "Spurgt i juni") for one in groups_of(project))
    evaluated = Evaluated("Svartiden er halveret", "Brevene skrives ét sted", needs)
    it = User.objects.filter(email="it@test.invalid").first() if project.cross_cutting else None
    person = actor or it or project.owner
    assert person is not None
    return evaluate_effect(project, evaluated, actor=person)


def make_ready(project: Project) -> None:
    """Give the project what its execution asks for: a plan and a risk."""
    make_milestone(project)
    make_risk(project)


def make_bare_project(**fields: Any) -> Project:
    """Make a project that came from elsewhere: no case, nobody who answers for it, nothing stated but its title."""
    whole: dict[str, Any] = {
        "reference": "GMPP-1",
        "source": "Prøvefil",
        "title": "Et importeret projekt",
        "phase": ProjectPhase.EXECUTION,
        "phase_since": clock.now(),
        "created_at": clock.now(),
    }
    project: Project = Project.objects.create(**whole | fields)
    return project


def make_unit_project(unit: Unit, owner: User, **fields: Any) -> Project:
    """Make a bare project that belongs to `unit` and is owned by `owner`."""
    return make_bare_project(unit=unit, unit_name=unit.path, area=unit.area, owner=owner, **fields)


def make_report(month: date | None = None, **fields: Any) -> Report:
    """Make a report for this month in which everything is green, unless `fields` says otherwise."""
    return Report(**({"month": month or this_month()} | GREEN | fields))


def make_status(project: Project, actor: User | None = None, month: date | None = None, **fields: Any) -> StatusUpdate:
    """Report a status by the move: for this month by the project's owner, unless told otherwise."""
    person = actor or project.owner
    assert person is not None
    return report_status(project, make_report(month, **fields), actor=person)


def make_old_status(project: Project, months_ago: int, actor: User, **fields: Any) -> StatusUpdate:
    """Store a status of an earlier month, past the rule of which months can be reported."""
    month = this_month()
    for _month in range(months_ago):
        month = (month - timedelta(days=1)).replace(day=1)
    return record_status(project, make_report(month, **fields), actor=actor)


def make_milestone(
    project: Project, label: str = "Første gruppe i gang", *, days: int = 30, done: int | None = None
) -> Milestone:
    """Add a milestone planned `days` from today, reached `done` days from today."""
    rows = [Stone(one.label, one.planned_on, one.done_on, one.pk) for one in project.milestones.all()]
    reached = None if done is None else in_days(done)
    write_plan(project, [*rows, Stone(label, in_days(days), reached)])
    return project.milestones.order_by("-pk")[0]


def make_risk(
    project: Project, text: str = "Superbrugerne er på ferie", *, probability: int = 3, consequence: int = 2
) -> Risk:
    """Add a risk."""
    rows = [
        Threat(one.text, one.probability, one.consequence, one.action, one.owner, one.closed_on is not None, one.pk)
        for one in project.risks.all()
    ]
    write_risks(project, [*rows, Threat(text, probability, consequence)])
    return project.risks.order_by("-pk")[0]


def in_days(count: int) -> date:
    """Return the day `count` days from today."""
    return clock.today() + timedelta(days=count)
