"""The first sheet: whether the case is positive, its key figures, and its balance year by year."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from businesscase.finance import Measure
from businesscase.workbook import layout
from businesscase.workbook.book import MONEY, YEARS, Book, Sheet
from businesscase.workbook.content import Content
from businesscase.workbook.figures import Figures
from businesscase.workbook.grid import FIRST_YEAR_COLUMN, Grid
from businesscase.workbook.key_rows import KeyRow, verdict_formulas, verdict_of

VERDICT, LACKS, HEAD, FIRST = 3, 5, 7, 8
LABEL, FIGURE, WORDS = 0, 1, 2
_CHART_ROWS = 22


def write_result(book: Book, content: Content, grid: Grid, figures: Figures, rows: Sequence[KeyRow]) -> Sheet:
    """Write the sheet that is seen first."""
    sheet = book.sheet(layout.result_sheet())
    sheet.text(0, 0, content.title.title, "title")
    sheet.text(1, 0, _what(content), "quiet")
    _write_verdict(sheet, content, grid, figures)
    for column, head in ((LABEL, _("Key figures")), (FIGURE, ""), (WORDS, _("What it says"))):
        sheet.text(HEAD, column, head, "head")
    for row, one in enumerate(rows, start=FIRST):
        sheet.text(row, LABEL, one.label)
        sheet.formula(row, FIGURE, one.formula, one.value, one.kind)
        sheet.text(row, WORDS, one.words, "note")
    end = FIRST + len(rows)
    _draw(book, sheet, content, grid, end + 1)
    sheet.widths(38, 20, 96)
    sheet.raw.print_area(0, 0, end + _CHART_ROWS, WORDS)
    sheet.raw.activate()
    return sheet


def _what(content: Content) -> str:
    """Return which version the figures are of; a case that has not been submitted has no number yet."""
    where = {"number": content.title.number, "ordinal": content.title.ordinal, "year": content.case.price_year}
    if not content.title.number:
        return _("Business case, not submitted yet. DKK in %(year)s prices.") % where
    return _("Business case of %(number)s, version %(ordinal)s. DKK in %(year)s prices.") % where


def _write_verdict(sheet: Sheet, content: Content, grid: Grid, figures: Figures) -> None:
    definition = content.definition
    positive, lacks = verdict_formulas(definition, grid)
    verdict = verdict_of(definition, figures)
    words = _("Positive business case"), _("The business case is not positive")
    formula = f'IF({positive},"{words[0]}","{words[1]}")'
    sheet.formula(VERDICT, 0, formula, words[0] if verdict.is_positive else words[1], "", "verdict")
    sheet.text(VERDICT + 1, 0, _definition(content), "quiet")
    sheet.text(LACKS, LABEL, _("Lacks to be positive"))
    kind = YEARS if definition.measure == Measure.PAYBACK else MONEY
    distance: Decimal | str = "–" if verdict.distance is None else verdict.distance
    sheet.formula(LACKS, FIGURE, lacks, distance, kind)


def _definition(content: Content) -> str:
    definition = content.definition
    said = {
        Measure.NPV: _("Positive means that the net present value is above zero."),
        Measure.NET_GAIN: _("Positive means that the net gain is above zero."),
        Measure.PAYBACK: _("Positive means that the money is back within %(years)s years.")
        % {"years": definition.years},
    }[definition.measure]
    if not content.definition_source:
        return said
    source = _("Source: %(source)s.") % {"source": content.definition_source}
    return f"{said} {source}"


def _draw(book: Book, sheet: Sheet, content: Content, grid: Grid, row: int) -> None:
    """Draw gains less costs of each year, and added up."""
    chart, line = book.raw.add_chart({"type": "column"}), book.raw.add_chart({"type": "line"})
    last = FIRST_YEAR_COLUMN + content.years - 1
    years = [grid.sheet.name, grid.row("year"), FIRST_YEAR_COLUMN, grid.row("year"), last]
    for drawn, name, color in ((chart, "net", "#9DB8D2"), (line, "cumulative", "#1F4E79")):
        of = grid.row(name)
        drawn.add_series(
            {
                "name": [grid.sheet.name, of, 0],
                "categories": years,
                "values": [grid.sheet.name, of, FIRST_YEAR_COLUMN, of, last],
                "fill" if drawn is chart else "line": {"color": color, **({} if drawn is chart else {"width": 2.25})},
            }
        )
    chart.combine(line)
    chart.set_title({"name": _("Gains less costs, year by year and added up"), "name_font": {"size": 12}})
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_x_axis({"label_position": "low"})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 980, "height": 380})
    sheet.raw.insert_chart(row, 0, chart)
