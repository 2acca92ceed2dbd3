"""The status of the portfolio on a day, read once into the frozen snapshot that a report is made of.

Statuses, decisions and the pool's ledger are counted up to the end of the day; they are append-only, so that a report
that is made late still tells of its own day. Phases, milestones and cases that await a decision stand as they are when
the report is made. A constant number of queries, whatever the portfolio's size.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from core import clock
from core.domain.audit import chain_head
from governance.enums import EntryKind, ReportScope
from governance.models import LedgerEntry, ReportDefinition
from governance.reports import words
from governance.reports.day import ReportDay
from governance.reports.schedule import months_before
from governance.reports.snapshot import SIDES, Ended, MonthOfLights, PoolLine, PortfolioStatus, ProjectRow, worst
from governance.selectors.report_attention import attention
from governance.selectors.report_benefits import reported_benefits
from governance.selectors.report_decisions import asked_by_projects, decisions_taken, recommended_cases
from governance.selectors.report_scope import reported_projects
from portfolio.enums import ENDED_PHASES, ProjectPhase
from portfolio.models import Lesson, Milestone, Project, StatusUpdate

MONTHS_SHOWN = 6


def portfolio_status(definition: ReportDefinition, on: date, since: date) -> PortfolioStatus:
    """Return what the report says of the day `on`; `since` is the day of the report before it."""
    day, scope = ReportDay(on, since), definition.scope
    projects = list(reported_projects(scope, day.end).select_related("unit").order_by("pk"))
    running = [project for project in projects if project.phase not in ENDED_PHASES]
    statuses, milestones = _newest_statuses(running, day), _open_milestones(running)
    rows = tuple(_row(project, statuses.get(project.pk), milestones[project.pk], day) for project in running)
    watched = attention(running, rows, statuses, milestones, day.on)
    needed = (*recommended_cases(scope, day), *asked_by_projects(running, statuses))
    pool = () if scope == ReportScope.JOINT else _pool(day)
    ended = [one for one in projects if one.phase in ENDED_PHASES and one.ended_on and since < one.ended_on <= on]
    begun = sum(project.created_at >= day.begin for project in running)
    gains = reported_benefits(projects, day)
    head = chain_head()
    return PortfolioStatus(
        name=definition.name,
        audience=definition.body.name,
        advisory=not definition.body.decides,
        joint_only=scope == ReportScope.JOINT,
        status_on=on,
        since=since,
        made_at=clock.now(),
        headline=words.headline(len(rows), watched, len(needed)),
        figures=words.key_figures(rows, watched, len(needed), pool, (begun, len(ended))),
        attention=watched,
        needed=needed,
        taken=decisions_taken(scope, day),
        pool=pool,
        months=_months(projects, day),
        projects=tuple(sorted(rows, key=lambda row: (row.unit, row.number))),
        stopped=_ended(ended, ProjectPhase.STOPPED),
        closed=_ended(ended, ProjectPhase.CLOSED),
        chain_sequence=head.sequence,
        chain_hash=head.hash,
        benefits_finding=gains.finding,
        benefits_missing=gains.missing,
        benefits=gains.years,
    )


def _unit(project: Project) -> str:
    return project.unit.name if project.unit else project.unit_name


def _newest_statuses(projects: list[Project], day: ReportDay) -> dict[int, StatusUpdate]:
    """Return each project's newest status: of its latest month, and of that month the last given."""
    given = StatusUpdate.objects.filter(project__in=projects, reported_at__lt=day.end, month__lte=day.on)
    return {
        status.project_id: status for status in given.order_by("project_id", "-month", "-pk").distinct("project_id")
    }


def _open_milestones(projects: list[Project]) -> dict[int, list[Milestone]]:
    found: dict[int, list[Milestone]] = defaultdict(list)
    for milestone in Milestone.objects.filter(project__in=projects, done_on__isnull=True).order_by("planned_on", "pk"):
        found[milestone.project_id].append(milestone)
    return found


def _row(project: Project, status: StatusUpdate | None, milestones: list[Milestone], day: ReportDay) -> ProjectRow:
    following = milestones[0] if milestones else None
    time_, economy, benefits, quality = (getattr(status, side, "") for side in SIDES)
    return ProjectRow(
        case=project.proposal_id,
        number=project.number,
        title=project.title,
        unit=_unit(project),
        phase=str(project.get_phase_display()),
        time=time_,
        economy=economy,
        benefits=benefits,
        quality=quality,
        granted=project.granted,
        planned=project.baseline_cost,
        forecast=status.forecast if status else None,
        gain=project.baseline_benefit,
        milestone=following.label if following else "",
        milestone_on=following.planned_on if following else None,
        milestone_late=following is not None and following.planned_on < day.on,
        status_month=status.month if status else None,
    )


def _pool(day: ReportDay) -> tuple[PoolLine, ...]:
    """Return the pool's years from the reported one on, by the ledger's entries up to the day."""
    entries = LedgerEntry.objects.filter(posted_at__lt=day.end, pool_year__year__gte=day.on.year)
    bound = Q(kind__in=(EntryKind.COMMITMENT, EntryKind.RETURN, EntryKind.RESERVATION))
    sums = (
        entries.order_by()
        .values("pool_year__pool__name", "pool_year__year")
        .annotate(
            frame=Sum("amount", filter=Q(kind__in=(EntryKind.FRAME, EntryKind.TRANSFER)), default=Decimal(0)),
            mandatory=Sum("amount", filter=bound & Q(priority=1), default=Decimal(0)),
            other=Sum("amount", filter=bound & Q(priority=2), default=Decimal(0)),
            used=Sum("amount", filter=Q(kind=EntryKind.EXPENDITURE), default=Decimal(0)),
        )
        .order_by("pool_year__year", "pool_year__pool__name")
    )
    return tuple(
        PoolLine(
            pool=one["pool_year__pool__name"],
            year=one["pool_year__year"],
            frame=one["frame"],
            mandatory=one["mandatory"],
            other=one["other"],
            spent=one["used"],
        )
        for one in sums
    )


def _months(projects: list[Project], day: ReportDay) -> tuple[MonthOfLights, ...]:
    """Return the worst lights of the last months, the newest month being the one whose statuses are due."""
    months = [months_before(day.on, count) for count in range(MONTHS_SHOWN, 0, -1)]
    given = (
        StatusUpdate.objects.filter(
            project__in=projects, month__gte=months[0], month__lte=months[-1], reported_at__lt=day.end
        )
        .order_by("project_id", "month", "-pk")
        .distinct("project_id", "month")
        .values_list("project_id", "month", *SIDES)
    )
    lights = {(project, month): worst(tuple(four)) for project, month, *four in given}
    shown = [_month(month, projects, lights) for month in months]
    return tuple(one for one in shown if one.green or one.yellow or one.red or one.silent)


def _month(month: date, projects: list[Project], lights: dict[tuple[int, date], str]) -> MonthOfLights:
    """Count the projects that ran at the end of the month by their worst light."""
    after = months_before(month, -1)
    found = [
        lights.get((one.pk, month), "")
        for one in projects
        if _born(one) < after and (one.ended_on is None or one.ended_on >= after)
    ]
    count = {light: found.count(light) for light in ("green", "yellow", "red", "")}
    return MonthOfLights(month, count["green"], count["yellow"], count["red"], count[""])


def _born(project: Project) -> date:
    return project.created_at.astimezone(clock.COPENHAGEN).date()


def _ended(projects: list[Project], phase: ProjectPhase) -> tuple[Ended, ...]:
    ended = [project for project in projects if project.phase == phase]
    lessons: dict[int, list[str]] = defaultdict(list)
    for project_id, title in Lesson.objects.filter(project__in=ended).order_by("pk").values_list("project_id", "title"):
        lessons[project_id].append(title)
    return tuple(
        Ended(
            case=one.proposal_id,
            number=one.number,
            title=one.title,
            unit=_unit(one),
            on=one.ended_on,
            why=one.end_reason,
            lessons=tuple(lessons[one.pk]),
        )
        for one in sorted(ended, key=lambda one: (one.ended_on or date.min, one.pk))
    )
