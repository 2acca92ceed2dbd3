"""A file as a table: a header and rows, whatever kind of file it came from."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portfolio.reading.unreadable import Unreadable, Why

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 5_000, 200, 50_000

# A text file has texts only; a workbook has figures and dates of its own.
Cell = str | Decimal | date


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `number` is the one a spreadsheet shows, where the header's is usually 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and at least one row."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]

    def place_of(self, column: str) -> int:
        """Return where the column stands; capitals and outer spaces do not count. Raises `Unreadable`."""
        wanted = plain(column)
        places = [place for place, name in enumerate(self.header) if plain(name) == wanted]
        if not places:
            raise Unreadable(Why.COLUMN_MISSING, column=column, columns=", ".join(filter(None, self.header)))
        if len(places) > 1:
            raise Unreadable(Why.COLUMN_TWICE, column=column)
        return places[0]


class TableBuilder:
    """Takes rows one by one and refuses the file as soon as it is known to be unusable."""

    def __init__(self) -> None:
        """Begin without a header."""
        self._header: tuple[str, ...] = ()
        self._rows: list[Row] = []

    def add(self, number: int, cells: list[Cell]) -> None:
        """Take a row: the first that holds something is the header, empty ones are passed over."""
        while cells and cells[-1] == "":
            cells.pop()
        if not cells:
            return
        if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in cells):
            raise Unreadable(Why.CELL_TOO_LONG, row=number, most=LONGEST_CELL)
        if not self._header:
            self._take_header(cells)
            return
        if len(cells) > len(self._header):
            raise Unreadable(Why.ROW_TOO_WIDE, row=number, columns=len(self._header))
        if len(self._rows) == MOST_ROWS:
            raise Unreadable(Why.FILE_TOO_MANY_ROWS, most=MOST_ROWS)
        filler = [""] * (len(self._header) - len(cells))
        self._rows.append(Row(number, (*cells, *filler)))

    def finish(self) -> Table:
        """Return the table. Raises `Unreadable` where nothing stands under the header."""
        if not self._header:
            raise Unreadable(Why.FILE_EMPTY)
        if not self._rows:
            raise Unreadable(Why.FILE_NO_ROWS)
        return Table(self._header, tuple(self._rows))

    def _take_header(self, cells: list[Cell]) -> None:
        if len(cells) > MOST_COLUMNS:
            raise Unreadable(Why.FILE_TOO_MANY_COLUMNS, most=MOST_COLUMNS)
        if sum(1 for cell in cells if cell != "") == 1:
            raise Unreadable(Why.FILE_NO_COLUMNS)
        self._header = tuple(str(cell).strip() for cell in cells)


def plain(text: str) -> str:
    """Return a word or a column's name so that capitals and spaces do not tell it apart."""
    return " ".join(text.split()).casefold()
