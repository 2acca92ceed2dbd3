"""The sheet that follows each other solution year by year, against carrying on as today as the proposed one is."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import TypeAlias

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from businesscase.enums import CostCategory, LineSide
from businesscase.models.alternative import MOST_ALTERNATIVES
from businesscase.workbook import layout
from businesscase.workbook.book import FACTOR, MONEY, YEAR, Book, Sheet
from businesscase.workbook.content import Content
from businesscase.workbook.grid import FIRST_YEAR_COLUMN, HEAD_ROW, Grid
from businesscase.workbook.line_table import Table

Nets: TypeAlias = Sequence[Decimal] | None
NET, SUMS, BACK = range(3)
_ROWS, _FIRST = 4, HEAD_ROW + 1
ORDINAL, SIDE, KIND = 0, 1, 2


@dataclass(frozen=True, slots=True)
class WayYears:
    """The addresses of one solution's years, as the search of the internal rate and the key figures ask for them."""

    sheet: Sheet
    grid: Grid
    place: int

    @property
    def years(self) -> int:
        """How many years the case covers."""
        return self.grid.years

    def row(self, which: int) -> int:
        """Return the row of a figure."""
        return _FIRST + _ROWS * self.place + which

    def cell(self, which: int, year: int) -> str:
        """Return the address of a figure in a year."""
        return self.sheet.at(self.row(which), FIRST_YEAR_COLUMN + year)

    def at(self, which: int) -> str:
        """Return the address of a figure in all years."""
        row = self.row(which)
        return self.sheet.span(row, FIRST_YEAR_COLUMN, row, FIRST_YEAR_COLUMN + self.years - 1)

    def span(self, name: str) -> str:
        """Return the address of the nets or of the years of the case, by their names on the sheet that calculates."""
        return self.at(NET) if name == "net" else self.grid.span(name)


def write_way_years(
    book: Book, content: Content, lines: Table, numbers: Sequence[str], nets: Sequence[Nets], grid: Grid
) -> list[WayYears]:
    """Write the years of every solution there is room for; `numbers` are the addresses of what they are called by.

    `nets` are what the years come to, None for a row that no solution stands in, or that of today.
    """
    first_year = content.case.start_year
    ordinals: list[int | None] = [way.ordinal for way, _lines in content.ways]
    ordinals += [None] * (MOST_ALTERNATIVES + 1 - len(ordinals))
    sheet = book.sheet(layout.way_year_sheet())
    sheet.text(0, 0, layout.way_year_sheet(), "title")
    sheet.text(
        1, 0, _("What each solution gives less what it costs, against carrying on as today, fixed prices."), "quiet"
    )
    sheet.text(HEAD_ROW, 0, _("No."), "head")
    sheet.text(HEAD_ROW, 1, "", "head")
    for year in range(grid.years):
        shown = first_year + year
        sheet.formula(HEAD_ROW, FIRST_YEAR_COLUMN + year, grid.cell("year", year), shown, YEAR, "head-right")
    found = [WayYears(sheet, grid, place) for place in range(MOST_ALTERNATIVES + 1)]
    for one, number, ordinal, net in zip(found, numbers, ordinals, nets, strict=True):
        sheet.formula(one.row(NET), 0, f'IF({number}="","",{number})', ordinal, YEAR)
        _write(one, lines, number, net)
    sheet.widths(8, 46)
    sheet.raw.set_column(FIRST_YEAR_COLUMN, FIRST_YEAR_COLUMN + grid.years - 1, 16)
    sheet.raw.freeze_panes(HEAD_ROW + 1, FIRST_YEAR_COLUMN)
    return found


def _write(one: WayYears, lines: Table, number: str, net: Nets) -> None:
    sheet, written = one.sheet, f'AND({number}<>"",{number}<>0,COUNTIF({lines.column(ORDINAL)},{number})>0)'
    for which, name in (
        (NET, _("Gains less costs")),
        (SUMS, _("Added up")),
        (BACK, _("The money is back after (years)")),
    ):
        sheet.text(one.row(which), 1, name)
    sums = None if net is None else [round(amount, 6) for amount in accumulate(net)]
    for year in range(one.years):
        column = FIRST_YEAR_COLUMN + year
        formula = f'IF({written},{_net(one, lines, number, year)},"")'
        sheet.formula(one.row(NET), column, formula, None if net is None else net[year], MONEY)
        formula = f'IF({one.cell(NET, 0)}="","",SUM({_until(one, year)}))'
        sheet.formula(one.row(SUMS), column, formula, None if sums is None else sums[year], MONEY)
    steps = [] if sums is None else list(pairwise(sums))
    sheet.formula(one.row(BACK), FIRST_YEAR_COLUMN, '""', None, FACTOR)
    for year in range(1, one.years):
        before, after = one.cell(SUMS, year - 1), one.cell(SUMS, year)
        crosses = f"AND({before}<0,{after}>=0)"
        formula = f'IF({before}="","",IF({crosses},{year - 1}-{before}/({after}-{before}),""))'
        earlier, later = steps[year - 1] if steps else (Decimal(0), Decimal(0))
        back = year - 1 - earlier / (later - earlier) if earlier < 0 <= later else None
        sheet.formula(one.row(BACK), FIRST_YEAR_COLUMN + year, formula, back, FACTOR)


def _until(one: WayYears, year: int) -> str:
    row = one.row(NET)
    last = xl_rowcol_to_cell(row, FIRST_YEAR_COLUMN + year)
    return f"{xl_rowcol_to_cell(row, FIRST_YEAR_COLUMN, col_abs=True)}:{last}"


def _net(one: WayYears, lines: Table, number: str, year: int) -> str:
    """Return the formula of a year: the solution's lines, and what falls away of today; hours follow no prices."""
    cell, amounts = one.grid.cell, lines.column(lines.blocks.amounts + year)
    mine = f'({lines.column(ORDINAL)}={number})*({lines.column(ORDINAL)}<>"")'
    sign = f'(({lines.column(SIDE)}="{LineSide.BENEFIT.label}")-({lines.column(SIDE)}="{LineSide.COST.label}"))'
    hours = f'({lines.column(KIND)}="{CostCategory.STAFF_HOURS.label}")'
    level = f"({hours}+(1-{hours})/{cell('index', year)})"
    own = f"{cell('benefits', year)}/{cell('index', year)}-{cell('own_cost', year)}"
    return f"SUMPRODUCT({mine}*{sign}*{level}*{amounts})+{cell('net', year)}-({own})"
