"""The project that a decision starts: when, with which baseline, and that the baseline stands."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage
from governance.domain.local_decision import decide_locally
from governance.domain.projects import name_manager, name_owner
from governance.enums import Verdict
from portfolio.enums import ProjectPhase, ProjectTrack
from portfolio.models import Project
from tests.factories.governance import make_submitted
from tests.factories.projects import make_bare_project, make_case, make_project, make_unit_project

BASELINE = ("granted", "baseline_cost", "baseline_benefit", "baseline_end")


def acts_on(project: Project) -> list[str]:
    return list(AuditEntry.objects.about(project).order_by("sequence").values_list("act", flat=True))


def test_an_approval_starts_the_project_with_the_cases_figures(town):
    project = make_project(town)
    proposal = project.proposal
    assert (project.title, project.number, project.phase) == (proposal.title, proposal.number, ProjectPhase.ANALYSIS)
    assert (project.unit, project.unit_name, project.area) == (
        town.units["care"],
        "Welfare / Care",
        town.units["welfare"],
    )
    assert (project.owner, project.manager, project.started_on) == (town.owner, town.owner, clock.today())
    # Purchase 200.000 and 50 hours at 400; operation is not a part of the investment.
    assert (project.baseline_cost, project.baseline_benefit) == (Decimal(220_000), Decimal(220_000))
    assert (project.granted, project.track) == (Decimal(0), ProjectTrack.LIGHT)
    assert acts_on(project) == ["project.start"]
    assert (
        OutboxMessage.objects.filter(key__startswith="start:").values_list("recipient", flat=True).get()
        == town.owner.pk
    )


def test_a_project_carries_the_number_of_its_case_and_no_other(town):
    project = make_project(town)
    found = Project.objects.matching(project.number)
    assert (list(found), found.get().number) == ([project], project.proposal.number)
    for fields in ({"case_serial": None}, {"case_year": None}, {"proposal": None, "reference": "B-1"}):
        with pytest.raises(IntegrityError, match="project_number_of_its_case"), transaction.atomic():
            Project.objects.filter(pk=project.pk).update(**fields)


def test_the_planned_end_is_that_of_the_last_year_that_invests(town):
    project = make_project(town)
    # The factory's case invests in 2026 alone; a year that has passed would say nothing.
    assert project.baseline_end == (date(2026, 12, 31) if clock.today().year <= 2026 else None)


def test_what_is_not_a_project_and_what_is_rejected_start_nothing(town):
    decide_locally(make_submitted(town, "local_decision"), actor=town.head, verdict=Verdict.APPROVED, reasons="Derfor")
    decide_locally(make_case(town), actor=town.head, verdict=Verdict.REJECTED, reasons="Derfor")
    assert Project.objects.count() == 0


def test_a_decision_that_is_refused_starts_nothing(town):
    with pytest.raises(Refused):
        decide_locally(make_case(town), actor=town.owner, verdict=Verdict.APPROVED, reasons="Derfor")
    assert Project.objects.count() == 0


@pytest.mark.parametrize(("cost", "track"), [(480_000, ProjectTrack.LIGHT), (480_001, ProjectTrack.STANDARD)])
def test_the_track_follows_from_the_investment(town, cost, track):
    # 50 hours at 400 come on top: the limit is 500.000.
    assert make_project(town, vendor_cost=Decimal(cost)).track == track


@pytest.mark.parametrize("column", BASELINE)
def test_the_baseline_stands_against_every_change(town, column):
    project = make_project(town)
    changed = date(2030, 1, 1) if column == "baseline_end" else Decimal(1)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(**{column: changed})
    stored = Project.objects.get(pk=project.pk)
    assert [getattr(stored, name) for name in BASELINE] == [getattr(project, name) for name in BASELINE]


def test_the_owner_names_a_manager_who_is_told(town):
    project = make_project(town)
    name_manager(project, town.colleague, actor=town.owner)
    project.refresh_from_db()
    assert project.manager == town.colleague
    assert acts_on(project) == ["project.start", "project.name_manager"]
    assert OutboxMessage.objects.get(recipient=town.colleague).body.endswith(f"/projekter/{project.pk}/")


def test_the_manager_names_nobody(town):
    project = make_project(town)
    name_manager(project, town.colleague, actor=town.owner)
    with pytest.raises(Refused) as refused:
        name_manager(project, town.author, actor=town.colleague)
    assert refused.value.who == "Owner Test"


def test_an_administrator_names_the_owner_of_a_project_that_has_none(town):
    project = make_bare_project()
    name_owner(project, town.colleague, actor=town.admin)
    project.refresh_from_db()
    assert project.owner == town.colleague


def test_a_closed_account_is_not_named(town):
    project = make_unit_project(town.units["care"], town.owner)
    town.colleague.is_active = False
    town.colleague.save()
    with pytest.raises(Refused):
        name_manager(project, town.colleague, actor=town.owner)
    assert acts_on(project) == []


def test_the_milestones_of_the_decided_case_become_the_first_plan(town):
    proposal = make_case(town)
    case = proposal.versions.get().business_case
    assert [(row.label, row.due_on) for row in case.milestones.all()] == [("Prøvedrift begynder", date(2027, 3, 1))]
    decide_locally(proposal, actor=town.head, verdict=Verdict.APPROVED, reasons="Derfor")
    project = Project.objects.get(proposal=proposal)
    (stone,) = project.milestones.all()
    assert (stone.label, stone.baseline_on, stone.planned_on, stone.done_on) == (
        "Prøvedrift begynder", date(2027, 3, 1), date(2027, 3, 1), None,
    )  # fmt: skip
    act = AuditEntry.objects.about(project).get(act="project.start")
    assert act.data["plan"] == ["Prøvedrift begynder: 2027-03-01"]
