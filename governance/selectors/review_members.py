"""Who can judge a case with the strategy group today."""

from typing import TYPE_CHECKING

from governance.enums import BodyRole
from governance.selectors.offices import Offices
from portfolio.permissions import editor_ids

if TYPE_CHECKING:
    from core.models import User
    from portfolio.models import Proposal


def reviewers_of(proposal: "Proposal", offices: Offices | None = None) -> tuple["User", ...]:
    """Return those who judge the case, in the members' Danish order: without a part in it, not barred.

    A deputy who steps in stands in the member's place.
    """
    kept_out = kept_out_of(proposal)
    deputies = {row.member_id: row.person for row in proposal.stand_ins.all() if not row.decides}
    seats = (seat for seat in (offices or Offices()).seats if seat.role != BodyRole.SECRETARY)
    people = (deputies.get(seat.person_id, seat.person) for seat in seats)
    return tuple(person for person in people if person.is_active and person.pk not in kept_out)


def kept_out_of(proposal: "Proposal") -> frozenset[int]:
    """Return the ids of those who speak for the case or are barred from it."""
    own = {proposal.author_id, proposal.owner_id or 0} | editor_ids(proposal)
    return frozenset(own | {bar.person_id for bar in proposal.bars.all()})
