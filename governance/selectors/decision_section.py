"""What management has said of a case, on the case's own page."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from governance.enums import BodyKind
from governance.selectors.case import read_ahead
from governance.selectors.cause_view import said_decision

if TYPE_CHECKING:
    from governance.policy.profile import Criterion
    from portfolio.models import Proposal


def decision_section(proposal: "Proposal", criteria: "Iterable[Criterion]") -> dict[str, Any] | None:
    """Return the section's context, or None where management has said nothing."""
    read_ahead(proposal)
    decisions = [said_decision(row) for row in proposal.decisions.all() if row.body_kind == BodyKind.MANAGEMENT]
    directions = list(proposal.directions.all())
    if not decisions and not directions:
        return None
    return {
        "decisions": decisions,
        "earlier": decisions[1:],
        "directions": directions,
        "criteria": {one.code: one.name for one in criteria},
    }
