"""Files become tables whatever they were written with, or are refused with the reason."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from portfolio.reading.file import read_table
from portfolio.reading.table import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Row
from portfolio.reading.unreadable import Unreadable, Why

TEXT = "Nummer;Titel\r\nP-1;Økonomi på øen – “nu”\r\n"
READ = (Row(2, ("P-1", "Økonomi på øen – “nu”")),)


def refusal(content: bytes) -> tuple[Why, dict[str, object]]:
    with pytest.raises(Unreadable) as caught:
        read_table(content)
    return caught.value.why, caught.value.figures


def workbook(*rows: list[object], title: str = "Ark1") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_usual_encoding(encoding):
    table = read_table(TEXT.encode(encoding))
    assert (table.header, table.rows) == (("Nummer", "Titel"), READ)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_usual_separator(separator):
    text = f'Nummer{separator}"Titel; med, tegn"\nP-1{separator}"a;b,c"\n'
    table = read_table(text.encode())
    assert (table.header, table.rows) == (("Nummer", "Titel; med, tegn"), (Row(2, ("P-1", "a;b,c")),))


def test_cells_of_several_lines_and_rows_without_content():
    table = read_table(b'\n\nNr;Tekst\n1;"f\xc3\xb8rste\nanden ""linje"""\n\n;;\n2;b\n')
    assert table.rows == (Row(4, ("1", 'første\nanden "linje"')), Row(7, ("2", "b")))


def test_a_short_row_is_filled_and_a_long_one_is_refused():
    assert read_table(b"a;b;c\n1\n").rows == (Row(2, ("1", "", "")),)
    assert refusal(b"a;b\n1;2;3\n") == (Why.ROW_TOO_WIDE, {"row": 2, "columns": 2})


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Why.FILE_EMPTY),
        (b" \r\n ", Why.FILE_EMPTY),
        (b"\xef\xbb\xbf;;\n", Why.FILE_EMPTY),
        (b"Nummer;Titel\n", Why.FILE_NO_ROWS),
        (b"bare en linje\nog en til\n", Why.FILE_NO_COLUMNS),
        (b"\x89PNG\r\n\x1a\n\x00\x00", Why.FILE_NOT_TEXT),
        (b"a;b\n\x81;\x8d\n", Why.FILE_NOT_TEXT),
        (b"\xd0\xcf\x11\xe0gammel", Why.FILE_OLD_WORKBOOK),
        (b"PK\x03\x04ikke en projektmappe", Why.FILE_BROKEN_WORKBOOK),
        (b'a;b\n1;"aldrig lukket\n', Why.FILE_BROKEN_QUOTES),
        (b"a;b\n1;" + b"x" * 10_000_000, Why.CELL_TOO_LONG),
        (b"a;b\n1;" + b"x" * (LONGEST_CELL + 1), Why.CELL_TOO_LONG),
        (b";".join(b"%d" % n for n in range(MOST_COLUMNS + 1)) + b"\n1\n", Why.FILE_TOO_MANY_COLUMNS),
        (b"a;b\n" + b"1;2\n" * (MOST_ROWS + 1), Why.FILE_TOO_MANY_ROWS),
        (b"a;b\n" + b"1;2\n" * (MOST_BYTES // 4), Why.FILE_TOO_LARGE),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_used_is_refused_by_name(content, why):
    assert refusal(content)[0] == why


@given(content=st.binary(max_size=300))
def test_any_bytes_get_an_answer(content):
    for bytes_ in (content, b"PK\x03\x04" + content, b"a;b\n" + content):
        try:
            read_table(bytes_)
        except Unreadable as error:
            assert error.why in Why  # noqa: PT017 - the only exception there may be


def test_a_workbook_keeps_its_figures_and_dates():
    content = workbook(
        ["Nr", "Budget", "Start", "Andel", "Ja"], [7, 1234.5, date(2027, 3, 14), 1_000_000, True], ["x", " y "]
    )
    assert read_table(content).rows == (
        Row(2, (Decimal(7), Decimal("1234.5"), date(2027, 3, 14), Decimal(1_000_000), "True")),
        Row(3, ("x", "y", "", "", "")),
    )


def test_the_first_sheet_that_holds_something_is_read():
    book = Workbook()
    book.create_sheet("Projekter").append(["Nr", "Titel"])
    book["Projekter"].append([1, "Et"])
    stream = io.BytesIO()
    book.save(stream)
    assert read_table(stream.getvalue()).rows == (Row(2, (Decimal(1), "Et")),)


def test_an_empty_workbook_and_a_formula_are_refused():
    assert refusal(workbook())[0] == Why.FILE_EMPTY
    assert refusal(workbook(["Nr", "Sum"], [1, "=1+1"])) == (Why.CELL_FORMULA, {"row": 2, "cell": "B2"})


def test_a_workbook_that_unpacks_to_more_than_the_memory_is_not_unpacked():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (101 * 1024 * 1024))
    assert len(stream.getvalue()) < 1_000_000
    assert refusal(stream.getvalue()) == (Why.FILE_UNPACKS_TOO_LARGE, {"most": 100})


def test_a_zip_that_is_no_workbook_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("brev.txt", "Kære alle")
    assert refusal(stream.getvalue())[0] == Why.FILE_BROKEN_WORKBOOK
