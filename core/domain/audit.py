"""The acts: one function writes them, each chained to the one before by a SHA-256 hash.

`content_digest` = sha256(salt + canonical JSON of the personal and free-text fields);
`hash` = sha256(canonical JSON of previous hash, sequence, epoch microseconds, act, outcome, actor id,
subject and content digest, and where rows were changed, of the changes). UTC epochs are hashed, not timestamp text.

An act takes the rows that were changed since the act before it in the same transaction (docs/decisions/0004).
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from core import clock
from core.enums import AuditOutcome
from core.models import AuditEntry

if TYPE_CHECKING:
    from core.models import User

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Head:
    """The chain's last link: its number and its hash."""

    sequence: int
    hash: str


def record(
    act: str,
    *,
    actor: "User | None",
    subject: models.Model | None = None,
    reason: str = "",
    data: Mapping[str, object] | None = None,
    outcome: AuditOutcome = AuditOutcome.DONE,
) -> AuditEntry:
    """Append an act to the chain; must run inside the transaction of the change it describes.

    `data` is what changed, JSON-serialisable; `actor` is None for the system itself.
    """
    changeset, sequence, previous_hash, changes_hash = _begin_act()
    entry = AuditEntry(
        sequence=sequence,
        at=clock.now(),
        act=act,
        outcome=outcome,
        actor=actor,
        actor_name=actor.name if actor else "",
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=subject.pk if subject else None,
        subject_name=str(subject)[:300] if subject else "",
        reason=reason,
        data=json.loads(json.dumps(data or {}, cls=DjangoJSONEncoder)),
        salt=secrets.token_hex(16),
        previous_hash=previous_hash,
        changeset_id=changeset,
        changes_hash=changes_hash,
    )
    entry.content_digest = content_digest(entry)
    entry.hash = link_hash(entry)
    entry.save(force_insert=True)
    return entry


def record_refusal(act: str, *, actor: "User", subject: models.Model | None, reason: str) -> None:
    """Record a refused attempt in a transaction of its own: the refused move has been rolled back."""
    with transaction.atomic():
        record(act, actor=actor, subject=subject, reason=reason, outcome=AuditOutcome.REFUSED)


def attribute_changes(actor: "User") -> None:
    """Note who changes rows from here to the end of the transaction, where no act will say so (a draft's saves)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pejling.actor', %s, true)", [str(actor.pk)])


def part_changes() -> None:
    """Let the changes from here belong to no act so far, as if a transaction of their own began (a demo's events)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pejling.changes', '', true), set_config('pejling.act', '', true)")


def content_digest(entry: AuditEntry) -> str:
    """Return the salted digest of the fields that an authorised redaction may drop."""
    content = [entry.salt, entry.actor_name, entry.subject_name, entry.reason, entry.data]
    return _sha256(content)


def link_hash(entry: AuditEntry) -> str:
    """Return the hash of one link over the link before it."""
    changes = [entry.changeset_id, entry.changes_hash] if entry.changeset_id or entry.changes_hash else []
    return _sha256(
        [
            entry.previous_hash,
            entry.sequence,
            round(entry.at.timestamp() * 1_000_000),
            entry.act,
            entry.outcome,
            entry.actor_id,
            entry.subject_type,
            entry.subject_id,
            entry.content_digest,
            *changes,
        ]
    )


def chain_head() -> Head:
    """Return the last link, the genesis where there is none."""
    last = AuditEntry.objects.order_by("-sequence").values_list("sequence", "hash").first()
    return Head(*(last or (0, GENESIS)))


def _begin_act() -> tuple[int | None, int, str, str]:
    """Lock the chain and return the changes to take, the act's number and the two links it stands on.

    One writer at a time: the chain has one end. The lock goes with the transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM core_begin_act()")
        changeset, sequence, previous_hash, changes_hash = cursor.fetchone()
    return changeset, sequence, previous_hash, changes_hash


def _sha256(parts: list[object]) -> str:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
