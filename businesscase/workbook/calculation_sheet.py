"""The sheet that calculates year by year, from the lines to what the money is worth today."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from businesscase.enums import CostCategory, LineSide
from businesscase.finance.discount import rate_of
from businesscase.workbook import layout
from businesscase.workbook.book import FACTOR, MONEY, PERCENT, YEAR, Value
from businesscase.workbook.content import Content
from businesscase.workbook.figures import Figures
from businesscase.workbook.frame_sheet import Frame, Series
from businesscase.workbook.grid import FIRST_YEAR_COLUMN, HEAD_ROW, Grid
from businesscase.workbook.line_table import Table

# Digits beyond the øre that are let pass: what breaks even does so in a spreadsheet's arithmetic too.
_SETTLED = 6


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables that the calculation sums up."""

    costs: Table
    hours: Table
    benefits: Table
    ways: Table


@dataclass(frozen=True, slots=True)
class Losses:
    """The addresses of the risks' years and of what each is expected to cost."""

    years: str
    amounts: str


def write_calculation(
    grid: Grid, content: Content, frame: Frame, tables: Tables, figures: Figures, losses: Losses
) -> None:
    """Write every year."""
    sheet = grid.sheet
    sheet.text(0, 0, layout.calculation_sheet(), "title")
    text = _("Amounts in DKK. The money of a year moves at its end, and the first year is today's money.")
    sheet.text(1, 0, text, "quiet")
    writer = _Writer(grid, content, figures)
    writer.write_levels(frame)
    writer.write_written(tables)
    writer.write_balance()
    writer.write_crossings("back", "lost", "cumulative")
    writer.write_crossings("discounted_back", "discounted_lost", "discounted_cumulative")
    writer.write_losses(losses)
    writer.write_current()
    sheet.widths(50, 18)
    sheet.raw.set_column(FIRST_YEAR_COLUMN, FIRST_YEAR_COLUMN + content.years - 1, 16)
    sheet.raw.freeze_panes(HEAD_ROW + 2, FIRST_YEAR_COLUMN)


class _Writer:
    """Writes the rows of the sheet, each with its sum where a sum means something."""

    def __init__(self, grid: Grid, content: Content, figures: Figures) -> None:
        self.grid, self.content, self.figures = grid, content, figures
        self.years, self.cell = range(content.years), grid.cell

    def row(
        self, name: str, label: str, formulas: Sequence[str], values: Sequence[Value], kind: str, look: str = "figure"
    ) -> None:
        """Write a row of formulas with what they come to."""
        row, sheet = self.grid.row(name), self.grid.sheet
        head = name == "year"
        sheet.text(row, 0, label, "head" if head else "sum" if look == "sum" else "text")
        if head:
            sheet.text(row, 1, layout.total(), "head-right")
        for year, (formula, value) in enumerate(zip(formulas, values, strict=True)):
            sheet.formula(row, FIRST_YEAR_COLUMN + year, formula, value, kind, "head-right" if head else look)

    def money(self, name: str, label: str, formulas: Sequence[str], look: str = "figure") -> None:
        """Write a row of amounts with their sum."""
        self.row(name, label, formulas, self.figures[name], MONEY, look)
        span, total = self.grid.span(name), self.figures.total(name)
        self.grid.sheet.formula(self.grid.row(name), 1, f"SUM({span})", total, MONEY, look)

    def write_levels(self, frame: Frame) -> None:
        """Write the years, and what a krone of each is worth."""
        cell, years, start = self.cell, self.years, self.content.case.start_year
        calendar = [frame.anchors.start if t == 0 else f"{cell('year', t - 1)}+1" for t in years]
        self.row("year", _("Year"), calendar, [start + t for t in years], YEAR)
        since = [f"{cell('year', t)}-{cell('year', 0)}" for t in years]
        self.row("t", _("Year of the case"), since, list(years), YEAR)
        bands = [one.band for one in self.content.rates]
        rates = [f"LOOKUP({cell('t', t)},{frame.rate_years},{frame.rates})" for t in years]
        self.row("rate", _("Discount rate"), rates, [rate_of(t, bands) for t in years], PERCENT)
        weights = ["1" if t == 0 else f"{cell('factor', t - 1)}/(1+{cell('rate', t)})" for t in years]
        self.row("factor", _("Discount factor"), weights, self.figures["factor"], FACTOR)
        for name, label, series, levels in (
            ("price_index", _("Price level, the price year being 1"), frame.prices, self.figures.price_index),
            ("wage_index", _("Wage level, the price year being 1"), frame.wages, self.figures.wage_index),
        ):
            formulas = [_level(cell("year", t), frame.price_year, series) for t in years]
            self.row(name, label, formulas, ["" if level is None else level for level in levels], FACTOR)
        levels_used = [f"IF({frame.is_current},{cell('price_index', t)},1)" for t in years]
        self.row("index", _("Price level that the amounts are written at"), levels_used, self.figures["index"], FACTOR)
        worth = [f"{cell('factor', t)}/{cell('index', t)}" for t in years]
        self.row("weight", _("What a krone written is worth today"), worth, self.figures["weight"], FACTOR)

    def write_written(self, tables: Tables) -> None:
        """Write the sums of the lines as they are written."""
        for name, label, table in (
            ("costs", layout.cost_sheet(), tables.costs),
            ("hours", _("Own staff hours"), tables.hours),
            ("benefits", layout.benefit_sheet(), tables.benefits),
        ):
            self.money(name, label, [table.year_sum(t) for t in self.years])
        hours = str(CostCategory.STAFF_HOURS.label)
        cost, gain = str(LineSide.COST.label), str(LineSide.BENEFIT.label)
        for name, label, side, kind in (
            ("today_costs", _("As today: costs"), cost, f'<>"{hours}"'),
            ("today_hours", _("As today: staff hours"), cost, f'="{hours}"'),
            ("today_benefits", _("As today: gains"), gain, '<>""'),
        ):
            self.money(name, label, [_today(tables.ways, t, side, kind) for t in self.years])

    def write_balance(self) -> None:
        """Write what the case costs and gives at the prices of the price year; today counts with its sides changed."""
        cell, years = self.cell, self.years
        own = [f"{cell('costs', t)}/{cell('index', t)}+{cell('hours', t)}" for t in years]
        self.money("own_cost", _("Costs of the solution, fixed prices"), own)
        costs = [f"{cell('own_cost', t)}+{cell('today_benefits', t)}/{cell('index', t)}" for t in years]
        self.money("cost", _("Costs, and gains of today that fall away"), costs)
        gains = [
            f"({cell('benefits', t)}+{cell('today_costs', t)})/{cell('index', t)}+{cell('today_hours', t)}"
            for t in years
        ]
        self.money("benefit", _("Gains, and costs of today that fall away"), gains)
        self.money("net", _("Gains less costs"), [f"{cell('benefit', t)}-{cell('cost', t)}" for t in years], "sum")
        self._running("cumulative", _("Added up"), "net")
        for of, label in (
            ("own_cost", _("Costs of the solution at today's value")),
            ("cost", _("Costs at today's value")),
            ("benefit", _("Gains at today's value")),
            ("net", _("Gains less costs at today's value")),
        ):
            look = "sum" if of == "net" else "figure"
            self.money(f"discounted_{of}", label, [f"{cell(of, t)}*{cell('factor', t)}" for t in years], look)
        self._running("discounted_cumulative", _("Added up at today's value"), "discounted_net")

    def write_losses(self, losses: Losses) -> None:
        """Write what waiting and the risks cost."""
        cell, years = self.cell, self.years
        growth = [f"{cell('benefit', t)}{'' if t == 0 else '-' + cell('benefit', t - 1)}" for t in years]
        delays = [f"({growth[t]})*{cell('factor', t)}/12" for t in years]
        self.money("delay", _("Lost if the gains come a month later"), delays)
        lost = [f"SUMIF({losses.years},{cell('year', t)},{losses.amounts})/{cell('index', t)}" for t in years]
        self.money("expected_loss", _("Expected loss from risks"), lost)
        discounted = [f"{cell('expected_loss', t)}*{cell('factor', t)}" for t in years]
        self.money("discounted_loss", _("Expected loss at today's value"), discounted)

    def write_current(self) -> None:
        """Write what is paid and saved in the prices of each year, where the rises are known."""
        cell, years = self.cell, self.years
        worked = f"SUM({self.grid.span('hours')},{self.grid.span('today_hours')})"
        known = [f'OR({cell("price_index", t)}="",AND({cell("wage_index", t)}="",{worked}<>0))' for t in years]
        has_hours = bool(self.figures.total("hours") or self.figures.total("today_hours"))
        unknown = [
            price is None or (wage is None and has_hours)
            for price, wage in zip(self.figures.price_index, self.figures.wage_index, strict=True)
        ]
        for name, label, money, hours in (
            ("current_cost", _("Costs in current prices"), ("costs", "today_benefits"), "hours"),
            ("current_benefit", _("Gains in current prices"), ("benefits", "today_costs"), "today_hours"),
        ):
            formulas = [
                f"({cell(money[0], t)}+{cell(money[1], t)})/{cell('index', t)}*{cell('price_index', t)}"
                f"+{cell(hours, t)}*N({cell('wage_index', t)})"
                for t in years
            ]
            self._current(name, label, known, formulas, unknown)
        nets = [f"{cell('current_benefit', t)}-{cell('current_cost', t)}" for t in years]
        self._current("current_net", _("Gains less costs in current prices"), known, nets, unknown)

    def _current(
        self, name: str, label: str, missing: Sequence[str], formulas: Sequence[str], unknown: Sequence[bool]
    ) -> None:
        whole = [f'IF({lacks},"",{formula})' for lacks, formula in zip(missing, formulas, strict=True)]
        values = ["" if lacks else value for lacks, value in zip(unknown, self.figures[name], strict=True)]
        self.row(name, label, whole, values, MONEY)

    def _running(self, name: str, label: str, of: str) -> None:
        """Write the sums from the first year on."""
        formulas = [
            f"ROUND({'' if t == 0 else self.cell(name, t - 1) + '+'}{self.cell(of, t)},{_SETTLED})" for t in self.years
        ]
        self.row(name, label, formulas, self.figures[name], MONEY)

    def write_crossings(self, back: str, lost: str, sums: str) -> None:
        """Write when the money comes back, in years from the first, and the years in which it is lost again."""
        settled = [round(amount, _SETTLED) for amount in self.figures[sums]]
        returns, losses = ['""'], ['""']
        back_values: list[Value] = [""]
        lost_values: list[Value] = [""]
        for year in self.years[1:]:
            before, after = self.cell(sums, year - 1), self.cell(sums, year)
            earlier, later = settled[year - 1], settled[year]
            returns.append(f'IF(AND({before}<0,{after}>=0),{year - 1}-{before}/({after}-{before}),"")')
            losses.append(f'IF(AND({before}>=0,{after}<0),{year},"")')
            back_values.append(year - 1 - earlier / (later - earlier) if earlier < 0 <= later else "")
            lost_values.append(year if later < 0 <= earlier else "")
        names = {
            "back": _("The money is back after (years)"),
            "lost": _("The money is lost again in year"),
            "discounted_back": _("Back after, at today's value (years)"),
            "discounted_lost": _("Lost again, at today's value, in year"),
        }
        self.row(back, names[back], returns, back_values, FACTOR)
        self.row(lost, names[lost], losses, lost_values, YEAR)


def _level(year: str, base: str, series: Series) -> str:
    """Return the formula of a year's level: the rises from the price year to it; nothing where one is missing."""
    if not series.years:
        return f'IF({year}={base},1,"")'
    between = f"({series.years}>MIN({year},{base}))*({series.years}<=MAX({year},{base}))"
    level = f"EXP(SIGN({year}-{base})*SUMPRODUCT({between}*LN(1+{series.rises})))"
    return f'IF(SUMPRODUCT({between})<ABS({year}-{base}),"",{level})'


def _today(ways: Table, year: int, side: str, kind: str) -> str:
    """Return the formula of what the lines of carrying on as today come to in a year."""
    mine = f'({ways.column(0)}=0)*({ways.column(0)}<>"")*({ways.column(1)}="{side}")*({ways.column(2)}{kind})'
    return f"SUMPRODUCT({mine}*{ways.column(ways.blocks.amounts + year)})"
