"""The reserve list as each reader may see it: who is first in line, what each waits for, and what the pool has left."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from core.clock import today
from governance.domain.reserve import places_in_order
from governance.models import PoolYear
from governance.selectors.pool import open_years
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import User

# A place that ends within so many days is pointed out.
SOON = 30


@dataclass(frozen=True, slots=True)
class ReserveLine:
    """A case in line; one that the reader does not see has a place and an amount, but no name."""

    number: int
    case: Proposal | None
    amount: Decimal
    mandatory: bool
    mean: Decimal | None
    since: datetime
    until: date

    @property
    def ends_soon(self) -> bool:
        """Whether the place is about to end."""
        return (self.until - today()).days <= SOON


@dataclass(frozen=True, slots=True)
class ReservePage:
    """The line, and the pool's open years."""

    lines: tuple[ReserveLine, ...]
    years: tuple[PoolYear, ...]

    @property
    def total(self) -> Decimal:
        """Return what all of them wait for."""
        return sum((line.amount for line in self.lines), Decimal(0))


def reserve_page(reader: "User") -> ReservePage:
    """Assemble the page; a constant number of queries."""
    places = places_in_order()
    ids = [place.decision.proposal_id for place in places]
    seen = set(Proposal.objects.visible_to(reader).order_by().filter(pk__in=ids).values_list("pk", flat=True))
    lines = tuple(
        ReserveLine(
            number=number,
            case=place.decision.proposal if place.decision.proposal_id in seen else None,
            amount=place.amount,
            mandatory=place.priority == 1,
            mean=place.mean,
            since=place.decision.decided_at,
            until=place.expires_on,
        )
        for number, place in enumerate(places, start=1)
    )
    return ReservePage(lines, tuple(open_years()))
