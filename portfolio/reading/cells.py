"""A workbook cell by cell: what stands where on every sheet, formulas by the value that was last calculated."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape

from portfolio.reading.table import LONGEST_CELL
from portfolio.reading.unreadable import Unreadable, Why
from portfolio.reading.workbook import BROKEN, require_safe

MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 60, 2_000, 250
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class Lacking(Enum):
    """What stands in a cell instead of a value."""

    # A formula that no program has calculated: its value is not in the file.
    UNCALCULATED = "uncalculated"


Value = str | Decimal | bool | date | Lacking


@dataclass(frozen=True, slots=True)
class SheetCells:
    """The cells of a sheet that hold something, by row and column from 0."""

    name: str
    cells: Mapping[tuple[int, int], Value]
    rows: int
    columns: int

    def __getitem__(self, place: tuple[int, int]) -> Value | None:
        """Return what stands in a cell, or None."""
        return self.cells.get(place)

    def address(self, row: int, column: int) -> str:
        """Return the name of a cell as people read it."""
        return f"{self.name}!{get_column_letter(column + 1)}{row + 1}"


def read_sheets(content: bytes) -> dict[str, SheetCells]:
    """Return the sheets of a workbook by name, in order. Raises `Unreadable`."""
    if not content.strip():
        raise Unreadable(Why.FILE_EMPTY)
    if content.startswith(_OLE):
        raise Unreadable(Why.FILE_OLD_WORKBOOK)
    if not content.startswith(_ZIP):
        raise Unreadable(Why.FILE_NOT_WORKBOOK)
    try:
        require_safe(content)
        values, formulas = (_cells_of(content, values=values) for values in (True, False))
    except BROKEN as error:
        raise Unreadable(Why.FILE_BROKEN_WORKBOOK) from error
    return {name: _sheet(name, cells, formulas[name]) for name, cells in values.items()}


def _cells_of(content: bytes, *, values: bool) -> dict[str, dict[tuple[int, int], Any]]:
    """Return what each sheet's cells hold: the values, or only which of them hold a formula."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)
    try:
        if len(book.worksheets) > MOST_SHEETS:
            raise Unreadable(Why.FILE_TOO_MANY_ROWS, most=MOST_SHEETS)
        return {sheet.title: _filled(sheet, values=values) for sheet in book.worksheets}
    finally:
        book.close()


def _filled(sheet: Any, *, values: bool) -> dict[tuple[int, int], Any]:
    # What the sheet says of its own size may be a million rows; what it holds is what counts.
    sheet.reset_dimensions()
    found: dict[tuple[int, int], Any] = {}
    for number, row in enumerate(islice(sheet.rows, MOST_ROWS + 1)):
        for column, cell in enumerate(row):
            if cell.value is None or cell.value == "" or not (values or cell.data_type == "f"):
                continue
            if number == MOST_ROWS:
                raise Unreadable(Why.FILE_TOO_MANY_ROWS, most=MOST_ROWS)
            if column >= MOST_COLUMNS:
                raise Unreadable(Why.FILE_TOO_MANY_COLUMNS, most=MOST_COLUMNS)
            found[number, column] = _value(cell.value, number) if values else Lacking.UNCALCULATED
    return found


def _sheet(name: str, values: dict[tuple[int, int], Value], formulas: dict[tuple[int, int], Value]) -> SheetCells:
    cells = {**formulas, **values}
    rows, columns = (max((place[axis] for place in cells), default=-1) + 1 for axis in (0, 1))
    return SheetCells(name, cells, rows, columns)


def _value(value: Any, row: int) -> Value:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return Decimal(str(value))
    if isinstance(value, date):
        return value
    # What XML cannot hold is written _x000D_ in the file; some of it no database and no page can hold either.
    text = _UNUSABLE.sub("", str(unescape(str(value)))).strip()
    if len(text) > LONGEST_CELL:
        raise Unreadable(Why.CELL_TOO_LONG, row=row + 1, most=LONGEST_CELL)
    return text
