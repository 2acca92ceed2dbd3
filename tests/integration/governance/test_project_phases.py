"""From phase to phase: what each gate asks for, in words, and that a refused move changes nothing."""

import pytest

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry
from governance.domain.project_follow_up import Taught
from governance.domain.project_phases import begin_execution, begin_realisation, close_project, go_back, stop_project
from portfolio.enums import ProjectPhase, ProjectTrack
from portfolio.models import Lesson, Project
from tests.factories.projects import (
    LESSON,
    in_days,
    make_bare_project,
    make_milestone,
    make_old_status,
    make_project,
    make_ready,
    make_risk,
    make_status,
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


def test_a_closed_project_keeps_why_and_when_its_benefits_are_followed_up(town):
    project = make_project(town, ProjectPhase.REALISATION)
    close_project(project, actor=town.owner, reason="Målet er nået", follow_up_on=in_days(180))
    project.refresh_from_db()
    assert (project.phase, project.end_reason) == (ProjectPhase.CLOSED, "Målet er nået")
    assert (project.ended_on, project.follow_up_on) == (clock.today(), in_days(180))


@pytest.mark.parametrize(
    ("reason", "days", "sentence"),
    [
        ("", 100, "Skriv, hvad projektet har givet."),
        ("Målet er nået", 0, "Vælg en kommende dag til at følge op på gevinsterne."),
    ],
)
def test_a_project_is_not_closed_without_what_closing_asks(town, reason, days, sentence):
    project = make_project(town, ProjectPhase.REALISATION)
    with pytest.raises(Refused) as refused:
        close_project(project, actor=town.owner, reason=reason, follow_up_on=in_days(days))
    assert str(refused.value) == sentence
    stored = Project.objects.get(pk=project.pk)
    assert (stored.phase, stored.follow_up_on, stored.ended_on) == (ProjectPhase.REALISATION, None, None)


def test_a_project_is_closed_on_a_fresh_status(town):
    project = make_bare_project(phase=ProjectPhase.REALISATION, owner=town.owner)
    make_old_status(project, 2, town.owner)
    with pytest.raises(Refused) as refused:
        close_project(project, actor=town.owner, reason="Færdigt", follow_up_on=in_days(9))
    assert str(refused.value).startswith("Meld status for ")
    make_old_status(project, 1, town.owner)
    assert close_project(project, actor=town.owner, reason="Færdigt", follow_up_on=in_days(9)).phase == "closed"


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
