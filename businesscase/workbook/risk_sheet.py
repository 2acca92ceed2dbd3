"""The sheet of the risks: what each is expected to cost, and what that is worth today."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from businesscase.models import RiskItem
from businesscase.models.risk_item import MOST_RISKS
from businesscase.workbook import layout
from businesscase.workbook.book import FACTOR, MONEY, PERCENT, SUM, YEAR, Book
from businesscase.workbook.calculation_sheet import Losses
from businesscase.workbook.content import Content
from businesscase.workbook.figures import Figures, expected
from businesscase.workbook.grid import Grid
from businesscase.workbook.layout import FIRST_LINE, HEADS
from businesscase.workbook.line_sheets import person

# A risk without a year has no worth to show.
_FACTOR = f'{FACTOR};-{FACTOR};"–"'
PROBABILITY, IMPACT, YEAR_COLUMN, EXPECTED = 1, 2, 3, 6


def write_risks(book: Book, content: Content, grid: Grid, figures: Figures) -> Losses:
    """Write the risks."""
    sheet, columns = book.sheet(layout.risk_sheet()), layout.risk_columns()
    sheet.text(0, 0, layout.risk_sheet(), "title")
    sheet.text(1, 0, _("What may happen, how likely it is, and what it costs in DKK if it does."), "quiet")
    calculated = (_("Expected cost"), _("What a krone written is worth today"), _("At today's value"))
    for place, heading in enumerate((*(column.heading for column in columns), *calculated)):
        sheet.text(HEADS, place, heading, "head" if place in (0, 4, 5) else "head-right")
    sheet.heighten(HEADS, (calculated[1], 16))
    last = FIRST_LINE + MOST_RISKS - 1
    spent = discounted = Decimal(0)
    for place in range(MOST_RISKS):
        row = FIRST_LINE + place
        risk = content.risks[place] if place < len(content.risks) else None
        for column, (value, kind) in enumerate(_cells(risk)):
            sheet.fill_in(row, column, value, kind)
        if risk:
            sheet.heighten(row, (risk.title, columns[0].width), (risk.mitigation, columns[4].width))
        loss, weight = _loss(content, risk, figures)
        probability, impact, year = (xl_rowcol_to_cell(row, column) for column in (PROBABILITY, IMPACT, YEAR_COLUMN))
        sheet.formula(
            row, EXPECTED, f"IF(AND(ISNUMBER({probability}),ISNUMBER({impact})),{probability}*{impact},0)", loss, SUM
        )
        factor = f"SUMIF({grid.span('year')},{year},{grid.span('weight')})"
        sheet.formula(row, EXPECTED + 1, factor, weight, _FACTOR)
        expected = f"{xl_rowcol_to_cell(row, EXPECTED)}*{xl_rowcol_to_cell(row, EXPECTED + 1)}"
        sheet.formula(row, EXPECTED + 2, expected, loss * weight, SUM)
        spent, discounted = spent + loss, discounted + loss * weight
    for column in range(EXPECTED + 3):
        sheet.text(last + 1, column, layout.total() if column == 0 else "", "sum")
    for column, value in ((EXPECTED, spent), (EXPECTED + 2, discounted)):
        span = xl_range(FIRST_LINE, column, last, column)
        sheet.formula(last + 1, column, f"SUM({span})", value, MONEY, "sum")
    sheet.widths(*(column.width for column in columns), 16, 18, 16)
    sheet.raw.freeze_panes(FIRST_LINE, 1)
    return Losses(
        sheet.span(FIRST_LINE, YEAR_COLUMN, last, YEAR_COLUMN), sheet.span(FIRST_LINE, EXPECTED, last, EXPECTED)
    )


def _cells(risk: RiskItem | None) -> list[tuple[Any, str]]:
    share = None if risk is None or risk.probability is None else risk.probability / 100
    return [
        (risk and risk.title, ""),
        (share, PERCENT),
        (risk and risk.impact, MONEY),
        (risk and risk.year, YEAR),
        (risk and risk.mitigation, ""),
        (person(risk.owner) if risk else None, ""),
    ]


def _loss(content: Content, risk: RiskItem | None, figures: Figures) -> tuple[Decimal, Decimal]:
    if risk is None:
        return Decimal(0), Decimal(0)
    year = -1 if risk.year is None else risk.year - content.case.start_year
    inside = year in range(content.years)
    return expected(risk), figures["weight"][year] if inside else Decimal(0)
