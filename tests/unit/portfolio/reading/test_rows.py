"""A row becomes a project with figures where there are figures, and the source's words where there are none."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from portfolio.enums import Light, ProjectPhase
from portfolio.models import Project
from portfolio.reading.mapping import COLOURS, FIELDS, PHASES, Mapping, parse_mapping, read_mapping
from portfolio.reading.project_row import TOO_LARGE, ProjectRow, read_rows
from portfolio.reading.table import Row, Table
from portfolio.reading.unreadable import Unreadable, Why

COLUMNS = {"reference": "Nr", "title": "Navn", "baseline_cost": "Budget", "started_on": "Start", "phase": "Fase"}
MAPPING = Mapping(
    title="Vores",
    source="Projektliste",
    columns=COLUMNS | {"light_time": "Status", "light_economy": "Status"},
    phases={"i gang": "execution"},
    lights={"rød": "red"},
    texts={"Bemærkning": "Note"},
)
HEADER = ("Nr", "Navn", "Budget", "Start", "Fase", "Status", "Note")


def read(*cells: object, mapping: Mapping = MAPPING) -> ProjectRow:
    filled = (*cells, *[""] * (len(HEADER) - len(cells)))
    return next(read_rows(Table(HEADER, (Row(2, filled),)), mapping))


def why(row: ProjectRow) -> Why | None:
    return row.problem.why if row.problem else None


def test_everything_that_can_be_read_is_read():
    row = read("P-1", " Ny \n portal ", "1.250.000 kr.", "14.03.2027", "I  gang", "RØD", "Går godt")
    assert row == ProjectRow(
        number=2,
        reference="P-1",
        title="Ny portal",
        summary="",
        unit="",
        phase="execution",
        lights={"light_time": "red", "light_economy": "red"},
        days={"started_on": date(2027, 3, 14)},
        amounts={"baseline_cost": Decimal("1250000.00")},
        texts={"Bemærkning": "Går godt"},
    )


def test_a_sentence_where_a_figure_belongs_is_kept_and_the_figure_is_not_stated():
    row = read("P-1", "Portal", "Fortroligt: forretningsforhold", "Ikke planlagt", "", "Afventer")
    assert (row.amounts, row.days, row.lights, row.phase) == ({}, {}, {}, "analysis")
    assert row.texts == {
        "baseline_cost": "Fortroligt: forretningsforhold",
        "started_on": "Ikke planlagt",
        "light_time": "Afventer",
        "light_economy": "Afventer",
    }
    assert set(row.unstated) == {"baseline_cost", "started_on", "light_time", "light_economy", "phase"}


def test_an_empty_cell_is_not_stated_and_a_zero_is():
    assert read("P-1", "Portal", "").amounts == {}
    assert "baseline_cost" in read("P-1", "Portal", "").unstated
    assert read("P-1", "Portal", "0 kr.").amounts == {"baseline_cost": Decimal(0)}
    assert "baseline_cost" not in read("P-1", "Portal", Decimal(0)).unstated


def test_a_negative_cost_is_kept_as_a_text():
    row = read("P-1", "Portal", "-5.000")
    assert (row.amounts, row.texts["baseline_cost"]) == ({}, "-5.000")


def test_an_amount_is_multiplied_by_the_factor_and_the_rate_and_rounded_once():
    english = replace(MAPPING, currency="GBP", factor=Decimal(1000), rate=Decimal("8.6543"), rate_source="Kursliste")
    assert read("P-1", "Portal", "£1", mapping=english).amounts == {"baseline_cost": Decimal("8654.30")}
    assert read("P-1", "Portal", "1,0005", mapping=english).amounts == {"baseline_cost": Decimal("8658.63")}


def test_a_foreign_amount_without_a_rate_is_a_text_that_says_what_it_is_counted_in():
    pounds = replace(MAPPING, currency="GBP", factor=Decimal(1_000_000))
    row = read("P-1", "Portal", "£ 12,5", mapping=pounds)
    assert (row.amounts, row.texts["baseline_cost"]) == ({}, "£ 12,5 × 1.000.000 GBP")
    assert "baseline_cost" in row.unstated


def test_dates_and_figures_of_a_workbook_need_no_reading():
    row = read(Decimal(7), "Portal", Decimal("1234.5"), date(2027, 3, 14))
    assert (row.reference, row.amounts, row.days) == (
        "7", {"baseline_cost": Decimal("1234.50")}, {"started_on": date(2027, 3, 14)},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (("", "Portal"), Why.REFERENCE_MISSING),
        (("x" * 60, "Portal"), None),
        (("x" * 61, "Portal"), Why.REFERENCE_TOO_LONG),
        (("P-1", " "), Why.TITLE_MISSING),
        (("P-1", "x" * 200), None),
        (("P-1", "x" * 201), Why.TITLE_TOO_LONG),
        (("P-1", "Portal", "", "", "På ferie"), Why.PHASE_UNKNOWN),
        (("P-1", "Portal", TOO_LARGE), Why.AMOUNT_TOO_LARGE),
        (("P-1", "Portal", "999.999.999.999,99"), None),
        (("P-1", "Portal", "9" * 59), Why.AMOUNT_TOO_LARGE),
    ],
)
def test_a_row_that_cannot_become_a_project_says_why(cells, problem):
    assert why(read(*cells)) == problem


def test_a_column_of_the_mapping_that_the_file_has_not_or_has_twice_is_named():
    with pytest.raises(Unreadable) as missing:
        read_rows(Table(("Nr", "Navn"), (Row(2, ("1", "a")),)), MAPPING)
    assert (missing.value.why, missing.value.figures["column"]) == (Why.COLUMN_MISSING, "Budget")
    with pytest.raises(Unreadable) as twice:
        read_rows(Table((*HEADER, " nr "), (Row(2, ("1",) * 8),)), MAPPING)
    assert (twice.value.why, twice.value.figures) == (Why.COLUMN_TWICE, {"column": "Nr"})


def test_a_mapping_is_read_back_as_it_was_stored():
    whole = replace(MAPPING, currency="GBP", rate=Decimal("8.65"), rate_source="Kursliste 2027")
    assert read_mapping(whole.as_data()) == whole


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"columns": {"title": "Navn"}}, (Why.MAPPING_FIELD_MISSING, {"field": "columns.reference"})),
        ({"columns": COLUMNS | {"farve": "x"}}, (Why.MAPPING_FIELD_UNKNOWN, {"field": "columns.farve"})),
        ({"columns": "Nr"}, (Why.MAPPING_FIELD_WRONG, {"field": "columns"})),
        ({"colums": {}}, (Why.MAPPING_FIELD_UNKNOWN, {"field": "colums"})),
        ({"source": " "}, (Why.MAPPING_FIELD_WRONG, {"field": "source"})),
        ({"numbers": "swedish"}, (Why.MAPPING_FIELD_WRONG, {"field": "numbers"})),
        ({"currency": "BTC"}, (Why.MAPPING_FIELD_WRONG, {"field": "currency"})),
        ({"factor": 0}, (Why.MAPPING_FIELD_WRONG, {"field": "factor"})),
        ({"factor": "NaN"}, (Why.MAPPING_FIELD_WRONG, {"field": "factor"})),
        ({"currency": "GBP", "rate": "8.65"}, (Why.MAPPING_RATE_UNSOURCED, {})),
        ({"rate": "8.65", "rate_source": "x"}, (Why.MAPPING_RATE_FOR_DKK, {})),
        ({"phases": {"i gang": "løber"}}, (Why.MAPPING_FIELD_WRONG, {"field": "phases.i gang"})),
        ({"lights": {"ok": "blue"}}, (Why.MAPPING_FIELD_WRONG, {"field": "lights.ok"})),
        ({"texts": {"title": "Navn"}}, (Why.MAPPING_FIELD_WRONG, {"field": "texts"})),
    ],
)
def test_a_mapping_that_cannot_be_used_names_the_field(change, problem):
    data = {"title": "Vores", "source": "Liste", "columns": COLUMNS} | change
    with pytest.raises(Unreadable) as caught:
        read_mapping(data)
    assert (caught.value.why, caught.value.figures) == problem


def test_what_is_no_toml_is_refused():
    with pytest.raises(Unreadable) as caught:
        parse_mapping("ikke = toml = filen")
    assert caught.value.why == Why.MAPPING_NOT_TOML


def test_the_room_names_what_the_model_has():
    assert set(PHASES) == set(ProjectPhase.values)
    assert set(COLOURS) == set(Light.values)
    columns = {field.name for field in Project._meta.get_fields()}
    assert set(FIELDS) - columns == set()
