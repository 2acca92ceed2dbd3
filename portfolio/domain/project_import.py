"""Importing projects from a file: what each row would become, and all of them or none."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.domain.audit import record
from core.domain.refusal import Refused
from core.models import Unit
from portfolio.enums import ImportFate
from portfolio.import_texts import field_label, in_words
from portfolio.models import Project, ProjectImport
from portfolio.reading.mapping import AMOUNTS, Mapping
from portfolio.reading.project_row import ProjectRow, read_rows
from portfolio.reading.table import Table, plain
from portfolio.reading.unreadable import Unreadable, Why

if TYPE_CHECKING:
    from core.models import User

# One import at a time: two of the same file would otherwise both find its projects missing.
_IMPORT_LOCK = 7_270_915
# What an import lays down and nothing else changes; a later file that says otherwise is pointed out.
_COMPARED = ("title", "summary", "started_on", "baseline_cost", "baseline_end")


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row and its fate; `why` is the sentence for a refused or a changed one."""

    row: ProjectRow
    fate: ImportFate
    why: str = ""

    @property
    def unstated(self) -> tuple[str, ...]:
        """Return the names of the fields that the row does not state."""
        return tuple(field_label(name) for name in self.row.unstated)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do."""

    mapping: Mapping
    rows: tuple[PlannedRow, ...]

    def count(self, fate: ImportFate) -> int:
        """Return how many rows have that fate."""
        return sum(1 for planned in self.rows if planned.fate == fate)

    @property
    def unstated(self) -> tuple[tuple[str, int], ...]:
        """Return, by field, how many rows do not state it; those that most rows lack first."""
        counts = Counter(name for planned in self.rows for name in planned.row.unstated)
        return tuple((field_label(name), count) for name, count in counts.most_common())


def plan_import(table: Table, mapping: Mapping) -> Plan:
    """Return every row's fate. Raises `Refused` where the file has not the mapping's columns. Two queries."""
    try:
        rows = tuple(read_rows(table, mapping))
    except Unreadable as error:
        raise Refused(in_words(error)) from error
    known = {row.reference: row for row in Project.objects.filter(proposal__isnull=True, source=mapping.source)}
    first: dict[str, int] = {}
    planned = []
    for row in rows:
        planned.append(_planned(row, mapping, known, first))
        first.setdefault(row.reference, row.number)
    return Plan(mapping, tuple(planned))


@transaction.atomic
def import_projects(table: Table, mapping: Mapping, run: ProjectImport, *, actor: "User | None") -> Plan:
    """Create the new projects of the file, every one of them, and return what was done.

    `run` is the import as it has been received. Raises `Refused`, and changes nothing, while a row cannot be
    imported. Whatever was planned earlier, the file is read and held against the portfolio again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORT_LOCK])
    plan = plan_import(table, mapping)
    _require_whole(plan)
    units = _units()
    new = [_project(planned.row, mapping, units) for planned in plan.rows if planned.fate == ImportFate.NEW]
    for project in Project.objects.bulk_create(new):
        record("project.import", actor=actor, subject=project, data={"source": project.source, "file": run.sha256})
    run.imported_at, run.mapping = clock.now(), mapping.as_data()
    run.new, run.known, run.changed = (
        plan.count(fate) for fate in (ImportFate.NEW, ImportFate.KNOWN, ImportFate.CHANGED)
    )
    run.save()
    counts = {"new": run.new, "known": run.known, "changed": run.changed}
    data = {**counts, "sha256": run.sha256, "mapping": run.mapping}
    record("project_import.carry_out", actor=actor, subject=run, data=data)
    return plan


def _require_whole(plan: Plan) -> None:
    refused = [planned for planned in plan.rows if planned.fate == ImportFate.REFUSED]
    if not refused:
        return
    sentence = ngettext(
        "Nothing has been imported: %(count)d row cannot be. Row %(row)s: %(why)s",
        "Nothing has been imported: %(count)d rows cannot be. The first is row %(row)s: %(why)s",
        len(refused),
    )
    raise Refused(sentence % {"count": len(refused), "row": refused[0].row.number, "why": refused[0].why})


def _planned(
    row: ProjectRow, mapping: Mapping, known: Dictionary[str, Project], first: Dictionary[str, int]
) -> PlannedRow:
    problem = row.problem
    if problem is None and row.reference in first:
        problem = Unreadable(Why.REFERENCE_TWICE, row=first[row.reference])
    if problem is not None:
        return PlannedRow(row, ImportFate.REFUSED, in_words(problem))
    if row.reference not in known:
        return PlannedRow(row, ImportFate.NEW)
    differing = [name for name in _compared(mapping) if _differs(row, known[row.reference], name)]
    if not differing:
        return PlannedRow(row, ImportFate.KNOWN)
    names = ", ".join(field_label(name) for name in differing)
    return PlannedRow(row, ImportFate.CHANGED, _("The file says something else about: %(fields)s.") % {"fields": names})


def _compared(mapping: Mapping) -> tuple[str, ...]:
    """Return what a file can contradict: without a rate of exchange it says nothing about amounts in DKK."""
    silent = () if mapping.multiplier is not None else AMOUNTS
    return tuple(name for name in _COMPARED if name in mapping.columns and name not in silent)


def _differs(row: ProjectRow, project: Project, name: str) -> bool:
    stated = {"title": row.title, "summary": row.summary, **row.days, **row.amounts}.get(name)
    return bool(stated != getattr(project, name))


def _project(row: ProjectRow, mapping: Mapping, units: Dictionary[str, Unit | None]) -> Project:
    """Return the unsaved project: no case, no owner, no money from the pool, and nothing that the file does not say."""
    unit, now = units.get(plain(row.unit)), clock.now()
    return Project(
        reference=row.reference,
        source=mapping.source,
        source_texts=dict(row.texts),
        title=row.title,
        summary=row.summary,
        unit=unit,
        unit_name=unit.path if unit else row.unit,
        area=unit.area if unit else None,
        phase=row.phase,
        phase_since=now,
        created_at=now,
        **row.lights,
        **row.days,
        **row.amounts,
    )


def _units() -> dict[str, Unit | None]:
    """Return today's units by code, by name and by their other names; a name that two units share tells nothing."""
    rows = list(Unit.objects.valid_on(clock.today()).select_related("area"))
    by_alias = _by_name((alias, row) for row in rows for alias in row.aliases)
    by_name = _by_name((row.name, row) for row in rows)
    return {**by_alias, **by_name, **{plain(row.code): row for row in rows}}


def _by_name(named: Iterable[tuple[str, Unit]]) -> dict[str, Unit | None]:
    pairs = [(plain(name), unit) for name, unit in named]
    counts = Counter(name for name, _unit in pairs)
    return {name: unit if counts[name] == 1 else None for name, unit in pairs}
