"""Bringing a case in from somebody's own spreadsheet: its lines, by a mapping that can be saved for the next one."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from businesscase.domain.cases import begun_case
from businesscase.enums import CostCategory
from businesscase.forms.lines import MOST_BENEFITS, MOST_COSTS, MOST_HOURS
from businesscase.models import Alternative, AlternativeLine, BenefitLine, BusinessCaseVersion, CostLine, SheetMapping
from businesscase.workbook import layout
from businesscase.workbook.foreign import ForeignLine, ForeignTable, ReadLine
from businesscase.workbook.mapping import LineMapping, Usual, read_line_mapping, usual_words
from businesscase.workbook.reader import ReadCase
from core import clock
from core.domain.audit import record
from portfolio.reading.table import plain

if TYPE_CHECKING:
    from core.models import User


def fitting_mapping(tables: Sequence[ForeignTable]) -> LineMapping | None:
    """Return the saved mapping that knows most of the lines, None where none knows any."""
    keys = {line.key for table in tables for line in table.lines}
    saved = [read_line_mapping(row.definition) for row in SheetMapping.objects.all()]
    counted = [(len(keys & set(one.kinds)), one) for one in saved]
    most = max((count for count, _one in counted), default=0)
    return next((one for count, one in counted if count == most), None) if most else None


def kinds_in(case: BusinessCaseVersion | None) -> dict[str, str]:
    """Return what the lines of a case are by their names; a name of two kinds says nothing."""
    if case is None:
        return {}
    found: dict[str, set[str]] = {}
    for cost in case.cost_lines.all():
        found.setdefault(plain(cost.label), set()).add(f"cost.{cost.category}")
    for gain in case.benefit_lines.all():
        found.setdefault(plain(gain.label), set()).add(f"benefit.{gain.type}")
    return {name: kinds.pop() for name, kinds in found.items() if name and len(kinds) == 1}


def usual_kind(line: ForeignLine, mapping: LineMapping | None, drafted: Mapping[str, str]) -> str:
    """Return what a line is in the draft, else by the mapping, else what its name usually is; "" where nobody knows."""
    known = drafted.get(plain(line.label)) or (mapping.kinds.get(line.key) if mapping else "")
    return known or usual().kind_of(line.label, line.section)


def usual() -> Usual:
    """Return what lines are usually called."""
    return usual_words(settings.BASE_DIR / "mappings" / "cases" / "usual.toml")


@transaction.atomic
def save_sheet_mapping(name: str, mapping: LineMapping, *, actor: "User") -> SheetMapping:
    """Save a mapping for the next spreadsheet of the same kind; a saved one of that name is replaced."""
    row, _created = SheetMapping.objects.update_or_create(
        name=name, defaults={"definition": mapping.as_data(), "saved_at": clock.now(), "saved_by": actor}
    )
    record("sheet_mapping.save", actor=actor, subject=row, data=mapping.as_data())
    return row


def case_from_lines(
    before: BusinessCaseVersion | None, table: ForeignTable, lines: Sequence[ReadLine]
) -> tuple[ReadCase, list[str]]:
    """Return the draft's case with the lines and years of the table; words, risks and alternatives stay."""
    frame = before or begun_case()
    years = table.calendar
    fields = {name: getattr(frame, name) for name in layout.FRAME}
    fields |= {"start_year": years[0], "years": len(years)}
    if before is None:
        fields["price_year"] = years[0]
    costs = [_cost(one) for one in lines if one.kind.startswith("cost.")]
    gains = [
        BenefitLine(type=one.kind.removeprefix("benefit."), label=one.line.label, amounts=one.figures)
        for one in lines
        if one.kind.startswith("benefit.")
    ]
    problems = _too_many(table, costs, gains)
    risks, ways = (list(before.risks.all()), _ways(before, years)) if before else ([], [])
    return ReadCase(fields, costs, gains, risks, ways), problems


def _cost(one: ReadLine) -> CostLine:
    category = one.kind.removeprefix("cost.")
    figures = {"hours" if category == CostCategory.STAFF_HOURS else "amounts": one.figures}
    return CostLine(category=category, label=one.line.label, **figures)


def _too_many(table: ForeignTable, costs: Sequence[CostLine], gains: Sequence[BenefitLine]) -> list[str]:
    hours = sum(1 for line in costs if line.counts_hours)
    counts = (
        (len(costs) - hours, MOST_COSTS, _("costs")),
        (hours, MOST_HOURS, _("lines of staff hours")),
        (len(gains), MOST_BENEFITS, _("gains")),
    )
    text = _("%(sheet)s: %(count)s %(what)s are too many; there is room for %(most)s. Leave some out, or join them.")
    return [
        text % {"sheet": table.name, "count": count, "what": what, "most": most}
        for count, most, what in counts
        if count > most
    ]


def _ways(before: BusinessCaseVersion, years: range) -> list[tuple[Alternative, list[AlternativeLine]]]:
    """Return the draft's alternatives over other years: each figure keeps its calendar year."""
    ways = []
    for way in before.alternatives.all():
        lines = list(way.lines.all())
        for line in lines:
            by_year: dict[int, Decimal | None] = dict(zip(before.calendar, line.figures, strict=False))
            line.figures = [by_year.get(year) for year in years]
        ways.append((way, lines))
    return ways
