"""Writing a case as a workbook: every figure that the portal calculates is calculated again by its formulas."""

from decimal import Decimal

from businesscase.workbook import layout
from businesscase.workbook.book import new_book
from businesscase.workbook.budget_sheet import effect_of, write_budgets
from businesscase.workbook.calculation_sheet import Tables, write_calculation
from businesscase.workbook.chapter_sheets import write_chapters, write_milestones
from businesscase.workbook.content import Content
from businesscase.workbook.estimate_sheet import Row, Worth, write_estimates
from businesscase.workbook.figures import figures_of
from businesscase.workbook.frame_sheet import write_frame
from businesscase.workbook.grid import Grid
from businesscase.workbook.key_rows import key_rows
from businesscase.workbook.layout import FIRST_LINE
from businesscase.workbook.line_sheets import write_benefits, write_costs, write_hours, write_way_lines
from businesscase.workbook.result_sheet import FIGURE, FIRST, write_result
from businesscase.workbook.risk_sheet import write_risks
from businesscase.workbook.root_search import search
from businesscase.workbook.root_sheet import write_roots
from businesscase.workbook.way_sheet import write_ways


def case_workbook(content: Content) -> bytes:
    """Return the workbook."""
    effect = effect_of(content)
    with layout.danish(), new_book() as (book, stream):
        for name in (
            layout.result_sheet(), layout.frame_sheet(), layout.chapter_sheet(), layout.milestone_sheet(),
            layout.cost_sheet(), layout.hours_sheet(), layout.benefit_sheet(), layout.estimate_sheet(),
            layout.risk_sheet(), layout.way_sheet(), layout.way_line_sheet(),
            *([] if effect is None else [layout.budget_sheet()]), layout.calculation_sheet(),
            layout.way_year_sheet(), layout.root_sheet(),
        ):  # fmt: skip
            book.sheet(name)
        book.raw.set_properties({"title": content.title.title, "subject": content.title.number})
        figures = figures_of(content)
        grid = Grid(book.sheet(layout.calculation_sheet()), content.years)
        frame = write_frame(book, content)
        write_chapters(book, content)
        write_milestones(book, content)
        anchors = frame.anchors
        tables = Tables(
            write_costs(book, content, anchors),
            write_hours(book, content, anchors),
            write_benefits(book, content, anchors),
            write_way_lines(book, content, anchors),
        )
        losses = write_risks(book, content, grid, figures)
        write_ways(book, content, tables.ways, grid, figures)
        write_calculation(grid, content, frame, tables, figures, losses)
        found = search([float(net) for net in figures["net"]])
        roots = write_roots(book.sheet(layout.root_sheet()), grid, found)
        result = write_result(book, content, grid, figures, list(key_rows(grid, figures, roots, found, content.middle)))
        worth = Worth(result.at(FIRST, FIGURE), sum(figures["discounted_net"], Decimal(0)))
        estimates = book.sheet(layout.estimate_sheet())
        if effect is not None:
            write_budgets(book, content, effect, tables, grid)
        write_estimates(estimates, _rows(tables), content, grid, figures, worth, anchors.rate)
    return stream.getvalue()


def _rows(tables: Tables) -> list[Row]:
    signed = ((tables.costs, -1), (tables.hours, -1), (tables.benefits, 1))
    return [
        Row(table, FIRST_LINE + place, line, sign) for table, sign in signed for place, line in enumerate(table.lines)
    ]
