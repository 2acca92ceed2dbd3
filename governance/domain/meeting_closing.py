"""Closing a meeting: what it settled takes effect, numbered, with a draft of its minutes, all or nothing (B11, C4)."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.outbox import held_back
from core.domain.refusal import Refused, require
from governance.domain.agenda import SETTLES, note_items, place_for_decision, place_for_review
from governance.domain.meeting_session import lock_meeting, may_conduct, require_open
from governance.domain.minutes import batch_of, write_first_minutes
from governance.domain.outcomes import content_of, outcome_of
from governance.domain.recommendations import Proposed
from governance.domain.resolutions import make_moves
from governance.domain.ruling import Ruling
from governance.enums import AgendaKind, BodyKind, MeetingPhase, RecommendationOutcome, Verdict
from governance.models import AgendaItem, Body, ConditionalGrant, Decision, Meeting, Minutes, Recommendation, Resolution
from governance.selectors.standing import standing_of
from portfolio.enums import ProposalState

if TYPE_CHECKING:
    from core.models import User


@transaction.atomic
def close_meeting(meeting: Meeting, *, actor: "User") -> Minutes:
    """Close the meeting and return the draft of its minutes.

    Every outcome becomes the case's own move: recommendation, decision, ledger entry, project, change of state. The
    letters are drafts until the minutes are approved, where the body says so. What was recorded on a case of the
    agenda outside the meeting's page since the meeting was opened belongs to it too. What was not dealt with goes to
    the next meeting. Raises `Refused`, with nothing changed, if one of the outcomes can no longer be made.
    """
    meeting = lock_meeting(meeting)
    require(may_conduct(standing_of(actor), meeting.body.kind), act="meeting.close", subject=meeting)
    require_open(meeting)
    if clock.now() < meeting.begins_at:
        raise Refused(_("The meeting has not begun yet."), act="meeting.close", subject=meeting)
    # One body numbers one meeting at a time.
    Body.objects.select_for_update().get(pk=meeting.body_id)
    with held_back(batch_of(meeting) if meeting.body.letters_wait else ""):
        for resolution, made in make_moves(meeting):
            _settle(resolution, made)
    adopted = _adopt(meeting)
    _number(meeting)
    noted = note_items(meeting, actor=actor)
    meeting.phase, meeting.closed_at = MeetingPhase.CLOSED, clock.now()
    meeting.save(update_fields=["phase", "closed_at"])
    carried = _carry_over(meeting)
    minutes = write_first_minutes(meeting, carried=carried, adopted=adopted)
    record(
        "meeting.close",
        actor=actor,
        subject=meeting,
        data={
            "resolutions": [str(row) for row in meeting.resolutions.order_by("year", "number")],
            "noted": noted,
            "carried_over": [item.proposal.number for item in carried],
        },
    )
    return minutes


def _settle(resolution: Resolution, made: object) -> None:
    if isinstance(made, Recommendation):
        resolution.recommendation = made
    elif isinstance(made, Decision):
        resolution.decision = made
    resolution.save(update_fields=["recommendation", "decision"])


def _adopt(meeting: Meeting) -> set[int]:
    """Let what was recorded on the cases' own pages since the meeting was opened be outcomes of the meeting.

    Return the items; how the body came to those outcomes is not known.
    """
    before = _unresolved(meeting)
    for item in before:
        if item.kind == AgendaKind.FOR_DECISION:
            decision = item.proposal.decisions.filter(decided_at__gte=meeting.opened_at).first()
            if decision is not None:
                _adopt_decision(meeting, item, decision)
        else:
            recommendation = item.proposal.recommendations.filter(recorded_at__gte=meeting.opened_at).first()
            if recommendation is not None:
                _adopt_recommendation(meeting, item, recommendation)
    return {item.pk for item in before} - {item.pk for item in _unresolved(meeting)}


def _adopt_decision(meeting: Meeting, item: AgendaItem, made: Decision) -> None:
    entries = made.ledger_entries.select_related("pool_year")
    grant = ConditionalGrant.objects.filter(decision=made).first()
    said = Ruling(
        verdict=Verdict(made.verdict),
        shares={entry.pool_year.year: entry.amount for entry in entries},
        criterion=made.criterion,
        reasons=made.reasons,
        conditions=made.conditions,
        lapses_on=grant.lapses_on if grant else None,
    )
    Resolution.objects.create(
        item=item,
        meeting=meeting,
        outcome=outcome_of(said),
        content=content_of(said),
        recorded_by=made.decided_by,
        recorded_at=made.decided_at,
        decision=made,
    )


def _adopt_recommendation(meeting: Meeting, item: AgendaItem, made: Recommendation) -> None:
    said = Proposed(
        outcome=RecommendationOutcome(made.outcome),
        amount=made.amount,
        criterion=made.criterion,
        reasons=made.reasons,
        conditions=made.conditions,
        years=made.shares,
    )
    Resolution.objects.create(
        item=item,
        meeting=meeting,
        outcome=outcome_of(said),
        content=content_of(said),
        dissent=made.minority,
        recorded_by=made.recorded_by,
        recorded_at=made.recorded_at,
        recommendation=made,
    )


def _number(meeting: Meeting) -> None:
    year = meeting.day.year
    rows = Resolution.objects.filter(meeting__body=meeting.body_id, year=year)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    for number, resolution in enumerate(meeting.resolutions.order_by("item__ordinal", "item_id"), start=last + 1):
        resolution.year, resolution.number = year, number
        resolution.save(update_fields=["year", "number"])


def _carry_over(meeting: Meeting) -> list[AgendaItem]:
    """Place what the meeting did not deal with on the next one; return the items that were left."""
    left = list(_unresolved(meeting))
    for item in left:
        if item.proposal.state == ProposalState.REVIEW:
            place_for_review(item.proposal)
        elif item.proposal.state == ProposalState.RECOMMENDED:
            place_for_decision(item.proposal)
    return left


def _unresolved(meeting: Meeting) -> list[AgendaItem]:
    rows = meeting.items.filter(kind=SETTLES[BodyKind(meeting.body.kind)], resolution__isnull=True)
    return list(rows.select_related("proposal", "meeting").order_by("ordinal", "pk"))
