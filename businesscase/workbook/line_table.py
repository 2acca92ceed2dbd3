"""A table of lines: what each is, its years across, its sum, and the lowest and highest of an estimate to the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from businesscase.enums import CostCategory
from businesscase.workbook.book import FIGURE, MONEY, SUM, YEAR, Sheet
from businesscase.workbook.layout import FIRST_LINE, GROUPS, HEADS, SPARE, Column, total

Figures = Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class Blocks:
    """The columns of a table of `years` years after `before` columns of words.

    Hours have their amounts in DKK in a block of their own; an alternative has no estimates.
    """

    before: int
    years: int
    with_amounts: bool = False
    with_estimates: bool = True

    @property
    def likely(self) -> int:
        """The first year of the likely figures."""
        return self.before

    @property
    def sum(self) -> int:
        """The sum of a line."""
        return self.before + self.years

    @property
    def amounts(self) -> int:
        """The first year in DKK: of hours a block of its own."""
        return self.sum + 2 if self.with_amounts else self.likely

    @property
    def amounts_sum(self) -> int:
        """The sum of a line in DKK."""
        return self.amounts + self.years

    @property
    def low(self) -> int:
        """The first year of the lowest figures."""
        return self.amounts_sum + 2

    @property
    def high(self) -> int:
        """The first year of the highest figures."""
        return self.low + self.years + 1

    @property
    def end(self) -> int:
        """The first column to the right of the table."""
        return self.high + self.years if self.with_estimates else self.amounts_sum + 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the sheet holds it: its words by column, its figures, and its amounts in DKK."""

    words: tuple[str | int, ...]
    figures: Figures
    amounts: Sequence[Decimal]
    low: Figures = ()
    high: Figures = ()
    in_hours: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table that has been written, for the formulas of other sheets."""

    sheet: Sheet
    blocks: Blocks
    lines: tuple[Line, ...]

    @property
    def last_line(self) -> int:
        """The last row that a line may stand in."""
        return FIRST_LINE + len(self.lines) + SPARE - 1

    @property
    def sums(self) -> int:
        """The row with the sums."""
        return self.last_line + 1

    def year_sum(self, year: int) -> str:
        """Return the address of what the table comes to in a year, in DKK."""
        return self.sheet.at(self.sums, self.blocks.amounts + year)

    def year_total(self, year: int) -> Decimal:
        """Return what the table comes to in a year, in DKK."""
        return sum((line.amounts[year] for line in self.lines), Decimal(0))

    def column(self, column: int) -> str:
        """Return the address of a whole column of lines."""
        return self.sheet.span(FIRST_LINE, column, self.last_line, column)

    def year_column(self, year: int) -> str:
        """Return the address of all amounts of a year in DKK."""
        return self.column(self.blocks.amounts + year)

    def amounts(self) -> str:
        """Return the address of all amounts in DKK."""
        return self.sheet.span(
            FIRST_LINE, self.blocks.amounts, self.last_line, self.blocks.amounts + self.blocks.years - 1
        )


@dataclass(frozen=True, slots=True)
class Anchors:
    """What every table refers to: the addresses of the first year and of the price of an hour, and the year itself."""

    start: str
    rate: str
    first_year: int


def write_table(
    sheet: Sheet, columns: Sequence[Column], lines: Sequence[Line], blocks: Blocks, anchors: Anchors
) -> Table:
    """Write a table with a few open lines at its end."""
    table = Table(sheet, blocks, tuple(lines))
    _write_heads(table, columns, anchors)
    for place in range(len(lines) + SPARE):
        row = FIRST_LINE + place
        line = lines[place] if place < len(lines) else None
        _write_line(table, row, line, columns, anchors.rate)
    _write_sums(table)
    for place, column in enumerate(columns):
        sheet.raw.set_column(place, place, column.width)
        if column.choices:
            sheet.choose((FIRST_LINE, table.last_line), place, [word for _value, word in column.choices])
    _shape(table)
    return table


def half_even(hours: str, rate: str) -> str:
    """Return the formula of hours times rate, rounded as the portal does: to øre, a half to the even one."""
    product = f"ROUND({hours}*{rate}*10000,0)"
    return f"(ROUND({product}/100,0)-(MOD({product},200)=50))/100"


def _write_heads(table: Table, columns: Sequence[Column], anchors: Anchors) -> None:
    sheet, blocks = table.sheet, table.blocks
    sheet.heighten(HEADS, *((column.heading, column.width) for column in columns))
    for place, column in enumerate(columns):
        sheet.text(HEADS, place, column.heading, "head")
    groups = [(blocks.likely, pgettext("sheet", "Likely") if blocks.with_estimates else "")]
    if blocks.with_amounts:
        groups.append((blocks.amounts, _("In DKK")))
    if blocks.with_estimates:
        groups += [(blocks.low, _("Lowest")), (blocks.high, _("Highest"))]
    for first, name in groups:
        sheet.text(GROUPS, first, name, "group")
        for year in range(blocks.years):
            formula = anchors.start if year == 0 else f"{xl_rowcol_to_cell(HEADS, first + year - 1)}+1"
            sheet.formula(HEADS, first + year, formula, anchors.first_year + year, YEAR, "head-right")
    for place in {blocks.sum, blocks.amounts_sum}:
        sheet.text(HEADS, place, total(), "head-right")


def _write_line(table: Table, row: int, line: Line | None, columns: Sequence[Column], rate: str) -> None:
    sheet, blocks = table.sheet, table.blocks
    years = range(blocks.years)
    for place in range(len(columns)):
        sheet.fill_in(row, place, line.words[place] if line else None)
    if line:
        sheet.heighten(row, *zip(line.words, (column.width for column in columns), strict=True))
    for block, figures in ((blocks.likely, line.figures if line else ()), *_estimates(blocks, line)):
        for year in years:
            sheet.fill_in(row, block + year, figures[year] if year < len(figures) else None, FIGURE)
    likely = xl_range(row, blocks.likely, row, blocks.sum - 1)
    written = sum((figure or Decimal(0) for figure in line.figures), Decimal(0)) if line else 0
    sheet.formula(row, blocks.sum, f"SUM({likely})", written, SUM)
    if blocks.with_amounts:
        for year in years:
            figure = xl_rowcol_to_cell(row, blocks.likely + year)
            amount = line.amounts[year] if line else 0
            sheet.formula(row, blocks.amounts + year, _amount(table, row, figure, rate), amount, SUM)
        amounts = xl_range(row, blocks.amounts, row, blocks.amounts_sum - 1)
        sheet.formula(row, blocks.amounts_sum, f"SUM({amounts})", sum(line.amounts, Decimal(0)) if line else 0, SUM)


def _amount(table: Table, row: int, figure: str, rate: str) -> str:
    """Return the formula of an amount: of hours by their price; in a table of both, by what the line's kind says."""
    in_hours = half_even(figure, rate)
    if table.blocks.with_estimates:
        return f"IF(ISNUMBER({figure}),{in_hours},0)"
    # An alternative's kind stands in the third column.
    hours_word = CostCategory.STAFF_HOURS.label
    return f'IF(ISNUMBER({figure}),IF({xl_rowcol_to_cell(row, 2, col_abs=True)}="{hours_word}",{in_hours},{figure}),0)'


def _estimates(blocks: Blocks, line: Line | None) -> list[tuple[int, Figures]]:
    if not blocks.with_estimates:
        return []
    return [(blocks.low, line.low if line else ()), (blocks.high, line.high if line else ())]


def _write_sums(table: Table) -> None:
    sheet, blocks = table.sheet, table.blocks
    for column in range(blocks.amounts_sum + 1):
        sheet.text(table.sums, column, total() if column == 0 else "", "sum")
    spans = [(blocks.amounts, [line.amounts for line in table.lines])]
    if blocks.with_amounts and blocks.with_estimates:
        spans.append((blocks.likely, [[figure or Decimal(0) for figure in line.figures] for line in table.lines]))
    for first, rows in spans:
        for place in range(blocks.years + 1):
            span = xl_range(FIRST_LINE, first + place, table.last_line, first + place)
            values = [row[place] if place < blocks.years else sum(row, Decimal(0)) for row in rows]
            sheet.formula(table.sums, first + place, f"SUM({span})", sum(values, Decimal(0)), MONEY, "sum")


def _shape(table: Table) -> None:
    sheet, blocks = table.sheet, table.blocks
    sheet.raw.set_column(blocks.before, blocks.end, 14)
    for gap in {blocks.sum + 1, blocks.amounts_sum + 1, blocks.high - 1} if blocks.with_estimates else {blocks.sum + 1}:
        sheet.raw.set_column(gap, gap, 3)
    sheet.raw.freeze_panes(FIRST_LINE, min(2, blocks.before))
    sheet.raw.print_area(0, 0, table.sums, blocks.amounts_sum)
    sheet.raw.repeat_rows(GROUPS, HEADS)
