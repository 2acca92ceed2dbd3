"""Matters arising: what a body settled at its last meeting, and where each case stands now."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Subquery

from core.ui import Tone
from governance.domain.outcomes import outcome_words
from governance.enums import MeetingPhase
from governance.models import Meeting, Resolution
from portfolio.models import Proposal
from portfolio.selectors.proposal_page import TONES

if TYPE_CHECKING:
    from datetime import date

    from core.models import User


@dataclass(frozen=True, slots=True)
class Arising:
    """A case as the last meeting left it, and as it stands."""

    proposal: Proposal
    settled: str
    resolution: str
    state: str
    tone: Tone
    day: "date"


def matters_arising(meeting: Meeting, reader: "User") -> tuple[Arising, ...]:
    """Return what the body settled at its last closed meeting before this one; one query.

    Whoever is barred from a case reads nothing of it.
    """
    earlier = Meeting.objects.filter(body=meeting.body_id, phase=MeetingPhase.CLOSED, day__lt=meeting.day)
    rows = Resolution.objects.filter(meeting=Subquery(earlier.order_by("-day").values("pk")[:1]))
    rows = rows.exclude(item__proposal__bars__person=reader).select_related("item__proposal", "meeting")
    return tuple(_arising(row) for row in rows.order_by("number"))


def _arising(row: Resolution) -> Arising:
    proposal = row.item.proposal
    return Arising(
        proposal=proposal,
        settled=outcome_words(row),
        resolution=str(row),
        state=proposal.get_state_display(),
        tone=TONES.get(proposal.state, "info"),
        day=row.meeting.day,
    )
