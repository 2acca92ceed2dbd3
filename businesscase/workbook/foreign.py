"""Other people's spreadsheets: years across, lines down, headings between them, blank rows and sums passed over."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from businesscase.models.business_case_version import FIRST_YEAR, LAST_YEAR, MOST_YEARS
from businesscase.workbook.mapping import SKIP, LineMapping, line_key
from portfolio.reading.amounts import read_amount
from portfolio.reading.cells import Lacking, SheetCells

MOST_LINES = 100
_FEWEST_YEARS = 2
_YEAR = re.compile(r"(?:år\s*)?(\d{4})", re.IGNORECASE)
# What people write where there is nothing.
_NOTHING = {"-", "–", "—", "", "n/a", "na", "ingen"}
_LIMIT = Decimal(10) ** 12
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ForeignLine:
    """A row with figures: its number as a spreadsheet shows it, the heading above it, its name, and its cells."""

    row: int
    section: str
    label: str
    cells: tuple[str, ...]

    @property
    def key(self) -> str:
        """What the line is found by in a mapping."""
        return line_key(self.section, self.label)


@dataclass(frozen=True, slots=True)
class ForeignTable:
    """A sheet with years across. Cells are text: a number, what somebody has written, or `=` for an empty formula."""

    name: str
    columns: tuple[int, ...]
    years: tuple[int, ...]
    lines: tuple[ForeignLine, ...]

    @property
    def calendar(self) -> range:
        """The years from the first through the last."""
        return range(self.years[0], self.years[-1] + 1)

    def address(self, line: ForeignLine, place: int) -> str:
        """Return the name of a cell."""
        return f"{self.name}!{get_column_letter(self.columns[place] + 1)}{line.row}"


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line with its figures, one a year of the table's calendar."""

    line: ForeignLine
    kind: str
    figures: list[Decimal | None]


def foreign_tables(sheets: Mapping[str, SheetCells]) -> list[ForeignTable]:
    """Return the sheets that have a row of years and lines under it."""
    return [table for sheet in sheets.values() if (table := _table(sheet)) is not None and table.lines]


def read_lines(table: ForeignTable, kinds: Mapping[int, str], mapping: LineMapping) -> tuple[list[ReadLine], list[str]]:
    """Return the lines that take part, by their rows' kinds, and a sentence for every cell that cannot be used."""
    problems: list[str] = []
    if len(table.calendar) > MOST_YEARS:
        text = _("%(sheet)s: the years run from %(first)s to %(last)s; a case has at most %(most)s.")
        figures = {"first": table.years[0], "last": table.years[-1], "most": MOST_YEARS}
        return [], [text % {"sheet": table.name, **figures}]
    found = [
        ReadLine(line, kinds[line.row], _figures(table, line, kinds[line.row], mapping, problems))
        for line in table.lines
        if kinds.get(line.row, SKIP) != SKIP
    ]
    return found, problems


def packed_tables(tables: Sequence[ForeignTable]) -> list[Any]:
    """Return the tables as data between the steps."""
    return [
        [one.name, one.columns, one.years, [[line.row, line.section, line.label, line.cells] for line in one.lines]]
        for one in tables
    ]


def unpacked_tables(data: Sequence[Any]) -> list[ForeignTable]:
    """Return the tables that `packed_tables` put away."""
    return [
        ForeignTable(
            name,
            tuple(columns),
            tuple(years),
            tuple(ForeignLine(row, section, label, tuple(cells)) for row, section, label, cells in lines),
        )
        for name, columns, years, lines in data
    ]


def _table(sheet: SheetCells) -> ForeignTable | None:
    for row in range(sheet.rows):
        years = _years(sheet, row)
        if len(years) >= _FEWEST_YEARS:
            columns = tuple(years)
            lines = tuple(_lines(sheet, row, columns, tuple(years.values())))
            return ForeignTable(sheet.name, columns, tuple(years.values()), lines[:MOST_LINES])
    return None


def _years(sheet: SheetCells, row: int) -> dict[int, int]:
    """Return the years of a row by column: those that rise from the first on."""
    found: dict[int, int] = {}
    for column in range(sheet.columns):
        year = _year(sheet[row, column])
        if year is not None and year > max(found.values(), default=0):
            found[column] = year
        elif found:
            break
    return found


def _year(value: object) -> int | None:
    if isinstance(value, Decimal) and value == value.to_integral_value():
        year = int(value)
    elif isinstance(value, str) and (written := _YEAR.fullmatch(value.strip())):
        year = int(written[1])
    else:
        return None
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _lines(sheet: SheetCells, head: int, columns: tuple[int, ...], years: tuple[int, ...]) -> Iterator[ForeignLine]:
    section, names = "", _names_column(sheet, head, columns[0])
    for row in range(head + 1, sheet.rows):
        words = _words(sheet, row, columns[0])
        label = words.pop(names, "") or (words.popitem()[1] if words else "")
        values = [sheet[row, column] for column in columns]
        if all(value is None for value in values):
            section = label or section
        elif tuple(_year(value) for value in values) != years:
            # Without a heading above, a column that sorts the lines says the same.
            sorted_as = section or next(reversed(words.values()), "")[:200]
            yield ForeignLine(row + 1, sorted_as, label[:200], tuple(_packed(value) for value in values))


def _names_column(sheet: SheetCells, head: int, first_year: int) -> int:
    """Return where the lines' names stand: the column with the most different words, the one nearest the years."""
    found: dict[int, set[str]] = {column: set() for column in range(first_year)}
    for row in range(head + 1, sheet.rows):
        for column, word in _words(sheet, row, first_year).items():
            found[column].add(word)
    return max(found, key=lambda column: (len(found[column]), column), default=0)


def _words(sheet: SheetCells, row: int, first_year: int) -> dict[int, str]:
    """Return what is written before the years, by column."""
    cells = ((column, sheet[row, column]) for column in range(first_year))
    return {column: value.strip() for column, value in cells if isinstance(value, str)}


def _packed(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Lacking):
        return "="
    return f"{value:f}" if isinstance(value, Decimal) else f"'{value}"


def _figures(
    table: ForeignTable, line: ForeignLine, kind: str, mapping: LineMapping, problems: list[str]
) -> list[Decimal | None]:
    by_year: dict[int, Decimal | None] = {}
    for place, (year, cell) in enumerate(zip(table.years, line.cells, strict=True)):
        figure, problem = _figure(cell, kind, mapping)
        if problem:
            problems.append(f"{table.address(line, place)}: {problem}")
        by_year[year] = figure
    return [by_year.get(year) for year in table.calendar]


def _figure(cell: str, kind: str, mapping: LineMapping) -> tuple[Decimal | None, str]:
    """Return the figure of a cell in DKK or hours, and what is wrong with it."""
    if cell == "=":
        return None, _("The formula has no value. Open the workbook in a spreadsheet and save it again.")
    if cell.removeprefix("'").strip().casefold() in _NOTHING:
        return None, ""
    text = cell.startswith("'")
    figure = read_amount(cell[1:], numbers=mapping.numbers, currency="DKK") if text else Decimal(cell)
    if figure is None:
        return None, _("“%(value)s” is not a number.") % {"value": cell[1:61]}
    if kind != "cost.staff_hours":
        figure *= mapping.factor
    if mapping.costs_below_zero and kind.startswith("cost."):
        figure = -figure
    if figure < 0:
        return None, _("The number cannot be below 0.")
    if figure >= (Decimal(10) ** 7 if kind == "cost.staff_hours" else _LIMIT):
        return None, _("The number is too large.")
    return figure.quantize(_CENT, ROUND_HALF_EVEN) + 0, ""
