"""A business case on paper: the chapters of the joint public template, with the figures and pictures of the page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from businesscase.domain.cases import result_of
from businesscase.enums import CaseVariant
from businesscase.selectors.case_view import LineView, Reading, trial_texts
from businesscase.selectors.chapter_view import Chapters, Pairs
from businesscase.selectors.section import FIGURES, RISKS, WAYS, Cell, Section, Table, words
from businesscase.selectors.variant_view import VariantView
from core.templatetags.danish import bare_kroner

# A4 upright has room for so many columns; a table with more lies down at the back, and goes on below after so many.
_UPRIGHT, _LYING = 6, 11


@dataclass(frozen=True, slots=True)
class Part:
    """The tables of one chapter that stand in it, and the titles of those that lie at the back."""

    sections: tuple[Section, ...]
    at_the_back: tuple[str, ...]

    @classmethod
    def of(cls, sections: Iterable[Section]) -> "Part":
        """Part the sections by the room that they take."""
        found = tuple(sections)
        return cls(
            tuple(section for section in found if not _lies(section)),
            tuple(section.title for section in found if _lies(section)),
        )


def business_case_html(read: Reading, chapters: Chapters, variant: VariantView, *, municipality: str) -> str:
    """Return a case as a page for `core.pdf`; asks the database for nothing, and says nothing of the day it is set."""
    sections = [*_lines(read), *(read.result.sections if read.result else ())]
    result, trial = result_of(read.case), trial_texts(read.case)
    whole = variant.variant == CaseVariant.FULL
    context: dict[str, Any] = {
        "read": read,
        "municipality": municipality,
        "number": read.version.proposal.number,
        "variant": variant,
        "is_full": whole,
        "chapters": chapters,
        "trial": trial,
        "explanations": tuple(pair for pair in read.explanations if pair not in trial),
        "solution": _told(chapters.solution, whole=whole),
        "implementation": _told(chapters.implementation, whole=whole),
        "ownership": _told(chapters.ownership, whole=whole),
        "compared": Part.of(_named(sections, WAYS)),
        "economy": Part.of(_named(sections, "")),
        "figures": Part.of(_named(sections, FIGURES)),
        "dangers": Part.of(_named(sections, RISKS)),
        "lying": [_divided(section) for section in sections if _lies(section)],
        "result": read.result,
        "digest": result.input_digest if result else "",
        "computed_at": result.computed_at if result else None,
    }
    return render_to_string("reports/business_case.html", context)


def _told(pairs: Pairs, *, whole: bool) -> Pairs:
    """Return what is told: of a full case also what has not been answered, of a shorter one only what has."""
    return tuple((name, text) for name, text in pairs if whole or text.strip())


def _named(sections: Iterable[Section], name: str) -> Iterator[Section]:
    return (section for section in sections if section.name == name)


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
    return any(len(table.heads) > _UPRIGHT and not table.upright for table in section.tables)


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
