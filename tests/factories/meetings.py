"""Meetings in session: called for late today, so that the year and its money are the same, and opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time
from decimal import Decimal

from core import clock
from core.models import User
from governance.domain.meeting_session import Chair, open_meeting
from governance.domain.meetings import create_meetings
from governance.domain.outcomes import Said
from governance.domain.recommendations import Proposed
from governance.domain.resolutions import Vote, resolve_item
from governance.enums import AgendaKind, BodyKind, RecommendationOutcome
from governance.models import AgendaItem, Meeting, Resolution
from portfolio.domain.versions import submitted_version
from portfolio.models import Proposal
from tests.factories.governance import Town
from tests.factories.pool import ruling

LATE = time(23, 57)


def call(town: Town, kind: BodyKind = BodyKind.STRATEGY_GROUP) -> Meeting:
    """Call a body to a meeting late today."""
    return create_meetings([clock.today()], begins=LATE, place="Rådhuset", actor=town.secretary, kind=kind)[0]


@contextmanager
def in_session(town: Town, meeting: Meeting, *away: str) -> Iterator[Meeting]:
    """Stand at the hour of the meeting, with everybody there but those who are `away`."""
    with clock.standing_at(meeting.begins_at):
        yield open_meeting(meeting, present=table(town, meeting, *away), actor=town.secretary)


def table(town: Town, meeting: Meeting, *away: str) -> list[Chair]:
    """Return the places of everybody who has a seat, those `away` left out."""
    gone = {town.people[name].pk for name in away}
    seats = meeting.body.memberships.exclude(person__in=gone)
    return [Chair(seat.person_id) for seat in seats]


def item_of(proposal: Proposal, meeting: Meeting) -> AgendaItem:
    """Return the item on which the meeting settles the case."""
    return meeting.items.exclude(kind=AgendaKind.FOR_INFORMATION).get(proposal=proposal)


def proposed(
    proposal: Proposal, outcome: RecommendationOutcome = RecommendationOutcome.APPROVE, amount: int | None = None
) -> Proposed:
    """Say what the group recommends: all that was applied for, unless given."""
    version = submitted_version(proposal)
    if outcome == RecommendationOutcome.REJECT:
        amount = 0
    said = (version.requested_amount or Decimal(0)) if amount is None else Decimal(amount)
    return Proposed(outcome=outcome, amount=said, criterion=version.pool_criterion, reasons="Derfor")


def resolve(
    proposal: Proposal, meeting: Meeting, actor: User, said: Said | None = None, vote: Vote | None = None
) -> Resolution:
    """Record an outcome: to recommend all, or to follow the recommendation."""
    by_management = meeting.body.kind == BodyKind.MANAGEMENT
    usual: Said = ruling() if by_management else proposed(proposal)
    return resolve_item(item_of(proposal, meeting), said or usual, vote or Vote(), actor=actor)
