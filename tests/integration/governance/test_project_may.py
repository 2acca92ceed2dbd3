"""Every phase x move x role on a project, held against the table by an oracle of its own."""

import pytest

from governance.domain.project_moves import may_move
from governance.domain.projects import name_manager
from governance.project_workflow import MOVES
from governance.selectors.standing import standing_of
from portfolio.enums import ProjectPhase
from portfolio.models import Project
from tests.factories.projects import make_project

RUNNING = {"analysis", "execution", "realisation"}
# Where each move can be made and by whom, written out by hand; `colleague` manages the project.
ORACLE = {
    "begin_execution": ({"analysis"}, {"owner"}),
    "begin_realisation": ({"execution"}, {"owner"}),
    "evaluate": ({"realisation"}, {"owner", "colleague", "head"}),
    "date_operation": ({"realisation"}, {"owner"}),
    "close": ({"realisation"}, {"owner"}),
    "stop": (RUNNING, {"owner"}),
    "go_back": ({"execution", "realisation"}, {"owner"}),
    "report_status": (RUNNING, {"owner", "colleague"}),
    "plan": (RUNNING, {"owner", "colleague"}),
    "assess_risks": (RUNNING, {"owner", "colleague"}),
    "record_lesson": (RUNNING | {"closed", "stopped"}, {"owner", "colleague"}),
    "name_manager": (RUNNING, {"owner"}),
    "name_owner": (RUNNING, {"owner", "admin"}),
}
PEOPLE = (
    "author", "editor", "owner", "it", "chair", "secretary", "member", "head", "other_head", "director",
    "other_director", "network", "auditor", "admin", "colleague", "outsider",
)  # fmt: skip


@pytest.mark.parametrize("phase", list(ProjectPhase))
def test_the_answer_is_the_tables(town, phase):
    project = make_project(town, phase)
    Project.objects.filter(pk=project.pk).update(manager=town.colleague)
    project.refresh_from_db()
    assert project.phase == phase
    for name in PEOPLE:
        standing = standing_of(town.people[name])
        for move in MOVES:
            answer = may_move(move.name, project, town.people[name], standing)
            phases, makers = ORACLE[move.name]
            assert (name, move.name, answer.allowed) == (name, move.name, phase in phases and name in makers)
            assert (answer.reason == "") == answer.allowed


def test_the_oracle_names_every_move():
    assert set(ORACLE) == {move.name for move in MOVES}


def test_a_refusal_names_those_who_can(town):
    project = make_project(town)
    name_manager(project, town.colleague, actor=town.owner)
    project.refresh_from_db()
    answer = may_move("report_status", project, town.secretary, standing_of(town.secretary))
    assert (answer.reason, answer.who) == ("Du har ikke den rolle, det kræver.", "Owner Test eller Colleague Test")
