"""XLSX files, read cell by cell; a formula is refused, since what it shows is not stored by all programs."""

import io
import zipfile
import zlib
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from portfolio.reading.table import MOST_COLUMNS, MOST_ROWS, Cell, Table, TableBuilder
from portfolio.reading.unreadable import Unreadable, Why

# What a workbook may take when it is unpacked; beyond this it is made to fill the memory.
MOST_UNPACKED = 100 * 1024 * 1024
# Where a workbook keeps the programs that it carries.
_PROGRAM = "vbaproject.bin"
# Rows that are looked at, empty ones among them.
_MOST_LINES = 4 * MOST_ROWS
# What openpyxl raises on a file that only looks like a workbook.
BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, KeyError, ValueError, TypeError, AttributeError,
    IndexError, EOFError, OSError, OverflowError, NotImplementedError, RuntimeError,
)  # fmt: skip


def read_workbook_table(content: bytes) -> Table:
    """Return the table on the first sheet that holds something. Raises `Unreadable`."""
    try:
        require_safe(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            for sheet in book.worksheets:
                builder = _read_sheet(sheet)
                if builder is not None:
                    return builder.finish()
        finally:
            book.close()
    except BROKEN as error:
        raise Unreadable(Why.FILE_BROKEN_WORKBOOK) from error
    raise Unreadable(Why.FILE_EMPTY)


def require_safe(content: bytes) -> None:
    """Refuse a workbook by what its index says; more than that is never unpacked of any part."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if any(part.filename.lower().endswith(_PROGRAM) for part in archive.infolist()):
            raise Unreadable(Why.FILE_MACROS)
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            raise Unreadable(Why.FILE_UNPACKS_TOO_LARGE, most=MOST_UNPACKED // (1024 * 1024))


def _read_sheet(sheet: Any) -> TableBuilder | None:
    """Return the sheet's rows, or None where it is empty."""
    # What the sheet says of its own size may be a million rows; what it holds is what counts.
    sheet.reset_dimensions()
    builder, empty = TableBuilder(), True
    for number, row in enumerate(islice(sheet.rows, _MOST_LINES + 1), start=1):
        if number > _MOST_LINES:
            raise Unreadable(Why.FILE_TOO_MANY_ROWS, most=MOST_ROWS)
        cells = [_cell(one, number) for one in _filled(row)]
        empty = empty and not cells
        builder.add(number, cells)
    return None if empty else builder


def _filled(row: tuple[Any, ...]) -> list[Any]:
    """Return the row without the empty cells at its end, of which a sheet may have thousands."""
    last = next((place for place in range(len(row), 0, -1) if row[place - 1].value not in (None, "")), 0)
    if last > 2 * MOST_COLUMNS:
        raise Unreadable(Why.FILE_TOO_MANY_COLUMNS, most=MOST_COLUMNS)
    return list(row[:last])


def _cell(cell: Any, row: int) -> Cell:
    value = cell.value
    if cell.data_type == "f":
        raise Unreadable(Why.CELL_FORMULA, row=row, cell=f"{cell.column_letter}{row}")
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return Decimal(str(value))
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value.isoformat(" ")
    return value if isinstance(value, date) else str(value).strip()
