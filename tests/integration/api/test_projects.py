"""Projects over HTTP: the page's filters, lights, money as strings, and what hangs on one."""

from decimal import Decimal

from portfolio.enums import Light, ProjectPhase
from portfolio.models import Project
from tests.factories.projects import make_bare_project, make_milestone, make_project, make_risk, make_status


def test_a_line_has_its_lights_and_its_money_as_strings(town, call):
    project = make_project(town, ProjectPhase.EXECUTION)
    make_status(project, time=Light.RED, spent=Decimal("1250.5"))
    row = call(town.outsider).get("projects").json()["results"][0]
    assert (row["number"], row["proposal"], row["phase"], row["unit"], row["area"], row["owner"]) == (
        project.number, project.number, "execution", "care", "welfare", "Owner Test",
    )  # fmt: skip
    assert row["lights"] == {"time": "red", "economy": "green", "benefits": "green", "quality": "green"}
    assert (row["spent_dkk"], row["granted_dkk"], row["planned_cost_dkk"], row["expected_cost_dkk"]) == (
        "1250.50", "0.00", "220000.00", None,
    )  # fmt: skip


def test_the_filters_are_the_pages(town, call):
    make_project(town)
    running = make_project(town, ProjectPhase.EXECUTION)
    make_status(running, quality=Light.YELLOW)
    make_bare_project(title="Importeret")
    caller = call(town.outsider)

    def found(**query: str) -> list[int]:
        return [row["id"] for row in caller.get("projects", **query).json()["results"]]

    assert len(found()) == 3
    assert found(phase="execution", unit="welfare") == [running.pk]
    assert found(light="yellow") == [running.pk]
    assert found(q=running.number) == [running.pk]
    assert caller.get("projects", phase="nonsense").status_code == 400


def test_one_project_has_its_milestones_risks_and_statuses(town, call):
    project = make_project(town, ProjectPhase.EXECUTION)
    make_milestone(project, "Anden", days=60)
    make_risk(project, "Vi mangler folk")
    make_status(project)
    make_status(project, time=Light.YELLOW)
    body = call(town.outsider).get(f"projects/{project.pk}").json()
    assert [row["label"] for row in body["milestones"]] == ["Første gruppe i gang", "Anden"]
    assert [row["text"] for row in body["risks"]] == ["Superbrugerne er på ferie", "Vi mangler folk"]
    assert [row["time"] for row in body["statuses"]] == ["yellow", "green"]


def test_an_imported_project_says_null_and_what_its_source_says(town, call):
    project = make_bare_project(source_texts={"spent": "Exempt"})
    body = call(town.outsider).get(f"projects/{project.pk}").json()
    assert (body["number"], body["proposal"], body["unit"], body["spent_dkk"], body["source_texts"]) == (
        "GMPP-1", None, None, None, {"spent": "Exempt"},
    )  # fmt: skip
    assert body["lights"] == {"time": "", "economy": "", "benefits": "", "quality": ""}


def test_what_is_hidden_does_not_exist(town, call):
    project = make_project(town)
    Project.objects.filter(pk=project.pk).update(restricted=True)
    caller = call(town.outsider)
    assert caller.get("projects").json()["count"] == 0
    assert [caller.get(f"projects/{pk}").status_code for pk in (project.pk, 999_999, 10**18 - 1)] == [404, 404, 404]
