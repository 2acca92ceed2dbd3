"""Importing projects on the page: two steps, for those who may, and the file is read anew at each."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.domain.refusal import Refused
from core.models import AuditEntry, Document
from governance.domain.project_imports import carry_out_import, may_import_projects, receive_file
from portfolio.domain.import_mappings import save_mapping
from portfolio.models import ImportMapping, Project, ProjectImport
from portfolio.reading.mapping import parse_mapping
from tests.factories.governance import Town

DATA = Path(__file__).resolve().parents[2] / "data"
CONTENT = (DATA / "projekter.csv").read_bytes()
LIST = "/projekter/import/"
COLUMNS = {
    "source": "Vores liste", "numbers": "danish", "dates": "day-first", "factor": "1", "currency": "DKK",
    "phase": "execution", "column_reference": "Nr.", "column_title": "Projekt", "column_baseline_cost": "Budget",
    "column_light_time": "Status", "words": "Rød/gul = Rød", "texts": ["Bemærkning"],
}  # fmt: skip


def upload(content: bytes = CONTENT, name: str = "projekter.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def browser(town: Town, role: str) -> Client:
    client = Client()
    client.force_login(town.people[role], backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def receive(town: Town, role: str = "secretary", content: bytes = CONTENT) -> ProjectImport:
    return receive_file(upload(content), mapping="", actor=town.people[role])


@pytest.fixture
def saved(town) -> ImportMapping:
    return save_mapping("vores-liste", parse_mapping((DATA / "projekter.toml").read_text()), actor=town.admin)


def test_the_secretary_and_administrators_import_and_nobody_else(town):
    may = {name for name, person in town.people.items() if may_import_projects(person)}
    assert may == {"secretary", "admin"}


@pytest.mark.parametrize("role", ["chair", "it", "director", "auditor", "outsider"])
def test_others_are_told_who_can_and_find_nothing(town, saved, role):
    run = receive(town)
    client = browser(town, role)
    before = AuditEntry.objects.count()
    assert client.get(LIST).status_code == client.post(LIST, {"upload": upload()}).status_code == 302
    assert AuditEntry.objects.count() == before + 1
    for address in (f"{LIST}{run.pk}/", f"{LIST}{run.pk}/kolonner/"):
        assert client.get(address).status_code == client.post(address).status_code == 404
    assert client.post(f"{LIST}{run.pk}/sletning/").status_code == 404
    assert client.get(f"/dokumenter/{Document.objects.get().pk}/").status_code == 404
    assert (Project.objects.count(), ProjectImport.objects.count()) == (0, 1)
    with pytest.raises(Refused):
        carry_out_import(run, actor=town.people[role])


def test_a_known_file_is_shown_row_by_row_and_then_imported(town, saved):
    client = browser(town, "secretary")
    response = client.post(LIST, {"upload": upload(), "mapping": ""})
    run = ProjectImport.objects.get()
    assert response.url == f"{LIST}{run.pk}/"
    page = client.get(response.url).content.decode()
    assert "Sensorer i plejeboliger" in page
    assert "Importér 4 projekter" in page
    assert "Nye projekter" in page
    assert Project.objects.count() == 0
    done = client.post(response.url, follow=True).content.decode()
    assert "4 projekter er importeret." in done
    assert '<a href="/projekter/?visning=alle">Se projekterne</a>' in done
    assert Project.objects.count() == 4
    assert list(AuditEntry.objects.order_by("-sequence").values_list("act", flat=True)[:5]) == [
        "project_import.carry_out", *["project.import"] * 4,
    ]  # fmt: skip
    assert {entry.actor for entry in AuditEntry.objects.filter(act="project.import")} == {town.secretary}


def test_an_unknown_file_has_its_columns_chosen_and_saved(town):
    client = browser(town, "admin")
    response = client.post(LIST, {"upload": upload()})
    run = ProjectImport.objects.get()
    assert response.url == f"{LIST}{run.pk}/kolonner/"
    assert "Venter på, at du vælger kolonnerne" in client.get(LIST).content.decode()
    assert client.get(f"{LIST}{run.pk}/").url == response.url
    form = client.get(response.url).context["form"]
    chosen = {name: form[name].value() for name in ("column_title", "column_started_on", "column_spent")}
    assert chosen == {"column_title": "Projekt", "column_started_on": "Start", "column_spent": ""}
    assert client.post(response.url, COLUMNS | {"name": "vores-liste"}).url == f"{LIST}{run.pk}/"
    assert ImportMapping.objects.get().name == "vores-liste"
    client.post(f"{LIST}{run.pk}/")
    lights = dict(Project.objects.values_list("reference", "light_time"))
    assert lights == {"P-001": "yellow", "P-002": "red", "P-003": "green", "P-004": ""}
    assert set(Project.objects.values_list("phase", "source")) == {("execution", "Vores liste")}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"column_reference": ""}, "column_reference"),
        ({"column_title": "Findes ikke"}, "column_title"),
        ({"words": "Gul"}, "words"),
        ({"words": "Lilla = Lilla"}, "words"),
        ({"name": "Vores Liste"}, "name"),
        ({"rate": "mange"}, "rate"),
        ({"rate": "8,65"}, None),
        ({"currency": "GBP", "rate": "8,65"}, None),
        ({"currency": "GBP", "rate": "-1", "rate_source": "x"}, None),
        ({"source": ""}, "source"),
        ({"name": "pejling"}, None),
        ({"texts": ["Findes ikke"]}, "texts"),
    ],
)
def test_a_set_up_that_cannot_be_used_is_sent_back_with_the_reason(town, change, field):
    run = receive(town)
    response = browser(town, "secretary").post(f"{LIST}{run.pk}/kolonner/", COLUMNS | change)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field or "__all__"}
    run.refresh_from_db()
    assert (run.mapping, ImportMapping.objects.count()) == ({}, 0)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (b"\x00\x01", "a.csv"),
        (b"PK\x03\x04", "a.xlsx"),
        (b"kun en kolonne\n1\n", "a.csv"),
        (CONTENT, "a.exe"),
    ],
)
def test_a_file_that_cannot_be_read_is_not_kept(town, content, name):
    response = browser(town, "secretary").post(LIST, {"upload": upload(content, name)})
    assert response.status_code == 422
    assert (ProjectImport.objects.count(), Document.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["a.docx", "a.md", "a.xls"])
def test_a_file_of_another_kind_is_told_which_kinds_are_read(town, name):
    response = browser(town, "secretary").post(LIST, {"upload": upload(CONTENT, name)})
    said = {"upload": ["Vælg en CSV-fil eller en Excel-projektmappe, der ender på .xlsx."]}
    assert (response.status_code, response.context["form"].errors) == (422, said)


def test_a_file_that_was_changed_behind_the_portals_back_is_refused(town, saved):
    run = receive(town)
    document = Document.objects.get()
    with document.file.storage.open(document.file.name, "wb") as file:
        file.write(CONTENT.replace(b"P-001", b"P-999"))
    with pytest.raises(Refused) as caught:
        carry_out_import(run, actor=town.secretary)
    assert caught.value.reason == "Filen er ikke længere den, der blev modtaget. Læg den op igen."
    assert Project.objects.count() == 0
    assert "ikke længere den" in browser(town, "secretary").get(f"{LIST}{run.pk}/").content.decode()


def test_a_file_is_imported_once(town, saved):
    run = receive(town)
    carry_out_import(run, actor=town.secretary)
    with pytest.raises(Refused):
        carry_out_import(run, actor=town.secretary)
    client = browser(town, "secretary")
    assert client.get(f"{LIST}{run.pk}/").status_code == 200
    assert client.get(f"{LIST}{run.pk}/kolonner/").url == f"{LIST}{run.pk}/"
    assert client.post(f"{LIST}{run.pk}/sletning/").status_code == 302
    assert (Project.objects.count(), ProjectImport.objects.count()) == (4, 1)


def test_a_file_that_is_not_wanted_is_thrown_away(town, saved, django_capture_on_commit_callbacks):
    run = receive(town)
    document = Document.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        browser(town, "secretary").post(f"{LIST}{run.pk}/sletning/")
    assert (ProjectImport.objects.count(), Document.objects.count()) == (0, 0)
    assert not document.file.storage.exists(document.file.name)


def test_a_refused_row_closes_the_button_and_stands_first(town, saved):
    run = receive(town, content=CONTENT.replace(b"Skolernes netv\xe6rk", b""))
    page = browser(town, "secretary").get(f"{LIST}{run.pk}/")
    assert page.context["page"].lines[0].why == "Rækken har ingen titel."
    assert "disabled" in page.content.decode()
    assert browser(town, "secretary").post(f"{LIST}{run.pk}/").status_code == 302
    assert Project.objects.count() == 0


def test_two_thousand_rows_are_shown_in_pages_with_the_same_queries(town, saved, django_assert_max_num_queries):
    head, row = CONTENT.split(b"\r\n")[0], b"%d;Projekt nummer %d;;;Gul;;;1.000;;"
    large = receive(town, content=head + b"\n" + b"\n".join(row % (n, n) for n in range(2000)))
    client = browser(town, "secretary")
    with django_assert_max_num_queries(15):
        response = client.get(f"{LIST}{large.pk}/?page=20")
    assert len(response.context["page"].lines) == 100
    assert len(response.content) < 100_000
