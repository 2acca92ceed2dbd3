"""By which decision management has directed a case to the pool (D14)."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portfolio.models import Proposal


def direction_of(proposal: "Proposal") -> str:
    """Return the reference of management's own newest decision, or nothing; a case read ahead knows it."""
    return next((row.reference for row in proposal.directions.all()), "")
