"""The acts on the cases, chained as the portal chains them, many at a time."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from core.domain.audit import GENESIS, content_digest, link_hash
from core.models import AuditEntry
from portfolio.models import Proposal

ACTS = ("proposal.create", "proposal.submit", "proposal.triage", "proposal.recommend")


def write_acts(cases: Iterable[Proposal]) -> None:
    """Append four acts a submitted case, one a draft."""
    sequence, previous = AuditEntry.objects.values_list("sequence", "hash").first() or (0, GENESIS)
    entries = []
    for case in cases:
        for place, act in enumerate(ACTS if case.submitted_at else ACTS[:1]):
            sequence += 1
            entry = AuditEntry(
                sequence=sequence,
                at=case.created_at + timedelta(days=place),
                act=act,
                actor=case.author,
                actor_name=case.author.name,
                subject_type="portfolio.proposal",
                subject_id=case.pk,
                subject_name=str(case),
                salt=secrets.token_hex(16),
                previous_hash=previous,
            )
            entry.content_digest = content_digest(entry)
            previous = entry.hash = link_hash(entry)
            entries.append(entry)
    AuditEntry.objects.bulk_create(entries, batch_size=1_000)
