"""The pages of an import: the files that were received, and what one of them would become."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.domain.refusal import Refused
from core.selectors.documents import documents_of
from core.templatetags.danish import kroner
from governance.domain.project_imports import mapping_of, table_of
from portfolio.domain.project_import import Plan, PlannedRow, plan_import
from portfolio.enums import ImportFate
from portfolio.models import ProjectImport

if TYPE_CHECKING:
    from core.models import Document, User

PAGE = 100
LENGTH = 50
# What must be looked at stands first.
_ORDER = {ImportFate.REFUSED: 0, ImportFate.CHANGED: 1, ImportFate.NEW: 2, ImportFate.KNOWN: 3}
TONES = {
    ImportFate.NEW: "success",
    ImportFate.KNOWN: "neutral",
    ImportFate.CHANGED: "warning",
    ImportFate.REFUSED: "error",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file as the page shows it."""

    number: int
    reference: str
    title: str
    cost: str
    fate: str
    tone: str
    why: str
    unstated: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows have a fate, as `components/key_figures.html` draws it."""

    label: str
    value: int


@dataclass(frozen=True, slots=True)
class ImportPage:
    """An import: while it waits, what it would do; `trouble` is why it cannot be read any more."""

    run: ProjectImport
    document: "Document | None"
    counts: tuple[Count, ...] = ()
    unstated: tuple[tuple[str, int], ...] = ()
    lines: Page[Line] | None = None
    new: int = 0
    refused: int = 0
    rate: str = ""
    trouble: str = ""


def import_page(run: ProjectImport, page: str) -> ImportPage:
    """Assemble the page."""
    document = documents_of(run).first()
    if run.imported_at is not None:
        return ImportPage(run, document)
    try:
        plan = plan_import(table_of(run), mapping_of(run))
    except Refused as refusal:
        return ImportPage(run, document, trouble=refusal.reason)
    return ImportPage(
        run=run,
        document=document,
        counts=tuple(Count(_counted(fate), plan.count(fate)) for fate in _ORDER),
        unstated=plan.unstated,
        lines=_lines(plan, page),
        new=plan.count(ImportFate.NEW),
        refused=plan.count(ImportFate.REFUSED),
        rate="" if plan.mapping.rate is None else number_format(plan.mapping.rate.normalize()),
    )


def received_imports(person: "User") -> tuple[ProjectImport, ...]:
    """Return the newest imports that `person` may know of."""
    return tuple(ProjectImport.objects.visible_to(person).select_related("created_by")[:LENGTH])


def _counted(fate: ImportFate) -> str:
    """Return what a number of rows with this fate is called; only the new ones are counted as projects."""
    return _("New projects") if fate == ImportFate.NEW else str(fate.label)


def _lines(plan: Plan, page: str) -> "Page[Line]":
    """Lay out one page of rows; only these are put into words."""
    rows = sorted(plan.rows, key=lambda planned: _ORDER[planned.fate])
    shown: Page[PlannedRow] = Paginator(rows, PAGE).get_page(page)
    return Page([_line(planned) for planned in shown.object_list], shown.number, shown.paginator)  # type: ignore[arg-type]


def _line(planned: PlannedRow) -> Line:
    row = planned.row
    return Line(
        number=row.number,
        reference=row.reference,
        title=row.title,
        cost=kroner(row.amounts.get("baseline_cost")),
        fate=str(planned.fate.label),
        tone=TONES[planned.fate],
        why=planned.why,
        unstated=", ".join(planned.unstated),
    )
