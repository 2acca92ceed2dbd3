"""A workbook's cells: the characters that a spreadsheet writes in code are read, but those that nothing can hold."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from portfolio.reading.cells import read_sheets


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Før_x000A_efter", "Før\nefter"),
        ("Før_x0000_efter", "Førefter"),
        ("Før_xD83D_efter_xDFFF_", "Førefter"),
        ("_x0000_", ""),
    ],
)
def test_a_character_that_cannot_be_stored_is_left_out(written, read):
    book, content = Workbook(), BytesIO()
    book.worksheets[0]["B2"] = written
    book.save(content)
    assert read_sheets(content.getvalue())["Sheet"][1, 1] == read
