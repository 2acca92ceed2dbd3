"""A list as a workbook: what a spreadsheet reads back, and that it runs nothing."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from core.xlsx_export import written, xlsx_bytes, xlsx_response

HEAD = ["Nummer", "Titel", "Beløb", "Dag", "Antal"]


def sheet_of(content: bytes):
    return load_workbook(BytesIO(content)).active


def test_cells_keep_their_kinds():
    line = ["2027-014", "Nøgler", Decimal("1250000.50"), date(2027, 3, 14), 3]
    sheet = sheet_of(xlsx_bytes([HEAD, line], name="Sager"))
    assert [cell.value for cell in sheet[1]] == HEAD
    number, title, amount, day, count = sheet[2]
    assert (number.value, title.value, amount.value, day.value.date(), count.value) == (
        "2027-014", "Nøgler", 1250000.5, date(2027, 3, 14), 3,
    )  # fmt: skip
    assert (amount.number_format, day.number_format) == ("#,##0.00", "dd-mm-yyyy")
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Sager", "A2", "A1:E2")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "https://example.test", "00123"])
def test_text_stays_text(text):
    cell = sheet_of(xlsx_bytes([["Titel"], [text]], name="Sager"))["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_what_is_not_stated_is_an_empty_cell_and_not_0():
    sheet = sheet_of(xlsx_bytes([["Beløb", "Titel"], [None, "x"], [Decimal(0), "y"]], name="Sager"))
    assert [sheet["A2"].value, sheet["A3"].value] == [None, 0]


def test_a_sheet_has_a_name_that_a_spreadsheet_takes():
    sheet = sheet_of(xlsx_bytes([["x"]], name="Projekter [alle] og endnu flere end der er plads til"))
    assert sheet.title == "Projekter  alle  og endnu flere"


def test_nothing_to_show_is_a_workbook_too():
    assert sheet_of(xlsx_bytes([], name="Sager"))["A1"].value is None


def test_a_download_says_what_it_is():
    response = xlsx_response([["x"]], name="Sager", file_name="sager.xlsx")
    assert response["Content-Disposition"] == 'attachment; filename="sager.xlsx"'
    assert response["Content-Type"].endswith("spreadsheetml.sheet")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (Decimal("1250000.5"), "1250000,50"),
        (date(2027, 3, 14), "14-03-2027"),
        (3, "3"),
        ("Nøgler", "Nøgler"),
    ],
)
def test_the_same_cells_are_written_in_a_csv_file(cell, text):
    assert written(cell) == text
