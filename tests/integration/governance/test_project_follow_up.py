"""Status, plan, risks and lessons: what is kept, what shows, and what is refused."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction

from core.clock import COPENHAGEN, standing_at, today
from core.domain.refusal import Refused
from core.models import AuditEntry
from governance.domain.project_follow_up import (
    Taught,
    assess_risks,
    plan_milestones,
    record_lesson,
    report_status,
)
from governance.domain.status_months import previous_month, status_due, this_month
from portfolio.domain.milestones import Stone, plan_digest
from portfolio.domain.risks import Threat, risks_digest
from portfolio.enums import Light, ProjectPhase
from portfolio.models import Milestone, Project, StatusUpdate
from tests.factories.projects import (
    in_days,
    make_milestone,
    make_project,
    make_report,
    make_risk,
    make_status,
    make_unit_project,
)


@pytest.fixture
def project(town) -> Project:
    """A project that has run for a year."""
    return make_unit_project(town.units["care"], town.owner, started_on=in_days(-365), manager=town.colleague)


def shown(project: Project) -> tuple[str, Decimal | None, date | None]:
    stored = Project.objects.get(pk=project.pk)
    return stored.light_time, stored.spent, stored.status_month


def refusal(move, *arguments, **named) -> str:
    with pytest.raises(Refused) as refused:
        move(*arguments, **named)
    return str(refused.value)


def test_the_project_shows_its_newest_status(town, project):
    report = make_report(
        time=Light.RED, spent=Decimal(10), forecast=Decimal(20), expected_end=in_days(9), decision_needed="Flyt datoen?"
    )
    report_status(project, report, actor=town.colleague)
    project.refresh_from_db()
    assert (project.light_time, project.light_economy, project.light_benefits, project.light_quality) == (
        "red", "green", "green", "green",
    )  # fmt: skip
    assert (project.spent, project.forecast, project.expected_end) == (Decimal(10), Decimal(20), in_days(9))
    assert (project.decision_needed, project.status_month) == ("Flyt datoen?", this_month())
    act = AuditEntry.objects.about(project).get()
    assert (act.act, act.actor, act.data["correction"], act.data["time"]) == (
        "project.report_status", town.colleague, False, "red",
    )  # fmt: skip


def test_a_second_status_for_a_month_corrects_the_first_and_both_are_kept(town, project):
    make_status(project, time=Light.GREEN, spent=Decimal(1))
    make_status(project, time=Light.YELLOW, spent=Decimal(2))
    assert shown(project) == ("yellow", Decimal(2), this_month())
    assert list(StatusUpdate.objects.values_list("time", flat=True)) == ["yellow", "green"]
    assert [act.data["correction"] for act in AuditEntry.objects.about(project).order_by("sequence")] == [False, True]


def test_a_late_status_for_last_month_does_not_hide_this_months(town, project):
    make_status(project, time=Light.RED)
    make_status(project, month=previous_month(), time=Light.GREEN)
    assert shown(project)[0] == "red"


@pytest.mark.parametrize("months", [-2, 1])
def test_only_this_month_and_the_one_before_can_be_reported(town, project, months):
    month = (this_month() + timedelta(days=31 * months)).replace(day=1)
    assert refusal(make_status, project, month=month).startswith("Du kan melde status for denne måned")
    assert StatusUpdate.objects.count() == 0


def test_a_month_before_the_project_began_cannot_be_reported(town):
    young = make_unit_project(town.units["care"], town.owner, started_on=today())
    assert refusal(make_status, young, month=previous_month()).startswith("Du kan melde status for denne måned")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quality_text": "  "}, "Skriv én sætning til hvert lys."),
        (
            {"spent": Decimal("100.01"), "forecast": Decimal(100)},
            "Den forventede udgift kan ikke være mindre end det, der er brugt.",
        ),
        ({"expected_end": date(1999, 1, 1)}, "Det forventede sluttidspunkt ligger før projektets start."),
    ],
)
def test_a_status_that_does_not_hold_is_refused(town, project, fields, sentence):
    assert refusal(make_status, project, **fields) == sentence
    assert (StatusUpdate.objects.count(), shown(project)) == (0, ("", None, None))


def test_a_status_stands(town, project):
    status = make_status(project)
    with pytest.raises(ProgrammingError), transaction.atomic():
        StatusUpdate.objects.filter(pk=status.pk).update(time=Light.RED)
    with pytest.raises(ProgrammingError), transaction.atomic():
        status.delete()


@pytest.mark.parametrize("phase", [ProjectPhase.CLOSED, ProjectPhase.STOPPED])
def test_nothing_is_reported_after_the_end(town, phase):
    project = make_project(town, phase)
    count = StatusUpdate.objects.count()
    assert refusal(make_status, project).startswith("Det kan ikke gøres, mens projektet er i fasen")
    assert StatusUpdate.objects.count() == count


@pytest.mark.parametrize(
    ("on", "deadline", "overdue"),
    [
        # January 2027: the 1st is a holiday, so the fifth working day is Friday the 8th.
        (datetime(2027, 1, 8, 12, tzinfo=COPENHAGEN), date(2027, 1, 8), False),
        (datetime(2027, 1, 9, 12, tzinfo=COPENHAGEN), date(2027, 1, 8), True),
        (datetime(2027, 2, 1, 12, tzinfo=COPENHAGEN), date(2027, 2, 5), False),
    ],
)
def test_the_status_is_due_on_the_fifth_working_day(town, on, deadline, overdue):
    with standing_at(on):
        due = status_due()
        assert (due.deadline, due.is_overdue, due.month) == (deadline, overdue, previous_month())


def test_a_status_is_missing_until_it_is_reported(town, project):
    young = make_unit_project(town.units["care"], town.owner, reference="GMPP-2", started_on=this_month())
    assert (status_due().missing(project), status_due().missing(young)) == (True, False)
    make_status(project, month=previous_month())
    assert status_due().missing(Project.objects.get(pk=project.pk)) is False


def stones(project: Project, **changed) -> list[Stone]:
    return [
        Stone(one.label, changed.get("planned_on", one.planned_on), changed.get("done_on", one.done_on), one.pk)
        for one in project.milestones.all()
    ]


def test_the_first_plan_of_a_milestone_stands(town, project):
    row = make_milestone(project, days=30)
    plan_milestones(
        project, stones(project, planned_on=in_days(60)), actor=town.colleague, reason="Leverandøren er sen"
    )
    row.refresh_from_db()
    assert (row.baseline_on, row.planned_on) == (in_days(30), in_days(60))
    with pytest.raises(ProgrammingError), transaction.atomic():
        Milestone.objects.filter(pk=row.pk).update(baseline_on=in_days(60))
    act = AuditEntry.objects.about(project).get()
    moved = f"{row.label}: {in_days(30)} → {in_days(60)}"
    assert (act.reason, act.data) == (
        "Leverandøren er sen", {"from": "execution", "to": "execution", "moved": [moved]},
    )  # fmt: skip


@pytest.mark.parametrize("change", ["moved", "removed"])
def test_after_the_analysis_a_departure_from_the_plan_takes_a_reason(town, project, change):
    make_milestone(project, days=30)
    new = stones(project, planned_on=in_days(31)) if change == "moved" else []
    sentence = "Skriv, hvorfor planen ændres. En milepæl er flyttet eller fjernet."
    assert refusal(plan_milestones, project, new, actor=town.owner) == sentence
    assert Milestone.objects.get().planned_on == in_days(30)
    Project.objects.filter(pk=project.pk).update(phase=ProjectPhase.ANALYSIS)
    plan_milestones(project, new, actor=town.owner)
    assert [row.planned_on for row in Milestone.objects.all()] == ([in_days(31)] if change == "moved" else [])


def test_reaching_and_adding_milestones_takes_no_reason(town, project):
    make_milestone(project, days=-3)
    plan_milestones(project, [*stones(project, done_on=in_days(-1)), Stone("Næste", in_days(9))], actor=town.owner)
    assert [(row.label, row.done_on) for row in Milestone.objects.all()] == [
        ("Første gruppe i gang", in_days(-1)), ("Næste", None),
    ]  # fmt: skip


def test_a_milestone_is_not_reached_tomorrow(town, project):
    new = [Stone("Næste", in_days(9), in_days(1))]
    assert refusal(plan_milestones, project, new, actor=town.owner).startswith("En milepæl kan ikke være nået")


def test_a_plan_that_says_the_same_is_no_act(town, project):
    make_milestone(project)
    plan_milestones(project, stones(project), actor=town.owner)
    assert AuditEntry.objects.about(project).count() == 0


def test_what_another_has_written_meanwhile_is_not_overwritten(town, project):
    make_milestone(project)
    make_risk(project)
    seen, seen_risks = plan_digest(project), risks_digest(project)
    make_milestone(project, "Den andens")
    make_risk(project, "Den andens")
    assert "Planen er ændret af en anden" in refusal(
        plan_milestones, project, [], actor=town.owner, reason="x", seen=seen
    )
    said = refusal(assess_risks, project, [], actor=town.owner, seen=seen_risks)
    assert said == "Risiciene er ændret af en anden eller i en anden fane, mens du skrev. Åbn siden igen."
    assert (project.milestones.count(), project.risks.count()) == (2, 2)


def test_another_projects_rows_are_out_of_reach(town, project):
    other = make_unit_project(town.units["care"], town.owner, reference="GMPP-2")
    stone, risk = make_milestone(other), make_risk(other)
    with pytest.raises(ValueError, match="another project"):
        plan_milestones(project, [Stone("x", in_days(1), None, stone.pk)], actor=town.owner)
    with pytest.raises(ValueError, match="another project"):
        assess_risks(project, [Threat("x", 1, 1, pk=risk.pk)], actor=town.owner)


def test_a_risk_that_is_closed_is_kept_and_one_left_out_goes(town, project):
    first, second = make_risk(project, "Første"), make_risk(project, "Anden")
    assess_risks(project, [Threat("Første", 5, 4, closed=True, pk=first.pk)], actor=town.owner)
    first.refresh_from_db()
    assert (first.weight, first.closed_on) == (20, today())
    assert project.risks.filter(pk=second.pk).count() == 0
    assert AuditEntry.objects.about(project).get().data["risks"] == []


def test_what_is_learned_is_written_down_after_the_end_too(town):
    project = make_project(town, ProjectPhase.CLOSED)
    lesson = record_lesson(project, Taught("Begynd småt", "Tre emner er nok.", "Naboerne"), actor=town.owner)
    assert (lesson.title, lesson.shared_with, lesson.recorded_by) == ("Begynd småt", "Naboerne", town.owner)


@pytest.mark.parametrize("name", ["author", "secretary", "director", "auditor", "admin", "outsider"])
def test_whoever_does_not_run_the_project_changes_nothing(town, project, name):
    person = town.people[name]
    for move, arguments in (
        (report_status, [make_report()]),
        (plan_milestones, [[Stone("x", in_days(1))]]),
        (assess_risks, [[Threat("x", 1, 1)]]),
        (record_lesson, [Taught("x", "y")]),
    ):
        assert "Du har ikke den rolle, det kræver." in refusal(move, project, *arguments, actor=person)
    assert (project.statuses.count(), project.milestones.count(), project.risks.count(), project.lessons.count()) == (
        0, 0, 0, 0,
    )  # fmt: skip
    assert AuditEntry.objects.about(project).count() == 0
