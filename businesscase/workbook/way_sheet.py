"""The sheet of carrying on as today and of the other solutions, side by side with the proposed one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter.utility import xl_rowcol_to_cell

from businesscase.enums import CostCategory, LineSide
from businesscase.finance import payback_time
from businesscase.finance.funding import peak_funding
from businesscase.models import AlternativeLine
from businesscase.models.alternative import MOST_ALTERNATIVES
from businesscase.workbook import layout
from businesscase.workbook.book import MONEY, PERCENT, YEAR, YEARS, Book, Value
from businesscase.workbook.content import Content, priced
from businesscase.workbook.figures import Figures
from businesscase.workbook.grid import Grid
from businesscase.workbook.layout import FIRST_LINE, HEADS
from businesscase.workbook.line_table import Table
from businesscase.workbook.root_search import search
from businesscase.workbook.root_sheet import write_roots
from businesscase.workbook.way_year_sheet import BACK, NET, SUMS, WayYears, write_way_years

ORDINAL, SIDE, KIND = 0, 1, 2
_COST, _GAIN = range(2)


def write_ways(book: Book, content: Content, lines: Table, grid: Grid, figures: Figures) -> None:
    """Write what the solutions are called, and what each costs, gives and is worth against carrying on as today."""
    sheet, columns = book.sheet(layout.way_sheet()), layout.way_columns()
    sheet.text(0, 0, layout.way_sheet(), "title")
    text = _("Number 0 is carrying on as today; number 1 is the case itself, so others begin at 2.")
    sheet.text(1, 0, text, "quiet")
    text = _("Years, prices and discount rate are the case's. What a solution is worth is measured against today.")
    sheet.text(2, 0, text, "quiet")
    calculated = (
        _("Costs in all"),
        _("Gains in all"),
        _("Net gain"),
        _("Net present value"),
        _("More or less than the proposed one"),
        _("Internal rate of return"),
        _("Paid back after (years)"),
        _("Most money laid out"),
    )
    for place, heading in enumerate((*(column.heading for column in columns), *calculated)):
        sheet.text(HEADS, place, heading, "head" if 0 < place < len(columns) else "head-right")
    nets = [_measured(content, place, figures) for place in range(MOST_ALTERNATIVES + 1)]
    numbers = [sheet.at(FIRST_LINE + place, ORDINAL) for place in range(MOST_ALTERNATIVES + 1)]
    years = write_way_years(book, content, lines, numbers, nets, grid)
    for place in range(MOST_ALTERNATIVES + 1):
        row = FIRST_LINE + place
        way, rows = content.ways[place] if place < len(content.ways) else (None, ())
        words = (way.ordinal, way.title, way.description, way.why_not) if way else (None,) * len(columns)
        for column, word in enumerate(words):
            sheet.fill_in(row, column, word, YEAR if column == ORDINAL else "")
        if way:
            sheet.heighten(row, *((word, column.width) for word, column in zip(words, columns, strict=True)))
        values = _values(content, rows, figures) if way and rows else None
        number = xl_rowcol_to_cell(row, ORDINAL, col_abs=True)
        written = f'AND({number}<>"",COUNTIF({lines.column(ORDINAL)},{number})>0)'
        for column, formula in enumerate(_formulas(lines, number, grid)):
            measured = column in (_COST, _GAIN) or bool(way and not way.is_today)
            shown = values[column] if values and measured else ""
            known = written if column in (_COST, _GAIN) else f"AND({written},{number}<>0)"
            sheet.formula(row, len(columns) + column, f'IF({known},{formula},"")', shown, MONEY)
        _write_key_figures(book, row, len(columns) + len(_formulas(lines, number, grid)), years[place], nets[place])
    sheet.widths(*(column.width for column in columns), *[18] * len(calculated))
    sheet.heighten(HEADS, (calculated[-1], 18))
    sheet.raw.freeze_panes(FIRST_LINE, 2)


def _measured(content: Content, place: int, figures: Figures) -> list[Decimal] | None:
    """Return the nets of the solution in a row, None where there is none, or none that is measured against today."""
    way, rows = content.ways[place] if place < len(content.ways) else (None, ())
    return None if way is None or way.is_today or not rows else _nets(content, rows, figures)


def _write_key_figures(book: Book, row: int, column: int, years: WayYears, net: list[Decimal] | None) -> None:
    """Write when a solution is paid back, how much is laid out, and its rate.

    The rate is searched on a sheet of its own, which a solution that is written into an open row has not got.
    """
    sheet, written = book.sheet(layout.way_sheet()), f'{years.cell(NET, 0)}=""'
    none, several = pgettext("internal rate of return", "None"), pgettext("internal rate of return", "Several")
    if net is None:
        sheet.text(row, column, "")
    else:
        found = search([float(amount) for amount in net])
        roots = write_roots(book.sheet(layout.way_root_sheet(years.place)), years, found)
        formula = f'IF({roots.count}=0,"{none}",IF({roots.count}>1,"{several}",INDEX({roots.rates},1,1)))'
        rate: Value = found.rates[0] if found.count == 1 else several if found.count else none
        sheet.formula(row, column, f'IF({written},"",{formula})', rate, PERCENT)
    sums = None if net is None else [round(amount, 6) for amount in accumulate(net)]
    back, never = None if sums is None else payback_time(sums).years, pgettext("payback", "Never")
    formula = f"IF(COUNT({years.at(BACK)})=0,0,ROUND(MAX({years.at(BACK)}),6))"
    formula = f'IF({written},"",IF({years.cell(SUMS, years.years - 1)}<0,"{never}",{formula}))'
    sheet.formula(row, column + 1, formula, "" if sums is None else never if back is None else back, YEARS)
    peak = "" if net is None else peak_funding(list(accumulate(net))).amount
    sheet.formula(row, column + 2, f'IF({written},"",MAX(0,-MIN({years.at(SUMS)})))', peak, MONEY)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Formulas over the lines of one solution, at the prices of the price year or at today's value."""

    lines: Table
    number: str
    grid: Grid

    def total(self, side: LineSide, *, discounted: bool) -> str:
        """Return the formula of what the lines of a side come to; hours do not follow the prices."""
        mine = f'({self.lines.column(ORDINAL)}={self.number})*({self.lines.column(ORDINAL)}<>"")'
        mine += f'*({self.lines.column(SIDE)}="{side.label}")'
        hours = f'({self.lines.column(KIND)}="{CostCategory.STAFF_HOURS.label}")'
        factor, weight, index = (self.grid.span(name) for name in ("factor", "weight", "index"))
        worked, bought = (factor, weight) if discounted else ("1", f"1/{index}")
        money = f"SUMPRODUCT({mine}*(1-{hours})*{self.lines.amounts()}*{bought})"
        return f"{money}+SUMPRODUCT({mine}*{hours}*{self.lines.amounts()}*{worked})"


def _formulas(lines: Table, number: str, grid: Grid) -> tuple[str, ...]:
    mine = _Lines(lines, number, grid)
    cost, gain = (mine.total(side, discounted=False) for side in (LineSide.COST, LineSide.BENEFIT))
    spent, gained = (mine.total(side, discounted=True) for side in (LineSide.COST, LineSide.BENEFIT))
    today = f"SUM({grid.span('benefit')})-SUM({grid.span('cost')})-({_own(grid)})"
    worth = f"SUM({grid.span('discounted_net')})-({_own(grid, discounted=True)})"
    npv = f"{gained}-({spent})+{worth}"
    return cost, gain, f"{gain}-({cost})+{today}", npv, f"{npv}-SUM({grid.span('discounted_net')})"


def _own(grid: Grid, *, discounted: bool = False) -> str:
    """Return the formula of gains less costs of the proposed solution alone, without what falls away of today."""
    if discounted:
        return f"SUMPRODUCT({grid.span('benefits')}*{grid.span('weight')})-SUM({grid.span('discounted_own_cost')})"
    return f"SUMPRODUCT({grid.span('benefits')}/{grid.span('index')})-SUM({grid.span('own_cost')})"


def _values(content: Content, rows: Sequence[AlternativeLine], figures: Figures) -> tuple[Decimal, ...]:
    """Return what the formulas come to."""
    index, weights = figures["index"], figures["factor"]
    cost, gain = (_fixed(content, rows, side, index) for side in (LineSide.COST, LineSide.BENEFIT))
    net = _nets(content, rows, figures)
    npv = sum((amount * weight for amount, weight in zip(net, weights, strict=True)), Decimal(0))
    return (
        sum(cost, Decimal(0)),
        sum(gain, Decimal(0)),
        sum(net, Decimal(0)),
        npv,
        npv - figures.total("discounted_net"),
    )


def _nets(content: Content, rows: Sequence[AlternativeLine], figures: Figures) -> list[Decimal]:
    """Return what a solution gives less what it costs each year, against carrying on as today."""
    index = figures["index"]
    cost, gain = (_fixed(content, rows, side, index) for side in (LineSide.COST, LineSide.BENEFIT))
    benefits = [amount / level for amount, level in zip(figures["benefits"], index, strict=True)]
    own = [up - down for up, down in zip(benefits, figures["own_cost"], strict=True)]
    today = [whole - mine for whole, mine in zip(figures["net"], own, strict=True)]
    return [up - down + away for up, down, away in zip(gain, cost, today, strict=True)]


def _fixed(
    content: Content, rows: Sequence[AlternativeLine], side: LineSide, index: Sequence[Decimal]
) -> list[Decimal]:
    """Return what the lines of a side come to each year, at the prices of the price year."""
    found = [Decimal(0)] * content.years
    for line in rows:
        if line.side == side:
            amounts = priced(line, content.case.hourly_rate)
            for year, (amount, level) in enumerate(zip(amounts, index, strict=True)):
                found[year] += amount if line.counts_hours else amount / level
    return found
