"""The list of projects: who sees what, views, search, filters, order, sums, exports and its queries."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from core.models import User
from governance.domain import status_months
from governance.domain.status_months import previous_month
from portfolio.enums import Light, ProjectPhase
from portfolio.models import Project
from tests.factories.projects import (
    in_days,
    make_bare_project,
    make_milestone,
    make_old_status,
    make_project,
    make_status,
    make_unit_project,
)

URL = "/projekter/"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browse(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def titles(person: User, query: str = "") -> list[str]:
    return [row.title for row in browse(person).get(URL + query).context["list"].lines]


def a_project(town, title: str, **fields) -> Project:
    """Make a project of the care department that began long ago, whose name is its number in the source too."""
    whole = {"reference": title, "title": title, "started_on": in_days(-365), "owner": town.owner} | fields
    return make_unit_project(town.units["care"], whole.pop("owner"), **whole)


@pytest.fixture
def hidden(town) -> dict[str, Project]:
    """A restricted project, one whose case `network` is barred from, and an imported one without a unit."""
    restricted = a_project(town, "Fortroligt", restricted=True)
    barred = make_project(town, title="Habilt")
    barred.proposal.bars.create(person=town.network)
    return {"restricted": restricted, "barred": barred, "imported": make_bare_project(title="Importeret")}


SEEN = {
    "owner": ["Fortroligt", "Habilt", "Importeret"],
    "colleague": ["Fortroligt", "Habilt", "Importeret"],
    "director": ["Fortroligt", "Habilt", "Importeret"],
    "auditor": ["Fortroligt", "Habilt", "Importeret"],
    "network": ["Fortroligt", "Importeret"],
    "outsider": ["Habilt", "Importeret"],
}


@pytest.mark.usefixtures("hidden")
@pytest.mark.parametrize("name", SEEN)
def test_a_restricted_project_stays_in_its_area_and_a_barred_one_with_its_own(town, name):
    assert titles(town.people[name], "?sort=title&view=all") == SEEN[name]


@pytest.mark.parametrize(("name", "kept"), [("outsider", "restricted"), ("network", "barred")])
def test_what_is_hidden_is_in_no_search_sum_export_or_answer(town, hidden, name, kept):
    project = hidden[kept]
    Project.objects.filter(pk=project.pk).update(spent=Decimal("777.77"))
    client = browse(town.people[name])
    listed = client.get(URL, {"view": "all", "q": project.title}).context["list"]
    assert (listed.lines, listed.totals["count"], listed.totals["spent"]) == ([], 0, None)
    assert client.get(URL, {"view": "all", "q": project.number}).context["list"].lines == []
    csv = b"".join(client.get(f"{URL}eksport.csv?view=all").streaming_content).decode()
    sheet = load_workbook(BytesIO(client.get(f"{URL}eksport.xlsx?view=all").content)).active
    assert project.title not in csv
    assert project.title not in {row[1] for row in sheet.values}
    assert project.title not in client.get("/api/v1/projects").content.decode()
    assert client.get(f"{URL}{project.pk}/").status_code == 404
    assert client.get(f"/api/v1/projects/{project.pk}").status_code == 404
    assert project.title not in client.get("/").content.decode()


def test_the_saved_views(town, monkeypatch):
    monkeypatch.setattr(status_months, "add_working_days", lambda day, _count: day - timedelta(days=1))
    red, asks, late = a_project(town, "Rødt"), a_project(town, "Spørger"), a_project(town, "Sent")
    for project in (red, asks):
        make_status(project, time=Light.RED if project == red else Light.GREEN)
    make_status(asks, decision_needed="Skal datoen flyttes?")
    make_old_status(late, 2, town.owner)
    well = a_project(town, "Godt", owner=town.colleague)
    make_status(well, actor=town.colleague, month=previous_month())
    a_project(town, "Slut", phase=ProjectPhase.CLOSED)
    a_project(town, "Lært", phase=ProjectPhase.STOPPED)
    views = ("running", "attention", "asking", "missing", "mine", "ended", "all")
    assert {view: titles(town.owner, f"?view={view}&sort=title") for view in views} == {
        "running": ["Godt", "Rødt", "Sent", "Spørger"],
        "attention": ["Rødt", "Sent"],
        "asking": ["Spørger"],
        "missing": ["Sent"],
        "mine": ["Lært", "Rødt", "Sent", "Slut", "Spørger"],
        "ended": ["Lært", "Slut"],
        "all": ["Godt", "Lært", "Rødt", "Sent", "Slut", "Spørger"],
    }
    assert titles(town.owner, "?view=nonsense&sort=title") == ["Godt", "Rødt", "Sent", "Spørger"]


def test_a_status_calls_for_attention_only_after_its_deadline(town, monkeypatch):
    monkeypatch.setattr(status_months, "add_working_days", lambda day, _count: day + timedelta(days=40))
    a_project(town, "I god tid")
    assert (titles(town.owner, "?view=attention"), titles(town.owner, "?view=missing")) == ([], ["I god tid"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("phase=analysis", ["Analyse"]),
        ("phase=analysis&phase=execution", ["Analyse", "Gul", "Tavs"]),
        ("light=yellow", ["Gul"]),
        ("light=silent", ["Analyse", "Tavs"]),
        ("light=green&light=silent", ["Analyse", "Gul", "Tavs"]),
        ("light=red", []),
        ("unit=children", ["Tavs"]),
        ("unit=welfare", ["Analyse", "Gul"]),
        ("q=gul", ["Gul"]),
        ("phase=x&light=y&unit=z&page=x&page_size=9&sort=password", ["Tavs", "Gul", "Analyse"]),
    ],
)
def test_filters_and_search(town, query, found):
    a_project(town, "Analyse", phase=ProjectPhase.ANALYSIS)
    make_status(a_project(town, "Gul"), benefits=Light.YELLOW)
    make_unit_project(town.units["schools"], town.owner, title="Tavs", reference="S-1")
    order = "" if "sort" in query else "&sort=title"
    assert titles(town.auditor, f"?{query}{order}") == found


def test_a_project_is_found_by_the_number_it_came_with(town):
    a_project(town, "Nøgler", reference="GMPP-17")
    assert titles(town.auditor, "?q=gmpp-17") == ["Nøgler"]


@pytest.mark.parametrize("text", ["nøgler skolen", "gmpp-17", "2026-1"])
def test_a_search_reads_no_project_that_the_indexes_do_not_name(town, text):
    with connection.cursor() as cursor:
        # On a table of a few rows any way is cheap: only the ways through the indexes that a search names are left.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    plan = Project.objects.matching(text).explain()
    assert {"project_reference", "project_title_stems", "project_title_trigram"} <= set(plan.split())
    assert "Seq Scan on portfolio_project" not in plan


def test_a_line_says_what_comes_next_and_whether_the_status_is_late(town, monkeypatch):
    monkeypatch.setattr(status_months, "add_working_days", lambda day, _count: day - timedelta(days=1))
    project = a_project(town, "Nøgler", baseline_cost=Decimal(500_000))
    make_milestone(project, "Nået", days=-9, done=-9)
    make_milestone(project, "Senere", days=60)
    make_milestone(project, "Næste", days=20)
    row = browse(town.owner).get(URL).context["list"].lines[0]
    assert (row.milestone, row.milestone_on, row.owes_status) == ("Næste", in_days(20), True)
    make_status(project, month=previous_month(), spent=Decimal(10))
    row = browse(town.owner).get(URL).context["list"].lines[0]
    assert (row.owes_status, row.time, row.spent, row.planned) == (False, "green", Decimal(10), Decimal(500_000))


def test_what_is_not_stated_comes_last_and_columns_without_an_order_do_not_sort(town):
    for title, cost in (("Dyr", 900), ("Uden", None), ("Billig", 1)):
        a_project(town, title, baseline_cost=cost)
    assert titles(town.owner, "?sort=planned") == ["Billig", "Dyr", "Uden"]
    assert titles(town.owner, "?sort=-planned") == ["Dyr", "Billig", "Uden"]
    listed = browse(town.owner).get(f"{URL}?sort=time").context["list"]
    assert listed.sort == "-number"
    assert {one.column.name for one in listed.headings if not one.url} == {
        "time", "economy", "benefits", "quality", "milestone",
    }  # fmt: skip


def test_sums_are_of_the_whole_filter_not_of_the_page(town):
    for number in range(27):
        a_project(town, f"Projekt {number}", baseline_cost=Decimal("100.50"), spent=Decimal(10))
    a_project(town, "Slut", phase=ProjectPhase.CLOSED, spent=Decimal(5))
    listed = browse(town.owner).get(f"{URL}?page=2").context["list"]
    assert len(listed.lines) == 2
    assert listed.totals == {"count": 27, "planned": Decimal("2713.50"), "spent": Decimal(270)}


def test_the_files_are_what_is_seen_and_run_nothing(town):
    project = a_project(town, "=1+1", baseline_cost=Decimal("1250000.5"), manager=town.colleague)
    make_milestone(project, "@Næste", days=3)
    a_project(town, "Slut", phase=ProjectPhase.CLOSED)
    client = browse(town.owner)
    csv = client.get(f"{URL}eksport.csv")
    head, line, *rest = b"".join(csv.streaming_content).decode().removeprefix("\ufeff").split("\r\n")
    cells = dict(zip(head.split(";"), line.split(";"), strict=True))
    assert rest == [""]
    assert (cells["Titel"], cells["Planlagt udgift (kr.)"], cells["Projektleder"], cells["Brugt (kr.)"]) == (
        "'=1+1", "1250000,50", "Colleague Test", "",
    )  # fmt: skip
    rows = list(load_workbook(BytesIO(client.get(f"{URL}eksport.xlsx").content)).active.values)
    sheet = dict(zip(*rows, strict=True))
    assert (sheet["Titel"], sheet["Planlagt udgift (kr.)"], sheet["Næste milepæl"], sheet["Brugt (kr.)"]) == (
        "=1+1", 1250000.5, "@Næste", None,
    )  # fmt: skip


@pytest.mark.parametrize("query", ["", "?q=projekt", "?view=mine&sort=unit", "?view=attention&light=red"])
@pytest.mark.parametrize("name", ["owner", "outsider", "auditor"])
def test_queries_do_not_grow_with_the_rows(town, query, name):
    client = browse(town.people[name])
    counts = []
    for number in range(3):
        project = a_project(town, f"Projekt {number}")
        make_status(project, time=Light.RED)
        make_milestone(project)
        client.get(URL + query)
        with CaptureQueriesContext(connection) as seen:
            client.get(URL + query)
        counts.append(len(seen))
    assert counts[0] == counts[2] <= 15


def test_a_page_of_25_is_light(town):
    for number in range(25):
        title = f"Et projekt med en titel af almindelig længde nummer {number}"
        project = a_project(town, title, baseline_cost=Decimal(1_250_000))
        make_status(project, spent=Decimal(1_000_000), forecast=Decimal(1_300_000))
        make_milestone(project, "Hjemmeplejen Nord og Syd sender digitalt")
    assert len(browse(town.owner).get(URL).content) < 60_000


def test_nothing_is_told_kindly(town):
    for query in ("", "?view=mine", "?view=attention", "?view=asking", "?view=missing", "?view=ended", "?q=findesikke"):
        response = browse(town.outsider).get(URL + query)
        assert (response.status_code, b'class="empty"' in response.content) == (200, True)
