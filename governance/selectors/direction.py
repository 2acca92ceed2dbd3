"""By which decision management has directed a case to the pool (D14)."""

from typing import TYPE_CHECKING

from governance.models import Direction

if TYPE_CHECKING:
    from portfolio.models import Proposal


def direction_of(proposal: "Proposal") -> str:
    """Return the reference of management's own newest decision, or nothing."""
    return Direction.objects.filter(proposal=proposal).values_list("reference", flat=True).first() or ""
