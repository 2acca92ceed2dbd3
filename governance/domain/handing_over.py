"""A member who is away hands a case over to the deputy, or the secretary does; it comes back while nothing is said."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core.domain.audit import record
from core.domain.refusal import ALLOWED, Answer, Refused, require
from governance.domain.stand_ins import deputy_for, step_in, step_out
from governance.enums import BodyKind, BodyRole
from governance.permissions import Part, part_in
from governance.selectors.review_members import kept_out_of
from governance.selectors.standing import standing_of
from portfolio.domain.states import lock_proposal
from portfolio.domain.versions import frozen_version
from portfolio.enums import ProposalState

if TYPE_CHECKING:
    from core.models import User
    from governance.models import Membership, Review
    from governance.selectors.standing import Standing
    from portfolio.models import Proposal, ProposalVersion, StandIn

OVER, BACK = "proposal.hand_over", "proposal.take_over_again"


def may_hand_over(proposal: "Proposal", actor: "User", part: Part, standing: "Standing") -> Answer:
    """Answer whether a person can hand the case over to a deputy: their own, and for the arrangers any member's."""
    if proposal.state != ProposalState.REVIEW:
        return Answer(allowed=False, reason=_("The group is not reviewing the case now."))
    if part.barred or part.has_a_part or not (standing.is_group_member or standing.runs_meetings):
        return Answer(
            allowed=False,
            reason=_("You cannot let a deputy step in on this case."),
            who=_("the member, the chair and the secretary"),
        )
    if not seats_to_hand_over(proposal, actor, standing):
        why = _("There is no deputy who can step in: none is named, or the review has been given.")
        return Answer(allowed=False, reason=why)
    return ALLOWED


def seats_to_hand_over(proposal: "Proposal", actor: "User", standing: "Standing") -> tuple["Membership", ...]:
    """Return the seats whose deputy can step in and whose holder has yet to review the case."""
    seats, kept_out = standing.offices.seats, kept_out_of(proposal)
    newest = frozen_version(proposal)
    heard = {row.reviewer_id for row in proposal.reviews.all() if _counts(row, newest)}
    replaced = {row.member_id for row in proposal.stand_ins.all()}
    taken = {row.person_id for row in proposal.stand_ins.all()}
    return tuple(
        seat
        for seat in seats
        if seat.role != BodyRole.SECRETARY
        and (seat.person_id == actor.pk or BodyKind.STRATEGY_GROUP in standing.secretary_of | standing.chair_of)
        and seat.person_id not in kept_out | heard | replaced
        and deputy_for(seat, seats, kept_out | taken) is not None
    )


@transaction.atomic
def hand_over(proposal: "Proposal", *, member: int, reason: str, actor: "User") -> "StandIn":
    """Let the member's deputy step in on the case. Raises `Refused` where no deputy can, and without a reason."""
    proposal, standing = lock_proposal(proposal), standing_of(actor)
    answer = may_hand_over(proposal, actor, part_in(proposal, actor, standing), standing)
    require(answer, act=OVER, subject=proposal)
    seat = next((one for one in seats_to_hand_over(proposal, actor, standing) if one.person_id == member), None)
    if seat is None or seat.deputy is None:
        raise Refused(_("That member's deputy cannot step in on the case."), act=OVER, subject=proposal)
    reason = reason.strip()
    if not reason:
        raise Refused(_("Write the reason."), act=OVER, subject=proposal)
    row = step_in(proposal, seat.deputy, member, away=True)
    data = {"person": seat.person.name, "to": seat.deputy.name}
    record(OVER, actor=actor, subject=proposal, reason=reason, data=data)
    return row


def may_take_back(proposal: "Proposal", row: "StandIn", actor: "User", standing: "Standing") -> Answer:
    """Answer whether a case that was handed over can go back to the member: while the deputy has not reviewed it."""
    if not (row.away and (row.member_id == actor.pk or standing.runs_meetings)):
        return Answer(
            allowed=False,
            reason=_("You cannot take this case back from a deputy."),
            who=_("the member, the chair and the secretary"),
        )
    if proposal.state != ProposalState.REVIEW:
        return Answer(allowed=False, reason=_("The group is not reviewing the case now."))
    newest = frozen_version(proposal)
    if any(one.reviewer_id == row.person_id and _counts(one, newest) for one in proposal.reviews.all()):
        return Answer(allowed=False, reason=_("The deputy has given the review, and it stands."))
    return ALLOWED


@transaction.atomic
def take_case_back(proposal: "Proposal", row: "StandIn", *, actor: "User") -> None:
    """Let the member have the case again."""
    proposal = lock_proposal(proposal)
    row = proposal.stand_ins.select_related("person", "member").get(pk=row.pk)
    require(may_take_back(proposal, row, actor, standing_of(actor)), act=BACK, subject=proposal)
    data = {"person": row.member.name, "from": row.person.name}
    step_out(proposal, row)
    record(BACK, actor=actor, subject=proposal, data=data)


def _counts(review: "Review", newest: "ProposalVersion | None") -> bool:
    return newest is not None and review.version_id == newest.pk and review.withdrawn_at is None
