"""The acts: one function writes them, each chained to the one before by a SHA-256 hash.

`content_digest` = sha256(salt + canonical JSON of the personal and free-text fields);
`hash` = sha256(canonical JSON of previous hash, sequence, epoch microseconds, act, outcome, actor id,
subject and content digest). UTC epochs are hashed, not timestamp text (stack.md's trap 14).
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
# One writer at a time: the chain has one end. Released with the transaction.
_CHAIN_LOCK = 7_270_914


@dataclass(frozen=True, slots=True)
class Head:
    """The chain's last link: its number and its hash."""

    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first link that does not hold, and why."""

    sequence: int
    why: str


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
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    last = chain_head()
    entry = AuditEntry(
        sequence=last.sequence + 1,
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
        previous_hash=last.hash,
    )
    entry.content_digest = content_digest(entry)
    entry.hash = link_hash(entry)
    entry.save(force_insert=True)
    return entry


def record_refusal(act: str, *, actor: "User", subject: models.Model | None, reason: str) -> None:
    """Record a refused attempt in a transaction of its own: the refused move has been rolled back."""
    with transaction.atomic():
        record(act, actor=actor, subject=subject, reason=reason, outcome=AuditOutcome.REFUSED)


def content_digest(entry: AuditEntry) -> str:
    """Return the salted digest of the fields that an authorised redaction may drop."""
    content = [entry.salt, entry.actor_name, entry.subject_name, entry.reason, entry.data]
    return _sha256(content)


def link_hash(entry: AuditEntry) -> str:
    """Return the hash of one link over the link before it."""
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
        ]
    )


def chain_head() -> Head:
    """Return the last link, the genesis where there is none."""
    last = AuditEntry.objects.order_by("-sequence").values_list("sequence", "hash").first()
    return Head(*(last or (0, GENESIS)))


def verify_chain() -> Break | None:
    """Return the first broken link, or None when every link holds."""
    expected_sequence, previous = 1, GENESIS
    for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        if entry.sequence != expected_sequence:
            return Break(expected_sequence, "missing")
        if entry.previous_hash != previous:
            return Break(entry.sequence, "not linked to the one before")
        if entry.content_digest != content_digest(entry):
            return Break(entry.sequence, "content edited")
        if entry.hash != link_hash(entry):
            return Break(entry.sequence, "edited")
        expected_sequence, previous = entry.sequence + 1, entry.hash
    return None


def _sha256(parts: list[object]) -> str:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
