"""By which decision management has directed a case to the pool (D14)."""

from typing import TYPE_CHECKING

from core.providers import collect

if TYPE_CHECKING:
    from portfolio.models import Proposal


def direction_of(proposal: "Proposal") -> str:
    """Return the reference of management's own decision, or nothing. The provider "pool_direction" answers it."""
    references: list[str] = collect("pool_direction", proposal)
    return next(filter(None, references), "")
