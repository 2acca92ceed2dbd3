"""Two who move a project in the same instant: the row's lock lets only one of them win."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from core.domain.refusal import Refused
from core.models import AuditEntry
from governance.domain import project_moves
from governance.domain.project_phases import begin_execution
from portfolio.models import Project
from tests.factories.governance import make_town
from tests.factories.projects import make_project, make_ready


@pytest.mark.usefixtures("transactional_db")
def test_of_two_who_begin_the_execution_one_wins(monkeypatch):
    town = make_town()
    project = make_project(town)
    make_ready(project)
    asked = project_moves.may_move

    def ask_and_wait(*arguments):
        answer = asked(*arguments)
        time.sleep(0.3)
        return answer

    monkeypatch.setattr(project_moves, "may_move", ask_and_wait)
    start = Barrier(2)

    def begin(_number: int) -> str:
        start.wait(timeout=60)
        try:
            begin_execution(project, actor=town.owner)
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(begin, range(2)))
    assert outcomes == ["", "Det kan ikke gøres, mens projektet er i fasen “Gennemførelse”."]
    assert Project.objects.get(pk=project.pk).phase == "execution"
    assert AuditEntry.objects.filter(act="project.begin_execution").count() == 1
