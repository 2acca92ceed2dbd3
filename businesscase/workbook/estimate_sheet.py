"""The sheet of the estimates: what the case is worth with each line at its lowest and at its highest figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter.utility import xl_rowcol_to_cell

from businesscase.finance import to_money
from businesscase.workbook import layout
from businesscase.workbook.book import MONEY, PERCENT, Sheet
from businesscase.workbook.content import Content
from businesscase.workbook.figures import Figures
from businesscase.workbook.grid import Grid
from businesscase.workbook.layout import FIRST_LINE, HEADS
from businesscase.workbook.line_table import Line, Table, half_even
from core.templatetags.danish import number

_LIKELY, _LOW, _HIGH, _NPV_LOW, _NPV_HIGH, _SWING, _SHEET = range(1, 8)


@dataclass(frozen=True, slots=True)
class Row:
    """A line on the sheet where it is written; a krone of it does 1 or -1 to the net."""

    table: Table
    row: int
    line: Line
    sign: int


@dataclass(frozen=True, slots=True)
class Worth:
    """The net present value of the case: where it stands, and what it is."""

    address: str
    value: Decimal


def write_estimates(
    sheet: Sheet, rows: Sequence[Row], content: Content, grid: Grid, figures: Figures, worth: Worth, rate: str
) -> None:
    """Write what each line does to the net present value."""
    sheet.text(0, 0, layout.estimate_sheet(), "title")
    text = _(
        "What the case is worth with one line at its lowest or highest figures and the others at their likely ones."
    )
    sheet.text(1, 0, text, "quiet")
    sheet.text(HEADS - 1, _LIKELY, _("The line at today's value"), "group")
    sheet.text(HEADS - 1, _NPV_LOW, _("Net present value with the line at its"), "group")
    heads = (_("Line"), pgettext("sheet", "Likely"), _("Lowest"), _("Highest"), _("Lowest"), _("Highest"), _("Swing"))
    for column, head in enumerate(heads):
        sheet.text(HEADS, column, head, "head-right" if column else "head")
    sheet.text(HEADS, _SHEET, pgettext("sheet", "Sheet"), "head")
    for here, row in enumerate(rows, start=FIRST_LINE):
        _write_row(sheet, here, row, grid, worth, rate, _values(row, content, figures))
    if content.drawn is not None:
        _write_draws(sheet, FIRST_LINE + len(rows) + 1, content.drawn)
    sheet.widths(40, 18, 18, 18, 18, 18, 18, 14)
    sheet.raw.freeze_panes(FIRST_LINE, 1)


def _write_row(
    sheet: Sheet, here: int, row: Row, grid: Grid, worth: Worth, rate: str, values: tuple[Decimal, Decimal, Decimal]
) -> None:
    table, blocks = row.table, row.table.blocks
    label = 0 if blocks.with_amounts else 1
    sheet.formula(here, 0, f'{table.sheet.at(row.row, label)}&""', str(row.line.words[label]), "", "text")
    likely, low, high = values
    worths = grid.span("factor" if blocks.with_amounts else "weight")
    amounts = table.sheet.span(row.row, blocks.amounts, row.row, blocks.amounts_sum - 1)
    sheet.formula(here, _LIKELY, f"SUMPRODUCT({amounts},{worths})", likely, MONEY)
    for column, block, value in ((_LOW, blocks.low, low), (_HIGH, blocks.high, high)):
        span = table.sheet.span(row.row, block, row.row, block + blocks.years - 1)
        written = half_even(span, rate) if blocks.with_amounts else span
        # A year without a lowest or highest figure has its likely one.
        used = f'(({span}<>"")*{written}+({span}="")*{amounts})'
        sheet.formula(here, column, f"SUMPRODUCT({used}*{worths})", value, MONEY)
    for column, end, value in ((_NPV_LOW, _LOW, low), (_NPV_HIGH, _HIGH, high)):
        mark = "+" if row.sign > 0 else "-"
        moved = f"({xl_rowcol_to_cell(here, end)}-{xl_rowcol_to_cell(here, _LIKELY)})"
        sheet.formula(here, column, f"{worth.address}{mark}{moved}", worth.value + row.sign * (value - likely), MONEY)
    swing = f"ABS({xl_rowcol_to_cell(here, _NPV_HIGH)}-{xl_rowcol_to_cell(here, _NPV_LOW)})"
    sheet.formula(here, _SWING, swing, abs(high - low), MONEY)
    sheet.text(here, _SHEET, table.sheet.name, "quiet")


def _write_draws(sheet: Sheet, here: int, drawn: dict[str, Any]) -> None:
    """Write how the portal's draws fell out, as they are kept: a spreadsheet cannot draw the same numbers."""
    sheet.text(here, 0, _("Uncertainty"), "group")
    said = _(
        "Drawn %(draws)s times in Pejling with the seed %(seed)s. The figures do not change with the spreadsheet; they"
        " are drawn anew when it is brought in."
    )
    sheet.text(here + 1, 0, said % {"draws": number(drawn["draws"]), "seed": drawn["seed"]}, "quiet")
    levels = (
        (_("P10: one in ten results is lower"), drawn["p10"], MONEY),
        (_("P50: half of the results are lower"), drawn["p50"], MONEY),
        (_("P90: nine in ten results are lower"), drawn["p90"], MONEY),
        (_("The average"), drawn["mean"], MONEY),
        (_("Probability of a net present value above zero"), drawn["probability_positive"], PERCENT),
    )
    for row, (label, figure, kind) in enumerate(levels, start=here + 2):
        sheet.text(row, 0, label)
        sheet.number(row, 1, Decimal(figure), kind)


def _values(row: Row, content: Content, figures: Figures) -> tuple[Decimal, Decimal, Decimal]:
    """Return what the line is worth today at its likely, lowest and highest figures."""
    line, weights = row.line, figures["factor" if row.table.blocks.with_amounts else "weight"]

    def amounts(written: Sequence[Decimal | None]) -> list[Decimal]:
        if not written:
            return list(line.amounts)
        return [
            usual if figure is None else to_money(figure * content.rate) if row.table.blocks.with_amounts else figure
            for figure, usual in zip(written, line.amounts, strict=True)
        ]

    likely, low, high = (
        sum((amount * weight for amount, weight in zip(one, weights, strict=True)), Decimal(0))
        for one in (amounts(()), amounts(line.low), amounts(line.high))
    )
    return likely, low, high
