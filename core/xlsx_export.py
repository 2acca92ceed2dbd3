"""Rows as an Excel workbook: numbers and dates as such, and no text that is run as a formula."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TypeAlias

import xlsxwriter
from django.http import HttpResponse

Cell: TypeAlias = str | int | Decimal | date | None
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Excel refuses longer names of sheets, and these characters in them.
_LONGEST_NAME, _NOT_IN_NAMES = 31, str.maketrans("[]:*?/\\", "       ")
_WIDEST, _NARROWEST = 60, 10
_MONEY, _WHOLE, _DAY = "#,##0.00", "#,##0", "dd-mm-yyyy"


def xlsx_bytes(rows: Iterable[Sequence[Cell]], *, name: str) -> bytes:
    """Return the workbook with one sheet; the first row is its head, kept in sight and with a filter.

    Text is written as text, whatever it begins with; None is an empty cell, never 0.
    """
    stream = BytesIO()
    # Nothing a person has written becomes a formula, a link or a number by looking like one.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet(name.translate(_NOT_IN_NAMES)[:_LONGEST_NAME])
        head = book.add_format({"bold": True, "bottom": 1})
        formats = {kind: book.add_format({"num_format": kind}) for kind in (_MONEY, _WHOLE, _DAY)}
        widths: list[int] = []
        last = 0
        for last, row in enumerate(rows):
            for column, cell in enumerate(row):
                _write(sheet, (last, column), cell, head if last == 0 else None, formats)
                if column == len(widths):
                    widths.append(_NARROWEST)
                widths[column] = min(max(widths[column], len(str(cell or "")) + 2), _WIDEST)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        if widths:
            sheet.autofilter(0, 0, last, len(widths) - 1)
    return stream.getvalue()


def xlsx_response(rows: Iterable[Sequence[Cell]], *, name: str, file_name: str) -> HttpResponse:
    """Return the rows as a download named `file_name`."""
    response = HttpResponse(xlsx_bytes(rows, name=name), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def written(cell: Cell) -> str:
    """Return a cell as a Danish spreadsheet reads it in a CSV file: 1250000,50 and 14-03-2027."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:.2f}".replace(".", ",")
    if isinstance(cell, date):
        return cell.strftime("%d-%m-%Y")
    return str(cell)


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, place: tuple[int, int], cell: Cell, head: object, formats: dict[str, object]
) -> None:
    if head is not None or isinstance(cell, str):
        sheet.write_string(*place, str(cell or ""), head)
    elif isinstance(cell, Decimal):
        sheet.write_number(*place, float(cell), formats[_MONEY])
    elif isinstance(cell, int):
        sheet.write_number(*place, cell, formats[_WHOLE])
    elif isinstance(cell, date):
        sheet.write_datetime(*place, cell, formats[_DAY])
