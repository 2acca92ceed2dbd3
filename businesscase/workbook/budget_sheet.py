"""The sheet of what the case does to the units' budgets year by year, with live formulas over the lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from businesscase.domain.budget import HARVESTED, RUNNING, BudgetEffect, budget_effect
from businesscase.domain.written import Written
from businesscase.enums import LineSide
from businesscase.workbook import layout
from businesscase.workbook.book import MONEY, YEAR, Book, Sheet
from businesscase.workbook.calculation_sheet import Tables
from businesscase.workbook.content import Content
from businesscase.workbook.grid import Grid
from businesscase.workbook.line_sheets import place
from businesscase.workbook.line_table import Table

_HEADS, _FIRST, _YEARS = 4, 5, 2
# The columns of the tables that are asked about.
_UNIT, _RELEASES, _HARVEST = 3, 4, 6
_KIND, _ORDINAL, _SIDE, _WAY_KIND = 0, 0, 1, 2


def effect_of(content: Content) -> BudgetEffect | None:
    """Return the effect as the portal shows it; None where no gain releases money in a budget."""
    return budget_effect(Written(content.case, content.costs, content.benefits, (), content.ways))


def write_budgets(book: Book, content: Content, effect: BudgetEffect, tables: Tables, grid: Grid) -> None:
    """Write the effect by unit and year."""
    sheet = book.sheet(layout.budget_sheet())
    sheet.text(0, 0, layout.budget_sheet(), "title")
    text = _("A plus is money that can be taken out of the budget, a minus money that must be added.")
    sheet.text(1, 0, text, "quiet")
    text = _("Amounts as the case is written. The effect is without money that stays in the unit.")
    sheet.text(2, 0, text, "quiet")
    _Writer(sheet, content, tables, grid).write(effect)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: its two words, one formula a year, and what they come to."""

    name: str
    mode: str
    formulas: Sequence[str]
    values: Sequence[Decimal]


class _Writer:
    def __init__(self, sheet: Sheet, content: Content, tables: Tables, grid: Grid) -> None:
        self.sheet, self.content, self.tables, self.grid = sheet, content, tables, grid
        self.years = range(content.years)

    def write(self, effect: BudgetEffect) -> None:
        heads = (pgettext("sheet", "Unit"), _("What becomes of the money"))
        for column, head in enumerate(heads):
            self.sheet.text(_HEADS, column, head, "head")
        start = self.content.case.start_year
        for year in self.years:
            formula = self.grid.cell("year", year)
            self.sheet.formula(_HEADS, _YEARS + year, formula, start + year, YEAR, "head-right")
        self.sheet.text(_HEADS, _YEARS + len(self.years), layout.total(), "head-right")
        rows = [*self._released(), self._saved(effect), self._running(effect)]
        for row, one in enumerate(rows, start=_FIRST):
            self._write(row, one)
        self._write(_FIRST + len(rows), self._net(effect), look="sum")
        self.sheet.widths(44, 40)
        self.sheet.raw.set_column(_YEARS, _YEARS + len(self.years), 16)
        self.sheet.raw.freeze_panes(_FIRST, _YEARS)

    def _write(self, row: int, one: _Row, look: str = "figure") -> None:
        words = "sum" if look == "sum" else "text"
        self.sheet.text(row, 0, one.name, words)
        self.sheet.text(row, 1, one.mode, words)
        for year, (formula, value) in enumerate(zip(one.formulas, one.values, strict=True)):
            self.sheet.formula(row, _YEARS + year, formula, value, MONEY, look)
        span = xl_range(row, _YEARS, row, _YEARS + len(self.years) - 1)
        total = sum(one.values, Decimal(0))
        self.sheet.formula(row, _YEARS + len(self.years), f"SUM({span})", total, MONEY, look)

    def _released(self) -> list[_Row]:
        """Return a row a unit and what becomes of its money, as the lines name them."""
        gains = self.tables.benefits
        found: dict[tuple[str, str], list[Decimal]] = {}
        for line in self.content.benefits:
            if line.cash_releasing and line.is_stated:
                mode = line.get_harvest_mode_display() if line.harvest_mode else ""
                sums = found.setdefault((place(line.unit), mode), [Decimal(0)] * len(self.years))
                for year, amount in enumerate(line.amounts[: len(self.years)]):
                    sums[year] += amount or Decimal(0)
        rows = []
        for row, ((unit, mode), sums) in enumerate(found.items(), start=_FIRST):
            keys = [xl_rowcol_to_cell(row, column, col_abs=True) for column in (0, 1)]
            mine = f"({gains.column(_UNIT)}={keys[0]})*({gains.column(_HARVEST)}={keys[1]})*{_releases(gains)}"
            rows.append(_Row(unit, mode, [_sum(mine, gains, year) for year in self.years], sums))
        return rows

    def _saved(self, effect: BudgetEffect) -> _Row:
        ways = self.tables.ways
        mine = f'({ways.column(_ORDINAL)}=0)*({ways.column(_ORDINAL)}<>"")'
        mine += f'*({ways.column(_SIDE)}="{LineSide.COST.label}")*{_runs(ways, _WAY_KIND)}'
        name = _("Running costs of today that fall away")
        return _Row(name, "", [_sum(mine, ways, year) for year in self.years], effect.saved)

    def _running(self, effect: BudgetEffect) -> _Row:
        costs = self.tables.costs
        formulas = [f"-{_sum(_runs(costs, _KIND), costs, year)}" for year in self.years]
        values = [-amount for amount in effect.running]
        return _Row(_("Operation and maintenance of the solution"), "", formulas, values)

    def _net(self, effect: BudgetEffect) -> _Row:
        gains = self.tables.benefits
        harvested = "+".join(f'({gains.column(_HARVEST)}="{one.label}")' for one in HARVESTED)
        mine = f"({harvested})*{_releases(gains)}"
        saved, running = self._saved(effect).formulas, self._running(effect).formulas
        formulas = [f"{_sum(mine, gains, year)}+{saved[year]}{running[year]}" for year in self.years]
        return _Row(_("Effect on the budget"), "", formulas, effect.net)


def _releases(gains: Table) -> str:
    yes, _no = layout.yes_no()
    return f'({gains.column(_RELEASES)}="{yes}")'


def _runs(table: Table, column: int) -> str:
    return "(" + "+".join(f'({table.column(column)}="{one.label}")' for one in RUNNING) + ")"


def _sum(mine: str, table: Table, year: int) -> str:
    return f"SUMPRODUCT({mine}*{table.year_column(year)})"
