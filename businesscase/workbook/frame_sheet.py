"""The sheet with the frame, the words, and the terms that policy sets."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from businesscase.enums import PriceBasis
from businesscase.workbook import layout
from businesscase.workbook.book import MONEY, PERCENT, WHOLE, YEAR, Book, Sheet
from businesscase.workbook.content import Content, Rise
from businesscase.workbook.line_table import Anchors

_WIDTH = 64
_KINDS = {"hourly_rate": MONEY, "seed": YEAR, "years": YEAR, "start_year": YEAR, "price_year": YEAR}


@dataclass(frozen=True, slots=True)
class Series:
    """The addresses of the rises of prices or wages: their years and the rises; empty where there are none."""

    years: str
    rises: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the frame's figures stand. `is_current` is a condition: the amounts are in current prices."""

    anchors: Anchors
    price_year: str
    is_current: str
    rate_years: str
    rates: str
    prices: Series
    wages: Series


def write_frame(book: Book, content: Content) -> Frame:
    """Write everything of the case but its lines, risks and alternatives."""
    sheet = book.sheet(layout.frame_sheet())
    sheet.text(0, 0, content.title.title, "title")
    sheet.text(1, 0, pgettext("sheet", "Case"), "quiet")
    sheet.text(1, 1, content.title.number, "quiet")
    sheet.text(2, 0, _("The yellow cells are filled in by you. Everything else is calculated."), "quiet")
    row, rows = layout.FRAME_FIRST, dict[str, int]()
    for heading, fields in layout.frame_groups():
        sheet.text(row, layout.FRAME_LABEL, heading, "heading")
        for field in fields:
            row += 1
            rows[field] = row
            write_field(sheet, row, field, getattr(content.case, field))
        row += 2
    sheet.widths(44, _WIDTH, 62)
    sheet.raw.set_portrait()
    sheet.raw.freeze_panes(3, 0)
    at = {name: sheet.at(place, layout.FRAME_VALUE) for name, place in rows.items()}
    row, rates = _write_rates(sheet, row, content)
    row, prices = _write_rises(sheet, row, _("Yearly rise of prices"), content.prices)
    row, wages = _write_rises(sheet, row, _("Yearly rise of wages"), content.wages)
    return Frame(
        anchors=Anchors(at["start_year"], at["hourly_rate"], content.case.start_year),
        price_year=at["price_year"],
        is_current=f'{at["price_basis"]}="{PriceBasis.CURRENT.label}"',
        rate_years=rates.years,
        rates=rates.rises,
        prices=prices,
        wages=wages,
    )


def write_field(sheet: Sheet, row: int, field: str, value: Any) -> None:
    """Write a field of the case: what it is called, and what stands in it."""
    column = layout.column_of(field)
    sheet.text(row, layout.FRAME_LABEL, column.verbose_name)
    if isinstance(column, models.BooleanField):
        yes, no = layout.yes_no()
        sheet.fill_in(row, layout.FRAME_VALUE, yes if value else no, look="answer")
        sheet.choose((row, row), layout.FRAME_VALUE, (yes, no))
    elif column.choices:
        words = {key: str(word) for key, word in column.flatchoices}
        sheet.fill_in(row, layout.FRAME_VALUE, words.get(value, ""), look="answer")
        sheet.choose((row, row), layout.FRAME_VALUE, list(words.values()))
    else:
        kind = _KINDS.get(field, WHOLE if isinstance(value, int) else MONEY if isinstance(value, Decimal) else "")
        sheet.fill_in(row, layout.FRAME_VALUE, value, kind, "answer")
        sheet.heighten(row, (value, _WIDTH))
    if field == "years":
        sheet.text(
            row, layout.FRAME_HELP, _("Every sheet has so many columns of years. Change it in the portal."), "note"
        )


def _write_rates(sheet: Sheet, row: int, content: Content) -> tuple[int, Series]:
    """Write the rates; they may be changed to see what it does, but are not read in again."""
    sheet.text(row, 0, _("Terms of the municipality"), "heading")
    sheet.text(row + 1, 0, _("The policy in force sets them. They are not read in again."), "quiet")
    heads = _("From year of the case"), _("Discount rate")
    rates = [(rate.band.from_year, rate.band.rate, rate.source) for rate in content.rates]
    return _write_series(sheet, row + 3, heads, rates)


def _write_rises(sheet: Sheet, row: int, name: str, rises: Sequence[Rise]) -> tuple[int, Series]:
    if not rises:
        return row, Series("", "")
    return _write_series(sheet, row + 1, (_("Year"), name), [(one.year, one.rise, one.source) for one in rises])


def _write_series(
    sheet: Sheet, row: int, heads: tuple[str, str], lines: Sequence[tuple[int, Decimal, str]]
) -> tuple[int, Series]:
    """Write years with a share and its source; return the row after them, and where they stand."""
    for place, heading in enumerate((*heads, pgettext("sheet", "Source"))):
        sheet.text(row, place, heading, "head")
    first, last = row + 1, row + len(lines)
    for place, (year, share, source) in enumerate(lines, start=first):
        sheet.number(place, 0, year, YEAR)
        sheet.number(place, 1, share, PERCENT)
        sheet.text(place, 2, source, "note")
    return last + 1, Series(sheet.span(first, 0, last, 0), sheet.span(first, 1, last, 1))
