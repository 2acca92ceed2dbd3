"""The sheets of costs, staff hours and gains, and of the alternatives' lines."""

from decimal import Decimal

from django.utils.translation import gettext as _

from businesscase.models import AlternativeLine, BenefitLine, CostLine
from businesscase.workbook import layout
from businesscase.workbook.book import Book, Sheet
from businesscase.workbook.content import Content, priced
from businesscase.workbook.line_table import Anchors, Blocks, Line, Table, write_table
from core.models import Unit, User
from portfolio.forms.boxes import person_text


def write_costs(book: Book, content: Content, anchors: Anchors) -> Table:
    """Write the costs that are paid in money."""
    sheet, columns = book.sheet(layout.cost_sheet()), layout.cost_columns()
    text = _("Amounts in DKK without VAT. An empty cell means that nothing is spent that year.")
    _head(sheet, layout.cost_sheet(), text)
    lines = [_cost(line, (line.get_category_display(), line.label, line.supplier), None) for line in content.costs]
    return write_table(sheet, columns, lines, Blocks(len(columns), content.years), anchors)


def write_hours(book: Book, content: Content, anchors: Anchors) -> Table:
    """Write the hours of the municipality's own people; the amounts beside them are calculated."""
    sheet, columns = book.sheet(layout.hours_sheet()), layout.hours_columns()
    _head(sheet, layout.hours_sheet(), _("Write hours. The amounts are hours times the price of one working hour."))
    lines = [_cost(line, (line.label, line.supplier), content.case.hourly_rate) for line in content.hours]
    return write_table(sheet, columns, lines, Blocks(len(columns), content.years, with_amounts=True), anchors)


def write_benefits(book: Book, content: Content, anchors: Anchors) -> Table:
    """Write the gains."""
    sheet, columns = book.sheet(layout.benefit_sheet()), layout.benefit_columns()
    text = _("One line for each gain. A gain that cannot be counted in money stands without amounts.")
    _head(sheet, layout.benefit_sheet(), text)
    lines = [_benefit(line) for line in content.benefits]
    return write_table(sheet, columns, lines, Blocks(len(columns), content.years), anchors)


def write_way_lines(book: Book, content: Content, anchors: Anchors) -> Table:
    """Write the lines of carrying on as today and of the alternatives."""
    sheet, columns = book.sheet(layout.way_line_sheet()), layout.way_line_columns()
    text = _("The number says which alternative a line belongs to; 0 is carrying on as today. Staff hours in hours.")
    _head(sheet, layout.way_line_sheet(), text)
    lines = [_way_line(way.ordinal, line, content.case.hourly_rate) for way, rows in content.ways for line in rows]
    blocks = Blocks(len(columns), content.years, with_amounts=True, with_estimates=False)
    return write_table(sheet, columns, lines, blocks, anchors)


def person(owner: User | None) -> str:
    """Return a person as the page's boxes write one."""
    return person_text(owner) if owner else ""


def place(unit: Unit | None) -> str:
    """Return a unit with the code that it is found by."""
    return f"{unit.name} ({unit.code})" if unit else ""


def _head(sheet: Sheet, title: str, text: str) -> None:
    sheet.text(0, 0, title, "title")
    sheet.text(1, 0, text, "quiet")


def _cost(line: CostLine, words: tuple[str, ...], rate: Decimal | None) -> Line:
    return Line(words, line.figures, priced(line, rate), line.low, line.high)


def _benefit(line: BenefitLine) -> Line:
    yes, no = layout.yes_no()
    words = (
        line.get_type_display(),
        line.label,
        person(line.owner),
        place(line.unit),
        yes if line.cash_releasing else no,
        yes if line.indirect else no,
        line.get_harvest_mode_display() if line.harvest_mode else "",
    )
    return Line(words, line.amounts, priced(line, None), line.low, line.high)


def _way_line(ordinal: int, line: AlternativeLine, rate: Decimal | None) -> Line:
    yes, no = layout.yes_no()
    words = (
        ordinal,
        line.get_side_display(),
        line.get_category_display(),
        line.label,
        yes if line.cash_releasing else no,
    )
    return Line(words, line.figures, priced(line, rate))
