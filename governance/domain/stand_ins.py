"""The deputy steps in on a case for a member of the strategy group who cannot judge it, or has handed it over (A4)."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.outbox import promise
from governance.enums import BodyRole
from governance.models import Membership, Review, ReviewAssignment
from governance.selectors.offices import Offices
from governance.selectors.review_members import kept_out_of
from portfolio.domain.states import lock_proposal
from portfolio.enums import ProposalState
from portfolio.models import Proposal, StandIn

if TYPE_CHECKING:
    from core.models import User

STEPS_IN, STEPS_OUT = "proposal.step_in", "proposal.step_out"


def call_in_deputies(proposal: Proposal, offices: Offices | None = None) -> None:
    """Bring those who step in on a case with the group into line; part of every move that may change it.

    The deputy of a member who speaks for the case or has a conflict of interest in it steps in, unless the deputy
    cannot judge it either or has a seat already. While the group is deciding a doubt, nobody does. Idempotent.
    """
    if proposal.state != ProposalState.REVIEW:
        return
    # Asked afresh: a bar may have come or gone since the row was read.
    proposal = Proposal.objects.get(pk=proposal.pk)
    wanted = _wanted(proposal, (offices or Offices()).seats)
    standing = {row.member_id: row for row in proposal.stand_ins.select_related("person", "member")}
    kept_out = kept_out_of(proposal)
    for member, row in standing.items():
        keeps = row.person_id not in kept_out if row.away else wanted.get(member) == row.person
        if not keeps:
            step_out(proposal, row)
    taken = set(proposal.stand_ins.values_list("person", flat=True))
    for member, deputy in wanted.items():
        if deputy.pk not in taken and not proposal.stand_ins.filter(member=member).exists():
            step_in(proposal, deputy, member)


def call_in_all_deputies() -> int:
    """Bring every case with the group into line: seats and deputies change. Return how many cases there are."""
    numbers = list(Proposal.objects.standing(ProposalState.REVIEW).order_by("pk").values_list("pk", flat=True))
    for number in numbers:
        _call_in_on(number)
    return len(numbers)


@transaction.atomic
def _call_in_on(number: int) -> None:
    call_in_deputies(lock_proposal(Proposal(pk=number)))


def step_in(proposal: Proposal, deputy: "User", member: int, *, away: bool = False) -> StandIn:
    """Let `deputy` see the case and take the member's place in it, with the review that the member had been given."""
    row = StandIn.objects.create(proposal=proposal, person=deputy, member_id=member, away=away)
    given = ReviewAssignment.objects.filter(proposal=proposal, reviewer=member, round__closed_at__isnull=True)
    for assignment in given:
        ReviewAssignment.objects.get_or_create(
            round_id=assignment.round_id,
            proposal=proposal,
            reviewer=deputy,
            defaults={"assigned_at": clock.now(), "assigned_by_id": assignment.assigned_by_id},
        )
    entry = record(STEPS_IN, actor=None, subject=proposal, data={"person": deputy.name, "for": row.member.name})
    subject = _("You step in for %(name)s in %(number)s") % {"name": row.member.name, "number": proposal.number}
    body = _(
        "You are the deputy of %(name)s in the strategy group. You can read the case in Pejling and review it there."
        " If you have a conflict of interest yourself, declare it on the same page."
    )
    promise(deputy, subject=subject, body=body % {"name": row.member.name}, key=f"{STEPS_IN}:{entry.sequence}")
    return row


def step_out(proposal: Proposal, row: StandIn) -> None:
    """Let a deputy go again: the case is no longer shown to them, and what they have said of it is withdrawn."""
    now = clock.now()
    Review.objects.filter(proposal=proposal, reviewer=row.person_id, withdrawn_at__isnull=True).update(withdrawn_at=now)
    ReviewAssignment.objects.filter(proposal=proposal, reviewer=row.person_id, round__closed_at__isnull=True).delete()
    data = {"person": row.person.name, "for": row.member.name}
    row.delete()
    record(STEPS_OUT, actor=None, subject=proposal, data=data)


def deputy_for(seat: Membership, seats: Iterable[Membership], kept_out: Collection[int]) -> "User | None":
    """Return the deputy who can take the seat's place in a case: nobody who is `kept_out` of it or seated already."""
    deputy = seat.deputy
    if deputy is None or not deputy.is_active or deputy.pk in kept_out:
        return None
    return None if any(other.person_id == deputy.pk for other in seats) else deputy


def _wanted(proposal: Proposal, seats: tuple[Membership, ...]) -> dict[int, "User"]:
    """Return who is to step in, by the member that they step in for."""
    undecided = {row.person_id for row in proposal.conflicts.filter(lifted_at__isnull=True) if row.is_open_doubt}
    kept_out = kept_out_of(proposal)
    found: dict[int, User] = {}
    for seat in seats:
        if seat.role == BodyRole.SECRETARY or seat.person_id not in kept_out - undecided:
            continue
        deputy = deputy_for(seat, seats, kept_out)
        if deputy is not None and deputy not in found.values():
            found[seat.person_id] = deputy
    return found
