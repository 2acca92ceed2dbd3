"""Projects from a file: every row's fate is told, all of them come in or none, and nothing is made up."""

import io
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry, Unit
from portfolio.domain import project_import
from portfolio.domain.import_mappings import fitting_mapping, known_mappings, named_mapping, save_mapping, with_rate
from portfolio.domain.project_import import Plan, import_projects, plan_import
from portfolio.enums import ImportFate
from portfolio.import_texts import field_label
from portfolio.models import ImportMapping, Project, ProjectImport
from portfolio.reading.file import read_table
from portfolio.reading.mapping import parse_mapping
from portfolio.reading.table import Table
from tests.factories.core import make_unit

DATA = Path(__file__).resolve().parents[2] / "data"
FILE, TOML = DATA / "projekter.csv", DATA / "projekter.toml"
MAPPING = parse_mapping(TOML.read_text())


def table(text: str) -> Table:
    return read_table(text.encode())


def run_import(content: Table, mapping=MAPPING) -> Plan:
    run = ProjectImport.objects.create(file_name="projekter.csv", sha256="0" * 64, created_at=clock.now())
    return import_projects(content, mapping, run, actor=None)


def fates(plan: Plan) -> list[tuple[str, str]]:
    return [(planned.row.reference, planned.fate) for planned in plan.rows]


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("sequence").values_list("act", flat=True))


def command(*arguments: object) -> str:
    out = io.StringIO()
    call_command("import_projects", *map(str, arguments), stdout=out)
    return out.getvalue()


def trouble(*arguments: object) -> str:
    with pytest.raises(CommandError) as caught:
        command(*arguments)
    assert Project.objects.count() == ProjectImport.objects.count() == ImportMapping.objects.count() == 0
    assert acts() == []
    return str(caught.value)


@pytest.mark.django_db
def test_what_the_file_states_is_there_and_what_it_does_not_is_not():
    aeldre = make_unit("aeldre", name="Ældreområdet")
    run_import(read_table(FILE.read_bytes()))
    cards, sensors, network, rides = Project.objects.order_by("reference")
    assert (cards.title, cards.summary) == (
        "Fælles adgangskort",
        "Ét kort til alle døre.\nDet gamle system er fra 2009.",
    )
    assert (cards.unit, cards.unit_name) == (aeldre, aeldre.path)
    assert (cards.light_time, cards.light_economy, cards.light_benefits) == ("yellow", "yellow", "")
    assert (cards.started_on, cards.baseline_end) == (date(2026, 2, 1), date(2027, 3, 31))
    assert (cards.baseline_cost, cards.forecast) == (Decimal("1250000.50"), Decimal(1_300_000))
    assert cards.source_texts == {"Bemærkning": "Låsene er forsinket"}
    assert (sensors.unit, sensors.unit_name) == (None, "Ukendt Afdeling A/S")
    assert (sensors.baseline_cost, sensors.baseline_end, sensors.forecast) == (None, None, None)
    assert sensors.source_texts == {
        "baseline_cost": "Fortroligt: udbuddet er ikke afsluttet", "baseline_end": "Ikke besluttet",
    }  # fmt: skip
    assert (network.baseline_cost, network.forecast) == (Decimal(0), Decimal(0))
    assert network.source_texts == {"Bemærkning": 'Betalt af "centrale" midler'}
    assert (rides.title, rides.light_time, rides.started_on) == ("Kørsel uden papir – fase 2", "", None)
    assert rides.source_texts == {
        "light_time": "Afventer styregruppen", "light_economy": "Afventer styregruppen", "started_on": "Spring 2026",
        "baseline_cost": "£250", "forecast": "-500",
    }  # fmt: skip
    for project in (cards, sensors, network, rides):
        assert (project.proposal, project.owner, project.manager, project.granted) == (None, None, None, Decimal(0))
        assert (project.source, project.phase) == ("Prøvekommunens projektliste", "analysis")


@pytest.mark.django_db
def test_the_same_file_again_brings_nothing_new_and_a_change_is_pointed_out():
    assert fates(run_import(read_table(FILE.read_bytes()))) == [(f"P-00{n}", ImportFate.NEW) for n in range(1, 5)]
    again = run_import(read_table(FILE.read_bytes()))
    assert fates(again) == [(f"P-00{n}", ImportFate.KNOWN) for n in range(1, 5)]
    changed = FILE.read_bytes().replace(b"1.250.000,50", b"2.000.000")
    plan = run_import(read_table(changed))
    assert [planned.fate for planned in plan.rows] == [ImportFate.CHANGED, *[ImportFate.KNOWN] * 3]
    assert "1250000.50" in str(Project.objects.get(reference="P-001").baseline_cost)
    assert Project.objects.count() == 4
    last = ProjectImport.objects.first()
    assert (last.new, last.known, last.changed) == (0, 3, 1)


@pytest.mark.django_db
def test_a_file_without_a_rate_contradicts_no_amount():
    content = table("Nr.;Projekt;Budget\nA-1;Et;1.000\n")
    head = 'title="x"\nsource="x"\ncurrency="EUR"\n'
    text = head + '[columns]\nreference="Nr."\ntitle="Projekt"\nbaseline_cost="Budget"\n'
    euros = parse_mapping(text)
    run_import(content, with_rate(euros, Decimal("7.46"), "Kursliste"))
    assert Project.objects.get().baseline_cost == Decimal(7460)
    assert fates(plan_import(content, euros)) == [("A-1", ImportFate.KNOWN)]
    assert fates(plan_import(content, with_rate(euros, Decimal("7.50"), "x"))) == [("A-1", ImportFate.CHANGED)]


@pytest.mark.django_db
def test_one_row_that_cannot_be_imported_stops_them_all():
    content = table("Nr.;Projekt\nA-1;Et\nA-2;\nA-1;Et igen\n;Uden nummer\n")
    mapping = parse_mapping('title="x"\nsource="x"\n[columns]\nreference="Nr."\ntitle="Projekt"\n')
    plan = plan_import(content, mapping)
    assert [planned.fate for planned in plan.rows] == [ImportFate.NEW, *[ImportFate.REFUSED] * 3]
    with pytest.raises(Refused) as caught:
        run_import(content, mapping)
    assert caught.value.reason == (
        "Intet er importeret: 3 rækker kan ikke importeres. Den første er række 3: Rækken har ingen titel."
    )
    assert plan.rows[2].why == "Nummeret står også i række 2."
    assert Project.objects.count() == 0


@pytest.mark.django_db
def test_exactly_these_acts():
    run_import(read_table(FILE.read_bytes()))
    assert acts() == [*["project.import"] * 4, "project_import.carry_out"]
    last = AuditEntry.objects.order_by("-sequence")[0]
    assert (last.data["new"], last.data["known"], last.data["changed"]) == (4, 0, 0)


@pytest.mark.django_db
def test_a_name_that_two_units_share_names_neither():
    make_unit("nord", name="Hjemmeplejen")
    make_unit("syd", name="Hjemmeplejen")
    content = table("Nr.;Projekt;Afdeling\n1;Et;hjemmeplejen\n2;To;SYD\n")
    mapping = parse_mapping('title="x"\nsource="x"\n[columns]\nreference="Nr."\ntitle="Projekt"\nunit="Afdeling"\n')
    run_import(content, mapping)
    assert list(Project.objects.order_by("reference").values_list("unit__code", "unit_name")) == [
        (None, "hjemmeplejen"), ("syd", "Hjemmeplejen"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_file_may_name_a_unit_by_one_of_its_other_names():
    """AM27; the name of a unit goes before the alias of another, where both were there before that was refused."""
    make_unit("it", name="CompetenceCenter IT")
    make_unit("nord", name="Nord")
    Unit.objects.filter(code="it").update(aliases=["CC IT", "KC IT", "Nord"])
    content = table("Nr.;Projekt;Afdeling\n1;A;cc  it\n2;B;KC IT\n3;C;nord\n4;D;CC\n")
    mapping = parse_mapping('title="x"\nsource="x"\n[columns]\nreference="Nr."\ntitle="Projekt"\nunit="Afdeling"\n')
    run_import(content, mapping)
    known = Project.objects.order_by("reference").values_list("unit__code", flat=True)
    assert list(known) == ["it", "it", "nord", None]


@pytest.mark.django_db(transaction=True)
def test_of_two_imports_of_one_file_only_one_brings_anything(monkeypatch):
    start = Barrier(2)

    def slowly(*arguments: object) -> Plan:
        plan = plan_import(*arguments)
        time.sleep(0.3)
        return plan

    monkeypatch.setattr(project_import, "plan_import", slowly)

    def bring(_number: int) -> int:
        start.wait(timeout=60)
        try:
            return run_import(read_table(FILE.read_bytes())).count(ImportFate.NEW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(bring, range(2))) == [0, 4]
    assert Project.objects.count() == 4


@pytest.mark.django_db
def test_the_shipped_mappings_can_be_read_and_a_saved_one_is_found_by_name_and_by_columns():
    assert [one.name for one in known_mappings()] == ["pejling", "uk_gmpp"]
    content = read_table(FILE.read_bytes())
    assert fitting_mapping(content) is None
    save_mapping("vores-liste", MAPPING, actor=None)
    assert named_mapping("vores-liste").mapping == fitting_mapping(content).mapping == MAPPING
    save_mapping("samme-kolonner", MAPPING, actor=None)
    assert fitting_mapping(content) is None


@pytest.mark.django_db
def test_a_mapping_is_neither_named_badly_nor_over_a_shipped_one():
    for name in ("Vores Liste", "", "pejling", "../x"):
        with pytest.raises(Refused):
            save_mapping(name, MAPPING, actor=None)
    with pytest.raises(Refused) as caught:
        named_mapping("findes-ikke")
    assert caught.value.reason == ("Der er ingen opsætning, der hedder “findes-ikke”. Der er: pejling, uk_gmpp.")


@pytest.mark.django_db
def test_a_rate_needs_a_source_and_a_foreign_currency():
    pounds = named_mapping("uk_gmpp").mapping
    assert with_rate(pounds, Decimal("8.65"), "Kursliste").multiplier == Decimal(8_650_000)
    with pytest.raises(Refused):
        with_rate(pounds, Decimal("8.65"), "")
    with pytest.raises(Refused):
        with_rate(MAPPING, Decimal("8.65"), "Kursliste")


@pytest.mark.django_db
def test_a_dry_run_lists_every_row_and_changes_nothing():
    told = command(FILE, "--mapping", TOML, "--dry-run")
    unstated = ", ".join(field_label(name) for name in ("baseline_cost", "forecast", "baseline_end"))
    assert told.splitlines()[:2] == [
        "Række 2\tP-001\tFælles adgangskort\tNyt projekt.",
        f"Række 3\tP-002\tSensorer i plejeboliger\tNyt projekt. Ikke oplyst: {unstated}.",
    ]
    assert told.splitlines()[-1] == "Det var en prøvekørsel. Intet er ændret."
    assert (Project.objects.count(), ProjectImport.objects.count(), acts()) == (0, 0, [])


@pytest.mark.django_db
def test_the_command_imports_and_saves_the_mapping_for_the_next_time():
    command(FILE, "--mapping", TOML, "--save-mapping", "vores-liste")
    assert Project.objects.count() == 4
    assert "nyt projekt: 0, findes i forvejen: 4" in command(FILE)
    assert list(ProjectImport.objects.values_list("new", "known", "mapping_name")) == [
        (0, 4, "vores-liste"), (4, 0, "vores-liste"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_bad_input_gets_one_sentence_and_changes_nothing(tmp_path):
    def written(content: bytes) -> Path:
        path = tmp_path / "fil.csv"
        path.write_bytes(content)
        return path

    assert trouble(tmp_path / "findes-ikke.csv").endswith("kan ikke læses.")
    assert trouble(tmp_path).endswith("kan ikke læses.")
    assert trouble(written(b"")) == "Filen er tom."
    assert trouble(written(b"\x00\x01\x02")) == "Filen er hverken en CSV-fil eller en Excel-projektmappe (.xlsx)."
    assert trouble(written(b"a;b\n1;" + b"x" * 10_000_000), "--mapping", TOML).startswith("En celle i række 2 har")
    assert trouble(written(b"a;b\n1;2\n"), "--mapping", TOML) == (
        "Filen har ingen kolonne, der hedder “Nr.”. Den har: a, b."
    )
    assert trouble(written(b"a;b\n1;2\n")) == (
        "Skriv med --mapping, hvilken opsætning der skal bruges. Der er: pejling, uk_gmpp."
    )
    assert trouble(FILE, "--mapping", FILE.with_suffix(".findes.toml")).endswith("kan ikke læses.")
    assert trouble(FILE, "--mapping", TOML, "--rate", "otte") == "Skriv kursen som et tal, for eksempel 8,65."
    assert trouble(FILE, "--mapping", TOML, "--save-mapping", "Vores Liste").startswith("Giv opsætningen et navn")
    broken = tmp_path / "opsaetning.toml"
    broken.write_text("[columns")
    assert trouble(FILE, "--mapping", broken) == "Opsætningen er ikke en gyldig TOML-fil."
