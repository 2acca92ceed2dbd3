"""From phase to phase: what each gate asks for, in words, and that a refused move changes nothing."""

import pytest

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry
from governance.domain.benefit_moves import Plan, plan_benefit
from governance.domain.project_follow_up import Taught
from governance.domain.project_phases import (
    begin_execution,
    begin_realisation,
    close_project,
    date_operation,
    go_back,
    stop_project,
)
from governance.policy.lights import months_after
from portfolio.enums import ProjectPhase, ProjectTrack
from portfolio.models import Lesson, Project
from tests.factories.projects import (
    LESSON,
    in_days,
    make_bare_project,
    make_due,
    make_evaluation,
    make_milestone,
    make_old_status,
    make_project,
    make_ready,
    make_risk,
    make_status,
    settle_benefits,
)


def phase_of(project: Project) -> str:
    return Project.objects.get(pk=project.pk).phase


def last_act(project: Project) -> tuple[str, str, dict]:
    act = AuditEntry.objects.about(project).order_by("-sequence")[0]
    return act.act, act.reason, act.data


def test_the_execution_begins_with_a_plan_and_a_manager(town):
    project = make_project(town)
    make_milestone(project)
    begin_execution(project, actor=town.owner)
    project.refresh_from_db()
    assert (project.phase, project.phase_since.date()) == (ProjectPhase.EXECUTION, clock.now().date())
    assert last_act(project) == ("project.begin_execution", "", {"from": "analysis", "to": "execution"})


def test_what_lacks_before_the_execution_is_said_in_one_go(town):
    project = make_project(town)
    Project.objects.filter(pk=project.pk).update(manager=None, track=ProjectTrack.STANDARD)
    make_milestone(project, days=-10, done=-5)
    with pytest.raises(Refused) as refused:
        begin_execution(project, actor=town.owner)
    assert str(refused.value) == (
        "Udpeg en projektleder. Læg en plan med mindst én kommende milepæl. "
        "Vurdér mindst én risiko. Det kræver standardsporet."
    )
    assert phase_of(project) == ProjectPhase.ANALYSIS


def test_the_realisation_asks_for_a_status_first(town):
    project = make_project(town, ProjectPhase.EXECUTION)
    with pytest.raises(Refused) as refused:
        begin_realisation(project, actor=town.owner)
    assert str(refused.value) == "Meld den første status."


def test_a_milestone_that_has_not_been_reached_takes_an_explanation(town):
    project = make_project(town, ProjectPhase.EXECUTION)
    make_status(project)
    make_milestone(project, "Papirbrevene er samlet", days=0)
    with pytest.raises(Refused) as refused:
        begin_realisation(project, actor=town.owner, reason="  ")
    assert "Milepælen “Papirbrevene er samlet”" in str(refused.value)
    assert phase_of(project) == ProjectPhase.EXECUTION
    begin_realisation(project, actor=town.owner, reason="Tages med i driften")
    assert phase_of(project) == ProjectPhase.REALISATION
    assert last_act(project)[:2] == ("project.begin_realisation", "Tages med i driften")


def test_a_milestone_to_come_needs_no_explanation(town):
    project = make_project(town, ProjectPhase.EXECUTION)
    make_status(project)
    make_milestone(project, "Effekten målt", days=1)
    begin_realisation(project, actor=town.owner)
    assert phase_of(project) == ProjectPhase.REALISATION


def test_normal_operation_begins_with_the_realisation_and_the_agreed_period_counts_from_it(town):
    project = make_project(town, ProjectPhase.EXECUTION)
    make_status(project)
    begin_realisation(project, actor=town.owner, operation_on=in_days(20))
    project.refresh_from_db()
    due = months_after(in_days(20), 12)
    assert (project.operation_on, project.follow_up_on) == (in_days(20), due)
    assert set(project.benefits.values_list("due_on", flat=True)) == {due}
    assert last_act(project)[2] == {
        "from": "execution", "to": "realisation", "operation_on": str(in_days(20)), "follow_up_on": str(due),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (-1, "Normal drift begynder, efter at projektet er startet."),
        (400, "Vælg en dag inden for et år fra nu."),
    ],
)
def test_normal_operation_begins_on_a_day_that_can_be_right(town, days, sentence):
    project = make_project(town, ProjectPhase.EXECUTION)
    make_status(project)
    with pytest.raises(Refused) as refused:
        begin_realisation(project, actor=town.owner, operation_on=in_days(days))
    assert str(refused.value) == sentence
    assert phase_of(project) == ProjectPhase.EXECUTION


def test_what_is_due_moves_with_the_day_of_normal_operation(town):
    project = make_project(town, ProjectPhase.REALISATION)
    first = project.benefits.all()[0]
    plan = Plan(first.method, first.change_in_work, first.unit, in_days(500))
    plan_benefit(first, plan, actor=town.owner, reason="Sæsonen skal med")
    with pytest.raises(Refused):
        date_operation(project, actor=town.owner, operation_on=in_days(30), reason=" ")
    date_operation(project, actor=town.owner, operation_on=in_days(30), reason="Leverancen blev forsinket")
    project.refresh_from_db()
    due = months_after(in_days(30), 12)
    assert (project.operation_on, project.follow_up_on) == (in_days(30), due)
    # The one whose day was moved further out keeps it.
    assert list(project.benefits.values_list("due_on", flat=True)) == [in_days(500), due, due]


def test_out_of_the_realisation_nothing_is_due(town):
    project = make_project(town, ProjectPhase.REALISATION)
    go_back(project, actor=town.owner, reason="Løsningen er taget ud af drift")
    project.refresh_from_db()
    assert (project.operation_on, project.follow_up_on) == (None, None)
    assert set(project.benefits.values_list("due_on", flat=True)) == {None}


def test_a_closed_project_keeps_why_and_when(town):
    project = make_project(town, ProjectPhase.CLOSED)
    assert (project.end_reason, project.ended_on) == ("Målet er nået", clock.today())
    assert last_act(project) == (
        "project.close",
        "Målet er nået",
        {"from": "realisation", "to": "closed", "returned": "0"},
    )


def test_a_project_is_not_closed_before_the_agreed_period_nor_without_its_evaluation(town):
    project = make_project(town, ProjectPhase.REALISATION)
    with pytest.raises(Refused) as early:
        close_project(project, actor=town.owner, reason="Målet er nået")
    assert str(early.value).startswith("Effekten vurderes efter den aftalte periode i normal drift, fra ")
    make_due(project)
    with pytest.raises(Refused) as unevaluated:
        close_project(project, actor=town.owner, reason="Målet er nået")
    assert str(unevaluated.value) == "Det kan først ske, når effekten er vurderet."
    assert phase_of(project) == ProjectPhase.REALISATION
    settle_benefits(project)
    make_evaluation(project)
    with pytest.raises(Refused) as unexplained:
        close_project(project, actor=town.owner, reason=" ")
    assert str(unexplained.value) == "Skriv, hvad projektet har givet."
    close_project(project, actor=town.owner, reason="Målet er nået")
    assert phase_of(project) == ProjectPhase.CLOSED


def test_a_project_is_closed_on_a_fresh_status(town):
    project = make_bare_project(phase=ProjectPhase.REALISATION, owner=town.owner)
    make_evaluation(project)
    make_old_status(project, 2, town.owner)
    with pytest.raises(Refused) as refused:
        close_project(project, actor=town.owner, reason="Færdigt")
    assert str(refused.value).startswith("Meld status for ")
    make_old_status(project, 1, town.owner)
    assert close_project(project, actor=town.owner, reason="Færdigt").phase == "closed"


@pytest.mark.parametrize("phase", [ProjectPhase.ANALYSIS, ProjectPhase.EXECUTION, ProjectPhase.REALISATION])
def test_every_running_project_can_stop_with_learning(town, phase):
    project = make_project(town, phase)
    stop_project(project, actor=town.owner, reason="Stopkriteriet er nået", lesson=LESSON)
    project.refresh_from_db()
    assert (project.phase, project.end_reason, project.ended_on) == (
        ProjectPhase.STOPPED, "Stopkriteriet er nået", clock.today(),
    )  # fmt: skip
    lesson = Lesson.objects.get(project=project)
    assert (lesson.title, lesson.recorded_by) == (LESSON.title, town.owner)
    assert last_act(project) == (
        "project.stop",
        "Stopkriteriet er nået",
        {"from": phase, "to": "stopped", "lesson": lesson.pk, "returned": "0"},
    )


@pytest.mark.parametrize(
    ("reason", "lesson"),
    [("", LESSON), ("Derfor", Taught("", "Tekst")), ("Derfor", Taught("Titel", " "))],
)
def test_a_stop_without_reason_or_lesson_is_rolled_back_whole(town, reason, lesson):
    project = make_project(town, ProjectPhase.EXECUTION)
    before = AuditEntry.objects.count()
    with pytest.raises(Refused):
        stop_project(project, actor=town.owner, reason=reason, lesson=lesson)
    assert (phase_of(project), Lesson.objects.count(), AuditEntry.objects.count()) == ("execution", 0, before)


@pytest.mark.parametrize(
    ("phase", "before"),
    [(ProjectPhase.EXECUTION, ProjectPhase.ANALYSIS), (ProjectPhase.REALISATION, ProjectPhase.EXECUTION)],
)
def test_a_project_goes_back_one_phase_with_a_reason(town, phase, before):
    project = make_project(town, phase)
    with pytest.raises(Refused):
        go_back(project, actor=town.owner, reason="")
    go_back(project, actor=town.owner, reason="Planen skal lægges om")
    assert phase_of(project) == before


def test_only_the_owner_moves_the_project(town):
    project = make_project(town)
    make_ready(project)
    make_risk(project)
    for person in (town.author, town.secretary, town.director, town.admin):
        with pytest.raises(Refused) as refused:
            begin_execution(project, actor=person)
        assert refused.value.who == "Owner Test"
    assert phase_of(project) == ProjectPhase.ANALYSIS
