"""A workbook whose cells know their kind: what is filled in, what is calculated, and what is only read."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any, TypeAlias

import xlsxwriter
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

MONEY, FIGURE, PERCENT, YEAR, WHOLE, FACTOR, YEARS = (
    "#,##0.00", "#,##0.00", "0.00%", "0", "#,##0", "0.000000", "0.00",
)  # fmt: skip
DAY = "dd-mm-yyyy"
# The sum of a line in which nothing stands is a dash.
SUM = '#,##0.00;-#,##0.00;"–"'
Value: TypeAlias = Decimal | float | int | str | None
# Filled in by people, calculated, summed up; the accent is a quiet blue that also reads in greyscale.
_INPUT, _ACCENT, _LINE, _QUIET = "#FFF8E1", "#1F4E79", "#BFBFBF", "#595959"
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 18, "font_color": _ACCENT},
    "heading": {"bold": True, "font_size": 13, "font_color": _ACCENT},
    "quiet": {"font_color": _QUIET, "valign": "top"},
    "note": {"font_color": _QUIET, "text_wrap": True, "valign": "top", "align": "left", "indent": 1},
    "text": {"text_wrap": True, "valign": "top"},
    "head": {"bold": True, "bottom": 2, "bottom_color": _ACCENT, "text_wrap": True, "valign": "bottom"},
    "head-right": {
        "bold": True, "bottom": 2, "bottom_color": _ACCENT, "align": "right", "text_wrap": True, "valign": "bottom",
    },
    "group": {"bold": True, "font_color": _ACCENT, "align": "left"},
    "input": {"bg_color": _INPUT, "border": 1, "border_color": _LINE, "text_wrap": True, "valign": "top"},
    "answer": {
        "bg_color": _INPUT, "border": 1, "border_color": _LINE, "text_wrap": True, "valign": "top", "align": "left",
    },
    "figure": {"valign": "top", "align": "right"},
    "sum": {"bold": True, "top": 1},
    "verdict": {"bold": True, "font_size": 14, "font_color": _ACCENT},
}  # fmt: skip
# Excel takes no longer formula than this, and no longer text in a cell.
LONGEST_TEXT = 32_767
# Points; a row can be no higher than 409 of them.
_LINE_HEIGHT, _MOST_LINES = 15, 27


class Sheet:
    """One sheet of the workbook."""

    def __init__(self, book: "Book", name: str) -> None:
        """Begin an empty sheet, printed on as many pages as it is high but never wider than one."""
        self._book, self.name = book, name
        self.raw = book.raw.add_worksheet(name)
        self.raw.set_landscape()
        self.raw.set_paper(9)
        self.raw.fit_to_pages(1, 0)
        self.raw.hide_gridlines(2)
        self.raw.set_footer("&L&F&C&A&R&P / &N")

    def text(self, row: int, column: int, text: object, look: str = "text") -> None:
        """Write text as text, whatever it begins with."""
        self.raw.write_string(row, column, _lines(str(text)), self._book.look(look))

    def fill_in(self, row: int, column: int, value: Value | date, kind: str = "", look: str = "input") -> None:
        """Write what people fill in; None is an empty cell that waits."""
        drawn = self._book.look(look, kind)
        if value is None or value == "":
            self.raw.write_blank(row, column, None, drawn)
        elif isinstance(value, str):
            self.raw.write_string(row, column, _lines(value), drawn)
        elif isinstance(value, date):
            self.raw.write_datetime(row, column, value, drawn)
        else:
            self.raw.write_number(row, column, float(value), drawn)

    def number(self, row: int, column: int, value: Value, kind: str, look: str = "figure") -> None:
        """Write a number that is neither filled in nor calculated."""
        self.raw.write_number(row, column, float(value or 0), self._book.look(look, kind))

    def formula(
        self, row: int, column: int, formula: str, value: Value, kind: str = MONEY, look: str = "figure"
    ) -> None:
        """Write a formula with what it comes to, for the readers that do not calculate."""
        shown = float(value) if isinstance(value, Decimal) else value
        self.raw.write_formula(row, column, f"={formula}", self._book.look(look, kind), "" if shown is None else shown)

    def heighten(self, row: int, *cells: tuple[object, float]) -> None:
        """Make a row as high as the tallest of its texts, each with the width of its column."""
        lines = max(
            (
                sum(max(1, ceil(len(part) / (width * 1.05))) for part in str(text or "").split("\n"))
                for text, width in cells
            ),
            default=1,
        )
        self.raw.set_row(row, _LINE_HEIGHT * min(lines, _MOST_LINES))

    def choose(self, rows: tuple[int, int], column: int, choices: Sequence[str]) -> None:
        """Offer a list of choices in the cells of a column; Excel takes at most 255 characters of them."""
        options = {"validate": "list", "source": list(choices), "error_type": "warning"}
        self.raw.data_validation(rows[0], column, rows[1], column, options)

    def widths(self, *widths: float) -> None:
        """Set the widths of the first columns."""
        for column, width in enumerate(widths):
            self.raw.set_column(column, column, width)

    def at(self, row: int, column: int) -> str:
        """Return the fixed address of a cell as other sheets write it."""
        return f"{quoted(self.name)}!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"

    def span(self, row: int, column: int, last_row: int, last_column: int) -> str:
        """Return the fixed address of a range as other sheets write it."""
        return f"{quoted(self.name)}!{xl_range_abs(row, column, last_row, last_column)}"


class Book:
    """The workbook."""

    def __init__(self, stream: BytesIO) -> None:
        """Begin an empty workbook in which no text becomes a formula, a link or a number by looking like one."""
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.raw = xlsxwriter.Workbook(stream, {**options, "strings_to_numbers": False, "nan_inf_to_errors": True})
        self._sheets: dict[str, Sheet] = {}
        self._looks: dict[tuple[str, str], Any] = {}

    def sheet(self, name: str) -> Sheet:
        """Return the sheet of that name, added behind the others where there is none."""
        if name not in self._sheets:
            self._sheets[name] = Sheet(self, name)
        return self._sheets[name]

    def look(self, look: str, kind: str = "") -> Any:
        """Return a format, made once."""
        if (look, kind) not in self._looks:
            kinds = {"num_format": kind} if kind else {}
            self._looks[look, kind] = self.raw.add_format({"font_name": "Calibri", **_LOOKS[look], **kinds})
        return self._looks[look, kind]


@contextmanager
def new_book() -> Iterator[tuple[Book, BytesIO]]:
    """Give a workbook and the stream that holds it once the block is left."""
    stream = BytesIO()
    book = Book(stream)
    yield book, stream
    book.raw.close()


def quoted(name: str) -> str:
    """Return a sheet's name as formulas write it."""
    return "'" + name.replace("'", "''") + "'"


def _lines(text: str) -> str:
    """Return a text as a cell holds it: lines are parted by a line feed alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n")[:LONGEST_TEXT]
