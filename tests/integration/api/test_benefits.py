"""Benefits over HTTP: what was promised and measured, the filters, and that the hidden does not exist."""

from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from governance.domain.benefit_moves import Measured, record_measurement
from portfolio.enums import ProjectPhase
from portfolio.models import Project
from tests.factories.projects import make_due, make_project


def test_a_line_has_its_promise_and_its_measurements(town, call):
    project = make_project(town, ProjectPhase.REALISATION)
    make_due(project)
    money = project.benefits.get(label="Mindre porto")
    record_measurement(money, Measured(clock.today(), realised=Decimal("80000.5"), final=True), actor=town.author)
    rows = {row["label"]: row for row in call(town.outsider).get("benefits").json()["results"]}
    assert list(rows) == ["Mindre porto", "Svar samme dag", "Timer"]
    row = rows["Mindre porto"]
    assert (row["project"], row["promised_dkk"], row["is_settled"], row["owner"]) == (
        project.pk, ["20000.00", "100000.00", "100000.00"], True, "Author Test",
    )  # fmt: skip
    assert row["measurements"][0]["realised_dkk"] == "80000.50"
    assert (rows["Timer"]["type"], rows["Timer"]["target"], rows["Timer"]["baselines"][0]["value"]) == (
        "", "2.00", "22.00",
    )  # fmt: skip


def test_the_filters(town, call):
    project, other = make_project(town), make_project(town)
    caller = call(town.outsider)
    assert caller.get("benefits").json()["count"] == 6
    assert caller.get("benefits", project=project.pk, type="service").json()["count"] == 1
    assert caller.get("benefits", q="porto", project=other.pk).json()["count"] == 1
    assert caller.get("benefits", type="nonsense").status_code == 400


def test_what_is_hidden_does_not_exist(town, call):
    project = make_project(town)
    Project.objects.filter(pk=project.pk).update(restricted=True)
    project.proposal.bars.create(person=town.it)
    assert [call(person).get("benefits").json()["count"] for person in (town.outsider, town.it, town.author)] == [
        0,
        0,
        3,
    ]


def test_the_queries_are_constant(town, call):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            call(town.outsider).get("benefits")
        return len(seen)

    make_project(town)
    first = queries()
    make_project(town)
    make_project(town)
    assert queries() == first
