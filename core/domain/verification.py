"""Does the history hold: both chains, their bonds to each other, every row against its last recorded state."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from django.db import connection

from core.domain.audit import GENESIS, Head, content_digest, link_hash
from core.domain.verification_sql import (
    ACTS_BOND,
    CHANGES_BOND,
    CHANGES_CHAIN,
    MADE_WITHOUT_AN_ACT,
    ROW_COLUMNS,
    ROW_PRESENCE,
)
from core.models import AuditEntry
from core.models.row_history import tracked_models

REDACTION = "act.redact"
Part = Literal["acts", "changes", "rows"]


@dataclass(frozen=True, slots=True)
class Break:
    """The first thing that does not hold: the number of the act or the set of changes, or the id of the row; and why.

    Of a row, `model` is its label and `column` the column that differs, where there is one.
    """

    sequence: int
    why: str
    part: Part = "acts"
    model: str = ""
    column: str = ""


def verify(heads: Iterable[Head] = ()) -> Break | None:
    """Return the first break, in the order in which one explains the next, or None when everything holds.

    `heads` were noted earlier, in a report or by hand; a hash may be its beginning, and number 0 is one not noted.
    """
    checks = (verify_chain(), verify_changes(), verify_heads(heads), verify_bonds(), verify_rows())
    return next(chain.from_iterable(checks), None)


def verify_chain() -> Iterator[Break]:
    """Yield the first broken link of the acts' chain."""
    redactions = dict(AuditEntry.objects.filter(act=REDACTION).values_list("sequence", "subject_id"))
    expected, previous = 1, GENESIS
    for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        why = _wrong_with(entry, expected, previous, redactions)
        if why:
            yield Break(expected if why == "missing" else entry.sequence, why)
            return
        expected, previous = entry.sequence + 1, entry.hash


def verify_changes() -> Iterator[Break]:
    """Yield the first broken link of the chain of changes; the database works it out in one statement."""
    yield from (Break(number, why, "changes") for number, why in _rows(CHANGES_CHAIN))


def verify_bonds() -> Iterator[Break]:
    """Yield the first act whose changes are gone, the first changes whose act is, and a row made without an act."""
    yield from (Break(number, why) for number, why in _rows(ACTS_BOND))
    yield from (Break(number, why, "changes") for number, why in _rows(CHANGES_BOND))
    tables = {model._meta.db_table: model._meta.label for model, history in tracked_models() if history.by_act}
    for table, row in _rows(MADE_WITHOUT_AN_ACT, [list(tables)]):
        yield Break(row, "without an act", "rows", tables[table])


def verify_heads(heads: Iterable[Head]) -> Iterator[Break]:
    """Yield the first noted head that does not stand where it stood: the end is missing or rewritten."""
    for head in sorted(heads, key=lambda one: one.sequence):
        standing = AuditEntry.objects.filter(hash__startswith=head.hash)
        if not (standing.filter(sequence=head.sequence) if head.sequence else standing).exists():
            yield Break(head.sequence, "end missing")


def verify_rows() -> Iterator[Break]:
    """Yield the first row that is not as its history says: changed, added or removed behind the portal's back."""
    for model, _history in tracked_models():
        table, label = model._meta.db_table, model._meta.label
        for query in (ROW_PRESENCE, ROW_COLUMNS):
            for row, why, column in _rows(query.format(table=connection.ops.quote_name(table)), [table]):
                yield Break(row, why, "rows", label, column)


def _wrong_with(entry: AuditEntry, expected: int, previous: str, redactions: dict[int, int | None]) -> str:
    if entry.sequence != expected:
        return "missing"
    if entry.previous_hash != previous:
        return "not linked to the one before"
    if entry.redacted_by is not None:
        text = (entry.salt, entry.actor_name, entry.subject_name, entry.reason)
        if any(text) or entry.data or redactions.get(entry.redacted_by) != entry.pk:
            return "text removed without an act"
    elif entry.content_digest != content_digest(entry):
        return "content edited"
    return "" if entry.hash == link_hash(entry) else "edited"


def _rows(query: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
