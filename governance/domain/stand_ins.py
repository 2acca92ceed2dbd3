"""The deputy steps in on a case for a member of the group or of management who cannot judge it, or is away (A2, A4)."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.outbox import promise
from governance.domain.case_address import with_the_way
from governance.enums import BodyKind, BodyRole
from governance.models import Membership, Review, ReviewAssignment
from governance.selectors.offices import Offices
from governance.selectors.review_members import kept_out_of
from portfolio.domain.states import lock_proposal
from portfolio.domain.versions import frozen_version
from portfolio.enums import ProposalState
from portfolio.models import Proposal, StandIn

if TYPE_CHECKING:
    from core.models import User

# The body whose deputies step in while a case stands there.
SITS = {ProposalState.REVIEW: BodyKind.STRATEGY_GROUP, ProposalState.RECOMMENDED: BodyKind.MANAGEMENT}
STEPS_IN, STEPS_OUT = "proposal.step_in", "proposal.step_out"


def call_in_deputies(proposal: Proposal, offices: Offices | None = None) -> None:
    """Bring those who step in on a case with the group or management into line; part of every move that may change it.

    The deputy of a member who speaks for the case or has a conflict of interest in it steps in, unless the deputy
    cannot judge it either or has a seat already. While the group is deciding a doubt, nobody does. A case that
    management has sent back lets its deputies there go. Who was handed the case goes when the member's seat ends or
    another deputy is named. Idempotent.
    """
    body = sits_with(proposal)
    if body is None:
        return
    # Asked afresh: a bar may have come or gone since the row was read.
    proposal = Proposal.objects.get(pk=proposal.pk)
    seats = (offices or Offices()).seats_in(body)
    wanted = _wanted(proposal, seats)
    decides = body == BodyKind.MANAGEMENT
    rows = proposal.stand_ins.select_related("person", "member")
    if not decides:
        for row in rows.filter(decides=True):
            step_out(proposal, row)
    rows = rows.filter(decides=decides)
    standing = {row.member_id: row for row in rows}
    still = _still_handed_over(proposal, seats, [row for row in standing.values() if row.away])
    for member, row in standing.items():
        keeps = row.pk in still if row.away else wanted.get(member) == row.person
        if not keeps:
            step_out(proposal, row)
    taken = set(rows.values_list("person", flat=True))
    for member, deputy in wanted.items():
        if deputy.pk not in taken and not rows.filter(member=member).exists():
            step_in(proposal, deputy, member)


def call_in_all_deputies() -> int:
    """Bring every case with the two bodies into line: seats and deputies change. Return how many cases there are."""
    numbers = list(Proposal.objects.standing(*SITS).order_by("pk").values_list("pk", flat=True))
    for number in numbers:
        _call_in_on(number)
    return len(numbers)


@transaction.atomic
def _call_in_on(number: int) -> None:
    call_in_deputies(lock_proposal(Proposal(pk=number)))


def sits_with(proposal: Proposal) -> BodyKind | None:
    """Return the body whose deputies step in on the case now: the group that reviews it, or management."""
    return SITS.get(ProposalState(proposal.state))


def step_in(proposal: Proposal, deputy: "User", member: int, *, away: bool = False) -> StandIn:
    """Let `deputy` see the case and take the member's place in it, with the review that the member had been given."""
    decides = sits_with(proposal) == BodyKind.MANAGEMENT
    row = StandIn.objects.create(proposal=proposal, person=deputy, member_id=member, away=away, decides=decides)
    if not decides:
        _take_over_reviews(proposal, deputy, member)
    entry = record(STEPS_IN, actor=None, subject=proposal, data={"person": deputy.name, "for": row.member.name})
    subject = _("You step in for %(name)s in %(number)s") % {"name": row.member.name, "number": proposal.number}
    body = _(
        "You are the deputy of %(name)s in the strategy group. You can read the case in Pejling and review it there."
        " If you have a conflict of interest yourself, declare it on the same page."
    )
    if decides:
        body = _(
            "You are the deputy of %(name)s in management. You can read the case in Pejling and take part in deciding"
            " it. If you have a conflict of interest yourself, declare it on the same page."
        )
    said = with_the_way(body % {"name": row.member.name}, proposal)
    promise(deputy, subject=subject, body=said, key=f"{STEPS_IN}:{entry.sequence}")
    return row


def _take_over_reviews(proposal: Proposal, deputy: "User", member: int) -> None:
    given = ReviewAssignment.objects.filter(proposal=proposal, reviewer=member, round__closed_at__isnull=True)
    for assignment in given:
        ReviewAssignment.objects.get_or_create(
            round_id=assignment.round_id,
            proposal=proposal,
            reviewer=deputy,
            defaults={"assigned_at": clock.now(), "assigned_by_id": assignment.assigned_by_id},
        )


def step_out(proposal: Proposal, row: StandIn) -> None:
    """Let a deputy go again: the case is no longer shown to them, and what they have said of it is withdrawn."""
    if not row.decides:
        said = Review.objects.filter(proposal=proposal, reviewer=row.person_id, withdrawn_at__isnull=True)
        said.update(withdrawn_at=clock.now())
        given = ReviewAssignment.objects.filter(proposal=proposal, reviewer=row.person_id)
        given.filter(round__closed_at__isnull=True).delete()
    data = {"person": row.person.name, "for": row.member.name}
    row.delete()
    record(STEPS_OUT, actor=None, subject=proposal, data=data)


def decides_in_place_of(proposal: Proposal, actor: "User") -> "User | None":
    """Return the member of management whose place `actor` takes in the case as the deputy."""
    row = proposal.stand_ins.filter(person=actor, decides=True).select_related("member").first()
    return row.member if row else None


def deputy_for(seat: Membership, seats: Iterable[Membership], kept_out: Collection[int]) -> "User | None":
    """Return the deputy who can take the seat's place in a case: nobody who is `kept_out` of it or seated already."""
    deputy = seat.deputy
    if deputy is None or not deputy.is_active or deputy.pk in kept_out:
        return None
    return None if any(other.person_id == deputy.pk for other in seats) else deputy


def heard_on(proposal: Proposal) -> set[int]:
    """Return who has reviewed what the case is now."""
    newest = frozen_version(proposal)
    return {
        row.reviewer_id
        for row in proposal.reviews.all()
        if newest is not None and row.version_id == newest.pk and row.withdrawn_at is None
    }


def _still_handed_over(proposal: Proposal, seats: tuple[Membership, ...], rows: list[StandIn]) -> set[int]:
    """Return which hand-overs still hold: the member has the seat, and the deputy is still named on it.

    Who has reviewed the case in the member's place has spoken, and the review stands.
    """
    if not rows:
        return set()
    held = {seat.person_id: seat for seat in seats if seat.role != BodyRole.SECRETARY}
    kept_out, heard = kept_out_of(proposal), heard_on(proposal)
    found = set()
    for row in rows:
        seat = held.get(row.member_id)
        has_spoken = not row.decides and row.person_id not in kept_out and row.person_id in heard
        if has_spoken or (seat is not None and deputy_for(seat, seats, kept_out) == row.person):
            found.add(row.pk)
    return found


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
