"""A member who is away hands a case over to the deputy, or the secretary does; it comes back while nothing is said."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core.domain.audit import record
from core.domain.refusal import ALLOWED, Answer, Refused, require
from governance.domain.stand_ins import deputy_for, heard_on, sits_with, step_in, step_out
from governance.enums import BodyKind, BodyRole
from governance.permissions import Part, part_in
from governance.selectors.review_members import kept_out_of
from governance.selectors.standing import standing_of
from portfolio.domain.states import lock_proposal

if TYPE_CHECKING:
    from core.models import User
    from governance.models import Membership
    from governance.selectors.standing import Standing
    from portfolio.models import Proposal, StandIn

OVER, BACK = "proposal.hand_over", "proposal.take_over_again"


def may_hand_over(proposal: "Proposal", actor: "User", part: Part, standing: "Standing") -> Answer:
    """Answer whether a person can hand the case over to a deputy: their own, and for the arrangers any member's."""
    body = sits_with(proposal)
    if body is None:
        return Answer(allowed=False, reason=_("No body judges the case now."))
    if part.barred or part.has_a_part or not (_judges(standing, body) or standing.arranges(body)):
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
    """Return the seats whose deputy can step in and whose holder has yet to say anything of the case."""
    body = sits_with(proposal)
    if body is None:
        return ()
    seats, kept_out, decides = standing.offices.seats_in(body), kept_out_of(proposal), body == BodyKind.MANAGEMENT
    heard = set() if decides else heard_on(proposal)
    rows = [row for row in proposal.stand_ins.all() if row.decides == decides]
    replaced, taken = {row.member_id for row in rows}, {row.person_id for row in rows}
    return tuple(
        seat
        for seat in seats
        if seat.role != BodyRole.SECRETARY
        and (seat.person_id == actor.pk or standing.arranges(body))
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
    body = BodyKind.MANAGEMENT if row.decides else BodyKind.STRATEGY_GROUP
    if not (row.away and (row.member_id == actor.pk or standing.arranges(body))):
        return Answer(
            allowed=False,
            reason=_("You cannot take this case back from a deputy."),
            who=_("the member, the chair and the secretary"),
        )
    if sits_with(proposal) != body:
        return Answer(allowed=False, reason=_("The body does not judge the case now."))
    if not row.decides and row.person_id in heard_on(proposal):
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


def _judges(standing: "Standing", body: BodyKind) -> bool:
    return standing.is_group_member if body == BodyKind.STRATEGY_GROUP else body in standing.kinds
