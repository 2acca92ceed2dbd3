"""Projects with statuses, and reports of them, for tests of what is reported to whom."""

from datetime import date, datetime, timedelta
from typing import Any

from core import clock
from core.models import Unit, User
from governance.domain.report_definitions import Plan, create_definition
from governance.domain.report_leases import take_lease
from governance.domain.report_making import Paper, publish_report, read_status
from governance.enums import BodyKind, ReportCadence, ReportScope, RunState
from governance.models import Body, ReportDefinition, ReportRun
from governance.reports.schedule import months_before
from governance.reports.snapshot import digest, to_json
from portfolio.models import Project, Proposal, StatusUpdate
from tests.factories.governance import Town

SENTENCE = "Leverandøren er to uger forsinket."


def make_project(
    unit: Unit, title: str = "Elektroniske nøgler", proposal: Proposal | None = None, **fields: Any
) -> Project:
    """Make a project that has run for a hundred days; without a case it is one that was imported."""
    created = clock.now() - timedelta(days=100)
    said: dict[str, Any] = {
        "proposal": proposal,
        "case_year": proposal.year if proposal else None,
        "case_serial": proposal.serial if proposal else None,
        "reference": "" if proposal else f"P{Project.objects.count() + 1}",
        "source": "" if proposal else "test",
        "title": title,
        "unit": unit,
        "unit_name": unit.name,
        "phase_since": created,
        "created_at": created,
    }
    return Project.objects.create(**(said | fields))


def give_status(project: Project, person: User, *, months_ago: int = 1, **fields: Any) -> StatusUpdate:
    """Give a green status of a month before today's, by `person`, just now."""
    said: dict[str, Any] = {f"{side}": "green" for side in ("time", "economy", "benefits", "quality")}
    said |= {f"{side}_text": SENTENCE for side in ("time", "economy", "benefits", "quality")}
    month = months_before(clock.today(), months_ago)
    said |= {"month": month, "reported_by": person, "reported_at": clock.now()}
    return StatusUpdate.objects.create(project=project, **(said | fields))


def make_plan(kind: BodyKind = BodyKind.MANAGEMENT, extra: tuple[User, ...] = (), **fields: Any) -> ReportDefinition:
    """Make a report plan for a body: monthly on the fifth at seven unless `fields` say otherwise."""
    said: dict[str, Any] = {
        "name": "Status til ledelsen" if kind == BodyKind.MANAGEMENT else "Status til IT-netværket",
        "body": Body.objects.get(kind=kind),
        "scope": ReportScope.ALL,
        "cadence": ReportCadence.MONTHLY,
        "day": 5,
        "hour": 7,
    }
    return create_definition(Plan(**(said | fields)), extra=extra, actor=None)


def make_run(definition: ReportDefinition, *, on: date | None = None, key: str = "prøve", **fields: Any) -> ReportRun:
    """Make a queued run whose turn in the queue lasts a minute."""
    now: datetime = clock.now()
    said: dict[str, Any] = {
        "name": definition.name,
        "status_on": on or clock.today(),
        "key": key,
        "queued_at": now,
        "lease_until": now + timedelta(minutes=1),
        "state": RunState.QUEUED,
    }
    return ReportRun.objects.create(definition=definition, **(said | fields))


def colours(town: Town) -> tuple[Project, Project, Project]:
    """Make three projects: one green, one yellow in its economy, one red in time and yellow in quality."""
    unit, person = town.units["care"], town.owner
    green, yellow, red = (make_project(unit, title) for title in ("Grønt", "Gult", "Rødt"))
    give_status(green, person)
    give_status(yellow, person, economy="yellow")
    give_status(red, person, time="red", quality="yellow")
    return green, yellow, red


def publish(definition: ReportDefinition, **fields: Any) -> ReportRun:
    """Publish a report of what the portfolio holds; its file is a stand-in, for setting pages takes a second."""
    run = make_run(definition, **fields)
    lease, status = take_lease(run.pk), read_status(definition, run.status_on)
    assert lease is not None
    stored = to_json(status)
    publish_report(lease, status, Paper(stored, digest(stored), b"%PDF-1.7 stand-in"))
    return ReportRun.objects.get(pk=run.pk)
