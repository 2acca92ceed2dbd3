"""The sheets of what the figures do not say: the texts of the chapters, and the milestones."""

from django.utils.translation import gettext as _

from businesscase.domain.chapters import MOST_MILESTONES
from businesscase.workbook import layout
from businesscase.workbook.book import DAY, Book
from businesscase.workbook.content import Content
from businesscase.workbook.frame_sheet import write_field
from businesscase.workbook.layout import FIRST_LINE, HEADS


def write_chapters(book: Book, content: Content) -> None:
    """Write the texts of the chapters, each under what it is called."""
    sheet = book.sheet(layout.chapter_sheet())
    sheet.text(0, 0, layout.chapter_sheet(), "title")
    sheet.text(1, 0, _("What the figures do not say, by the chapters of the joint template."), "quiet")
    for row, field in enumerate(layout.CHAPTERS, start=layout.FRAME_FIRST):
        write_field(sheet, row, field, getattr(content.case, field))
    sheet.widths(44, 64)
    sheet.raw.set_portrait()


def write_milestones(book: Book, content: Content) -> None:
    """Write the planned milestones, with room for as many as there may be."""
    sheet, columns = book.sheet(layout.milestone_sheet()), layout.milestone_columns()
    sheet.text(0, 0, layout.milestone_sheet(), "title")
    sheet.text(1, 0, _("What is to be reached when. Write a date such as 31-12-2027."), "quiet")
    for place, column in enumerate(columns):
        sheet.text(HEADS, place, column.heading, "head")
    for place in range(MOST_MILESTONES):
        one = content.milestones[place] if place < len(content.milestones) else None
        sheet.fill_in(FIRST_LINE + place, 0, one.label if one else None)
        sheet.fill_in(FIRST_LINE + place, 1, one.due_on if one else None, DAY)
    sheet.widths(*(column.width for column in columns))
    sheet.raw.set_portrait()
    sheet.raw.freeze_panes(FIRST_LINE, 0)
