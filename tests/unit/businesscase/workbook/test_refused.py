"""What cannot be used is told in one sentence each, with the sheet and the cell; the rest of the file is read on."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from businesscase.workbook.reader import Known, read_case
from portfolio.reading.cells import read_sheets
from portfolio.reading.unreadable import Unreadable, Why
from tests.unit.businesscase.workbook.books import Sample, whole
from tests.unit.businesscase.written import terms

MADE = Sample(whole(), terms("0.035")).workbook()


def problems(**cells) -> list[str]:
    """Return what is said of the workbook with some cells changed, each named `sheet__cell`."""
    book = load_workbook(BytesIO(MADE))
    for place, value in cells.items():
        sheet, cell = place.split("__")
        book[sheet.replace("_", " ")][cell] = value
    changed = BytesIO()
    book.save(changed)
    return read_case(read_sheets(changed.getvalue()), Known(lambda _text: None, lambda _text: None))[1]


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("Udgifter__D6", "en million", "Udgifter!D6: “en million” er ikke et tal."),
        ("Udgifter__D6", -1, "Udgifter!D6: Tallet kan ikke være under 0."),
        ("Udgifter__D6", 10**12, "Udgifter!D6: Tallet er for stort."),
        (
            "Udgifter__D6", "=1000*2",
            "Udgifter!D6: Formlen har ingen værdi. Åbn regnearket i et program, og gem det igen.",
        ),
        ("Udgifter__D6", "#REF!", "Udgifter!D6: “#REF!” er ikke et tal."),
        ("Udgifter__A6", "Kaffe", None),
        (
            "Udgifter__A5", "Type",
            "Udgifter!A5: Overskriften skal være “Udgiftens art”. Lad overskrifterne stå, som de er.",
        ),
        ("Timer__C6", 10**7, "Timer!C6: Tallet er for stort."),
        ("Risici__B6", -0.1, "Risici!B6: Sandsynligheden skal være fra 0 til 100 procent."),
        ("Risici__B6", 20, "Risici!B6: Sandsynligheden skal være fra 0 til 100 procent."),
        ("Risici__D6", 2040, "Risici!D6: Skriv et helt tal fra 2026 til 2031."),
        (
            "Risici__F6", "Ukendt Person",
            "Risici!F6: Portalen kender ingen, der hedder “Ukendt Person”. Skriv personens e-mailadresse.",
        ),
        ("Gevinster__D6", "Ukendt enhed", None),
        ("Ramme__B6", "snart", "Ramme!B6: “snart” er ikke et tal."),
        ("Ramme__B7", 400, "Ramme!B7: Skriv et helt tal fra 1 til 30."),
        ("Ramme__B7", 5, None),
        ("Ramme__B6", None, "Ramme!B6: Skriv et helt tal fra 2000 til 2150."),
        ("Ramme__A6", "Et andet navn", "Ramme: “Første år” mangler i første kolonne."),
        ("Udgifter__L6", 2_000_000, "Udgifter!L6: Det laveste må ikke være over det sandsynlige."),
        ("Alternativer__A7", 1, "Alternativer!A7: Nummeret skal være 0 eller fra 2 og op, og hvert kun én gang."),
        ("Alternativers_linjer__A6", 9, "Alternativers linjer!A6: Der er ikke noget alternativ med det nummer."),
        ("Alternativers_linjer__C6", "Service", "Alternativers linjer!C6: Den art hører ikke til på linjens side."),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named(cell, value, said):
    found = problems(**{cell: value})
    place = cell.replace("__", "!").replace("_", " ")
    assert found, "nothing is said"
    assert (found[0] == said) if said else found[0].startswith((place, "Udgifter!")), found


def test_every_wrong_cell_is_told_at_once():
    assert len(problems(Udgifter__D6="x", Timer__C6="y", Risici__B6=2)) == 3


def archive(**parts: bytes) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    stream = BytesIO(MADE)
    with ZipFile(stream, "a", ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Why.FILE_EMPTY),
        (b"Licens;1000", Why.FILE_NOT_WORKBOOK),
        (b"%PDF-1.7", Why.FILE_NOT_WORKBOOK),
        (b"\xd0\xcf\x11\xe0 old", Why.FILE_OLD_WORKBOOK),
        (b"PK\x03\x04 not at all", Why.FILE_BROKEN_WORKBOOK),
        (archive(word__document=b"<x/>"), Why.FILE_BROKEN_WORKBOOK),
        (MADE[:-2000], Why.FILE_BROKEN_WORKBOOK),
        (with_part("xl/vbaProject.bin", b"Sub x()"), Why.FILE_MACROS),
        (with_part("xl/bomb.xml", b"0" * 101 * 1024 * 1024), Why.FILE_UNPACKS_TOO_LARGE),
    ],
    ids=["empty", "csv", "pdf", "xls", "rubbish", "docx", "cut", "macros", "bomb"],
)
def test_a_file_that_is_no_workbook_is_refused(content, why):
    with pytest.raises(Unreadable) as refused:
        read_sheets(content)
    assert refused.value.why == why


def test_a_sheet_without_end_is_refused():
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Ramme")
    for _ in range(2_001):
        sheet.append(["x"])
    long = BytesIO()
    book.save(long)
    with pytest.raises(Unreadable) as refused:
        read_sheets(long.getvalue())
    assert refused.value.why == Why.FILE_TOO_MANY_ROWS
