"""Projects with their milestones, risks and monthly statuses."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from bench.benefits import add_benefits
from bench.words import ACTS, PLACES, THINGS
from core import clock
from portfolio.enums import Light, ProjectPhase, ProjectTrack, ProposalState
from portfolio.models import Milestone, Project, Proposal, Risk, StatusUpdate

if TYPE_CHECKING:
    from bench.town import Town

# As with the cases: the first 80 projects run, and one of every fifty after them. The others have ended.
RUNNING, RUNNING_EVERY = 80, 50
LIGHTS = (*[Light.GREEN] * 7, Light.YELLOW, Light.YELLOW, Light.RED)
PHASES = (ProjectPhase.ANALYSIS, ProjectPhase.EXECUTION, ProjectPhase.EXECUTION, ProjectPhase.REALISATION)
MONTHS = 6
SIDES = ("time", "economy", "benefits", "quality")


def add_projects(town: "Town", *, first: int, count: int) -> None:
    """Add `count` projects: of approved cases as far as there are any, imported ones otherwise."""
    approved = Proposal.objects.filter(state=ProposalState.APPROVED, project__isnull=True).order_by("pk")
    cases: list[Proposal | None] = [*approved.select_related("unit", "owner")[: count // 2]]
    cases += [None] * (count - len(cases))
    projects = Project.objects.bulk_create(
        [_project(town, case, first + place) for place, case in enumerate(cases)], batch_size=500
    )
    Milestone.objects.bulk_create([row for one in projects for row in _milestones(one)], batch_size=1_000)
    Risk.objects.bulk_create([row for one in projects for row in _risks(town, one)], batch_size=1_000)
    add_benefits(one for one in projects if one.proposal_id is not None)
    running = [one for one in projects if one.ended_on is None and one.status_month]
    StatusUpdate.objects.bulk_create([row for one in running for row in _statuses(one)], batch_size=1_000)


def _project(town: "Town", case: Proposal | None, number: int) -> Project:
    chance, today = town.chance, clock.today()
    runs = number < RUNNING or number % RUNNING_EVERY == 0
    unit = case.unit if case else chance.choice(town.units)
    cost = Decimal(chance.randrange(50, 3_000)) * 1_000
    reported = runs and number % 9 != 0
    project = Project(
        proposal=case,
        case_year=case.year if case else None,
        case_serial=case.serial if case else None,
        reference="" if case else f"B-{number:05}",
        source="" if case else "bench",
        title=case.title if case else f"{chance.choice(ACTS)} {chance.choice(THINGS)} {chance.choice(PLACES)}",
        unit=unit,
        unit_name=unit.path,
        area=unit.area,
        owner=case.owner if case else town.person(),
        manager=town.person(),
        track=ProjectTrack.STANDARD,
        phase=chance.choice(PHASES) if runs else ProjectPhase.CLOSED,
        phase_since=clock.now() - timedelta(days=60),
        started_on=today - timedelta(days=200 + (0 if runs else number % 3_000)),
        ended_on=None if runs else today - timedelta(days=30 + number % 170),
        granted=(case.requested_amount or Decimal(0)) if case else Decimal(0),
        baseline_cost=cost,
        baseline_benefit=cost * 2,
        baseline_end=today + timedelta(days=180),
        created_at=clock.now() - timedelta(days=200),
    )
    if reported:
        for side in SIDES:
            setattr(project, f"light_{side}", chance.choice(LIGHTS))
        project.spent, project.forecast = cost / 2, cost * Decimal("1.1")
        project.expected_end, project.status_month = today + timedelta(days=200), today.replace(day=1)
    return project


def _milestones(project: Project) -> list[Milestone]:
    start = project.started_on or clock.today()
    return [
        Milestone(
            project=project,
            label=label,
            baseline_on=start + timedelta(days=days),
            planned_on=start + timedelta(days=days + 10),
        )
        for label, days in (("Kravene er skrevet", 40), ("Løsningen er i drift", 180), ("Gevinsten er målt", 400))
    ]


def _risks(town: "Town", project: Project) -> list[Risk]:
    words = ("Leverandøren bliver forsinket", "Medarbejderne får ikke tid til oplæring")
    return [
        Risk(project=project, text=text, probability=town.chance.randint(1, 5), consequence=town.chance.randint(1, 5))
        for text in words
    ]


def _statuses(project: Project) -> list[StatusUpdate]:
    """Return six months of statuses, all with the lights of the newest."""
    rows, month = [], project.status_month or clock.today().replace(day=1)
    for _back in range(MONTHS):
        rows.append(
            StatusUpdate(
                project=project,
                month=month,
                spent=project.spent,
                forecast=project.forecast,
                expected_end=project.expected_end,
                reported_by=project.owner,
                reported_at=clock.now(),
                **{side: getattr(project, f"light_{side}") for side in SIDES},
                **{f"{side}_text": "Det går som planlagt." for side in SIDES},
            )
        )
        month = _month_before(month)
    return rows


def _month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)
