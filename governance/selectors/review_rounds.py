"""The round that the group reviews in, and what it froze."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.clock import today
from governance.enums import BodyKind
from governance.models import ReviewAssignment, ReviewRound
from governance.policy.profile import Criterion
from governance.selectors.pool_criteria import criteria_in_force

if TYPE_CHECKING:
    from core.http import PersonRequest
    from portfolio.models import Proposal


@dataclass(frozen=True, slots=True)
class Weighed:
    """A criterion as it stands in a round."""

    code: str
    name: str
    title: str
    weight: int


def open_round() -> ReviewRound | None:
    """Return the strategy group's open round, if there is one."""
    return ReviewRound.objects.filter(body__kind=BodyKind.STRATEGY_GROUP, closed_at__isnull=True).first()


def criteria_of(row: ReviewRound) -> tuple[Weighed, ...]:
    """Return the criteria with their weights as the round froze them."""
    return tuple(Weighed(**one) for one in row.criteria)


def criteria_to_score(
    row: ReviewRound | None, request: "PersonRequest | None" = None
) -> "tuple[Weighed, ...] | tuple[Criterion, ...]":
    """Return the criteria that a review scores: those of the round, or those in force where there is none."""
    return criteria_of(row) if row is not None else criteria_in_force(request)


def shared_among(proposal: "Proposal") -> tuple[ReviewAssignment, ...]:
    """Return who has been given the case in the open round; nobody means everybody."""
    return tuple(row for row in proposal.review_assignments.all() if row.round.closed_at is None)


def is_over(row: ReviewRound) -> bool:
    """Whether the round's deadline has passed or it has been closed: the members may talk about their scores."""
    return row.closed_at is not None or row.deadline < today()


def weights_of(criteria: Iterable[Weighed]) -> dict[str, int]:
    """Return the weights by the criterion's code."""
    return {one.code: one.weight for one in criteria}
