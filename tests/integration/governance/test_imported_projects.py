"""An imported project has no case, owner or unit: its pages say what is not stated, in the source's own words."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse

from core import clock
from governance.selectors.project_list import ProjectList
from portfolio.domain.project_import import import_projects
from portfolio.models import Project, ProjectImport
from portfolio.reading.file import read_table
from portfolio.reading.mapping import parse_mapping
from portfolio.watch import Watch
from tests.factories.projects import make_status

DATA = Path(__file__).resolve().parents[2] / "data"
# When every status of the month before is overdue.
LATE = timedelta(days=80)


@pytest.fixture
def imported(town) -> dict[str, Project]:
    run = ProjectImport.objects.create(file_name="projekter.csv", sha256="0" * 64, created_at=clock.now())
    mapping = parse_mapping((DATA / "projekter.toml").read_text())
    import_projects(read_table((DATA / "projekter.csv").read_bytes()), mapping, run, actor=None)
    return {row.reference: row for row in Project.objects.all()}


def page_of(client, project: Project):
    return client.get(reverse("governance:project_detail", args=[project.pk]))


def test_what_is_no_figure_is_not_stated_and_never_0(town, client, imported):
    client.force_login(town.outsider)
    response = page_of(client, imported["P-002"])
    page, html = response.context["page"], response.content.decode()
    assert dict(page.source.unstated) == {
        "Planlagt slut": "Ikke besluttet", "Planlagt udgift": "Fortroligt: udbuddet er ikke afsluttet",
    }  # fmt: skip
    # The pool has given it nothing, and that is known; the other three nobody has stated.
    assert [line.amount for line in page.head.money] == [Decimal(0), None, None, None]
    assert "ikke oplyst" in html
    assert "Fortroligt: udbuddet er ikke afsluttet" in html
    assert "Ukendt Afdeling A/S" in html


def test_the_sources_lights_and_words_are_shown_until_a_status_is_reported(town, client, imported):
    client.force_login(town.outsider)
    rides = page_of(client, imported["P-004"]).context["page"].source
    assert [(light, text) for _label, light, text in rides.lights] == [
        ("", "Afventer styregruppen"), ("", "Afventer styregruppen"), ("", ""), ("", ""),
    ]  # fmt: skip
    cards = page_of(client, imported["P-001"]).context["page"].source
    assert [light for _label, light, _text in cards.lights] == ["yellow", "yellow", "", ""]
    assert cards.texts == (("Bemærkning", "Låsene er forsinket"),)
    assert (
        "Sådan vurderer Prøvekommunens projektliste projektet." in page_of(client, imported["P-001"]).content.decode()
    )
    project = imported["P-001"]
    project.owner = town.owner
    project.save(update_fields=["owner"])
    make_status(project)
    response = page_of(client, project)
    assert response.context["page"].status is not None
    assert "Sådan vurderer" not in response.content.decode()


def test_the_first_thing_is_to_find_out_whose_it_is(town, client, imported):
    client.force_login(town.admin)
    step = page_of(client, imported["P-003"]).context["page"].head.next_step
    assert (step.what, step.who) == ("Find ud af, hvem der ejer projektet.", "en administrator")


def test_a_project_that_is_nobodys_owes_no_status(town, imported, rf):
    month = (clock.today() - LATE).replace(day=1)
    running = Project.objects.running()
    assert set(running.owing_status(month)) == set()
    measure = Watch(clock.today(), month)
    assert {row.reference for row in running.needing_attention(measure)} == {"P-001", "P-002"}
    Project.objects.filter(reference="P-003").update(owner=town.owner)
    assert {row.reference for row in running.owing_status(month)} == {"P-003"}
    assert {row.reference for row in running.needing_attention(measure)} == {"P-001", "P-002", "P-003"}


def test_the_list_holds_them_with_unit_and_number_of_the_source(town, imported, rf):
    listed = ProjectList(rf.get("/projekter/").GET, town.outsider)
    lines = {line.number: (line.unit, line.planned, line.economy, line.owes_status) for line in listed.lines}
    assert {line.ownerless for line in listed.lines} == {True}
    assert lines == {
        "P-001": ("aeldre", Decimal("1250000.50"), "yellow", False),
        "P-002": ("Ukendt Afdeling A/S", None, "red", False),
        "P-003": ("Skole", Decimal(0), "green", False),
        "P-004": ("", None, "", False),
    }


@pytest.mark.parametrize(("role", "shown"), [("secretary", True), ("admin", True), ("member", False)])
def test_the_list_leads_to_the_import_for_those_who_may(town, client, role, shown):
    client.force_login(town.people[role])
    html = client.get(reverse("governance:project_list")).content.decode()
    assert (reverse("governance:import_list") in html) is shown
