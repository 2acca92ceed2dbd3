import pytest

from core.domain.audit import record
from core.selectors.changes import changes_of
from portfolio.models import Milestone, Risk
from tests.factories.governance import make_town
from tests.factories.history import seal
from tests.factories.reports import make_project

pytestmark = pytest.mark.django_db


def test_a_moved_milestone_and_a_changed_risk_are_told_by_name():
    town = make_town()
    project = make_project(town.units["care"], "Elektroniske nøgler")
    for label in ("Udbud", "Drift"):
        Milestone.objects.create(project=project, label=label, baseline_on="2027-03-01", planned_on="2027-03-01")
    Risk.objects.create(project=project, text="Leverandøren er sen", probability=2, consequence=4)
    record("project.plan", actor=town.owner, subject=project)
    Milestone.objects.filter(label="Udbud").update(planned_on="2027-04-01")
    Risk.objects.update(probability=4)
    act = record("project.plan", actor=town.owner, subject=project)
    seal()
    assert changes_of([act.sequence], project)[act.sequence] == (
        ("Udbud: Planlagt til", "1. marts 2027", "1. april 2027"),
        ("Leverandøren er sen: Sandsynlighed", "2", "4"),
    )
