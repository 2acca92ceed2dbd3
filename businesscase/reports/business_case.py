"""A business case on paper: the same figures and pictures as the page, set for A4."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from businesscase.domain.cases import result_of
from businesscase.models import BusinessCaseVersion
from businesscase.selectors.case_view import LineView, Reading
from businesscase.selectors.chapter_view import ways
from businesscase.selectors.section import Cell, Section, Table, words
from core.templatetags.danish import bare_kroner

# A4 upright has room for so many columns; a table with more lies down, and goes on below after so many.
_UPRIGHT, _LYING = 6, 11
# The template's chapters that are written in the case itself, in its order (KL and others, 2007).
_CHAPTERS = (
    "summary", "business_scope", "it_scope", "stakeholders", "no_alternatives_reason", "dependencies",
    "qualitative_gains", "strategy", "sponsors",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chapter:
    """A text of the case with its heading."""

    title: str
    text: str


def business_case_html(read: Reading, *, municipality: str) -> str:
    """Return a case as a page for `core.pdf`; asks the database for nothing, and says nothing of the day it is set."""
    sections = [*(read.result.sections if read.result else ()), *_lines(read)]
    result = result_of(read.case)
    context: dict[str, Any] = {
        "read": read,
        "municipality": municipality,
        "number": read.version.proposal.number,
        "chapters": list(_chapters(read.case)),
        "ways": ways(read.case),
        "milestones": [one for one in read.case.milestones.all() if one.label or one.due_on],
        "upright": [section for section in sections if not _lies(section)],
        "lying": [_divided(section) for section in sections if _lies(section)],
        "result": read.result,
        "digest": result.input_digest if result else "",
        "computed_at": result.computed_at if result else None,
    }
    return render_to_string("reports/business_case.html", context)


def _chapters(case: BusinessCaseVersion) -> Iterator[Chapter]:
    for name in _CHAPTERS:
        if text := getattr(case, name).strip():
            yield Chapter(str(case._meta.get_field(name).verbose_name), text)  # type: ignore[union-attr]  # of its own


def _lines(read: Reading) -> Iterator[Section]:
    for title, lines in ((_("Costs, in DKK"), read.costs), (_("Gains, in DKK"), read.benefits)):
        if lines:
            heads = (_("Line"), *(str(year) for year in read.years), _("In all"))
            yield Section(title=title, tables=(Table("", heads, tuple(_line(line) for line in lines)),))


def _line(line: LineView) -> tuple[Cell, ...]:
    label = " · ".join(filter(None, (line.label, line.kind, line.note)))
    amounts = [amount for _year, amount in line.amounts]
    return (
        words(label),
        *(words("–" if amount is None else bare_kroner(amount)) for amount in amounts),
        words(_("not stated in DKK") if line.total is None else bare_kroner(line.total)),
    )


def _lies(section: Section) -> bool:
    return any(len(table.heads) > _UPRIGHT for table in section.tables)


def _divided(section: Section) -> Section:
    return replace(section, tables=tuple(part for table in section.tables for part in _parts(table)))


def _parts(table: Table) -> Iterator[Table]:
    """Yield a table in parts that the paper has room for, each with its first column."""
    if len(table.heads) <= _LYING:
        yield table
        return
    for start in range(1, len(table.heads), _LYING - 1):
        kept = slice(start, start + _LYING - 1)
        yield replace(
            table,
            heads=(table.heads[0], *table.heads[kept]),
            rows=tuple((row[0], *row[kept]) for row in table.rows),
            foot=(table.foot[0], *table.foot[kept]) if table.foot else (),
        )
