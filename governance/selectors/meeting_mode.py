"""A meeting in session as it is conducted: where it has come to, who is there, and what is left of the pool."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from core.permissions import holder_ids
from governance.domain.agenda import SETTLES
from governance.domain.meeting_session import sitting_beside
from governance.domain.outcomes import amount_in, outcome_words, shares_in
from governance.enums import AgendaKind, BodyKind, BodyRole, MeetingPhase
from governance.models import Attendance, Meeting, Resolution
from governance.selectors.meetings import readable_items
from governance.selectors.pool import open_years
from governance.selectors.pool_lines import PoolLine, lines_with
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import User
    from governance.models import AgendaItem, PoolYear


@dataclass(frozen=True, slots=True)
class Card:
    """One item in the order of the meeting. Of a case that the reader takes no part in, number and title alone."""

    item: "AgendaItem"
    place: int
    hidden: bool
    resolution: Resolution | None
    outcome: str = ""
    amount: Decimal = Decimal(0)

    @property
    def settled(self) -> bool:
        """Whether an outcome has been recorded."""
        return self.resolution is not None


@dataclass(frozen=True, slots=True)
class Session:
    """The meeting with its cards; `together` are those that are taken in one, `alone` the others."""

    meeting: Meeting
    cards: tuple[Card, ...]
    informed: int
    present: tuple[Attendance, ...]
    members: int
    years: "tuple[PoolYear, ...]"
    pool: tuple[PoolLine, ...]

    @property
    def open(self) -> bool:
        """Whether outcomes can be recorded."""
        return self.meeting.phase == MeetingPhase.OPEN

    @property
    def together(self) -> tuple[Card, ...]:
        """Return the cards that are taken in one."""
        return tuple(card for card in self.cards if card.item.by_consent)

    @property
    def alone(self) -> tuple[Card, ...]:
        """Return the cards that are dealt with one by one."""
        return tuple(card for card in self.cards if not card.item.by_consent)

    @property
    def settled(self) -> int:
        """How many cards have their outcome."""
        return sum(card.settled for card in self.cards)

    @property
    def unsettled(self) -> int:
        """How many cards are left."""
        return len(self.cards) - self.settled

    @property
    def amount(self) -> Decimal:
        """What the outcomes recorded so far recommend or allocate, DKK."""
        return sum((card.amount for card in self.cards), Decimal(0))

    @property
    def voters(self) -> int:
        """How many of those present are counted."""
        counted = [row for row in self.present if row.role != BodyRole.SECRETARY]
        return len(counted) - len(sitting_beside(counted))


def session_of(meeting: Meeting, reader: "User", *, pool: bool = True) -> Session:
    """Return the meeting as `reader` follows it, with the `pool` unless the page reads it itself."""
    settles = SETTLES[BodyKind(meeting.body.kind)]
    rows = meeting.items.select_related("proposal__unit", "resolution__recorded_by", "pulled_by")
    rows = rows.annotate(editors_read=holder_ids("edit_proposal", Proposal, "proposal_id"))
    items = readable_items(rows.order_by("ordinal", "pk"), reader)
    for item in items:
        item.proposal.editors_read = item.editors_read
    # Those taken together are dealt with first.
    settling = sorted((item for item in items if item.kind == settles), key=lambda item: not item.by_consent)
    cards = tuple(_card(item, place, item.is_open) for place, item in enumerate(settling, start=1))
    session = Session(
        meeting=meeting,
        cards=cards,
        informed=sum(item.kind == AgendaKind.FOR_INFORMATION for item in items),
        present=tuple(meeting.attendances.select_related("person", "stands_in_for")),
        members=meeting.__dict__.get("members", 0),
        years=(),
        pool=(),
    )
    return with_pool(session, open_years()) if pool and reader.has_perm("governance.view_pool") else session


def with_pool(session: Session, years: "Iterable[PoolYear]") -> Session:
    """Return the session with what is left of the pool's years after what has been recorded."""
    known = tuple(years)
    return replace(session, years=known, pool=lines_with(known, _unposted(session.meeting, session.cards)))


def shares_of(rows: Iterable[Resolution]) -> dict[int, Decimal]:
    """Return what the resolutions take together from each of the pool's years."""
    found: dict[int, Decimal] = {}
    for resolution in rows:
        for year, share in shares_in(resolution).items():
            found[year] = found.get(year, Decimal(0)) + share
    return found


def _unposted(meeting: Meeting, cards: tuple[Card, ...]) -> Mapping[int, Decimal]:
    """Return what is recorded and does not stand in the ledger yet."""
    if meeting.phase == MeetingPhase.CLOSED:
        return {}
    return shares_of(card.resolution for card in cards if card.resolution)


def _card(item: "AgendaItem", place: int, visible: bool) -> Card:  # noqa: FBT001 - a card's own fact
    resolution = getattr(item, "resolution", None)
    if not visible or resolution is None:
        return Card(item, place, hidden=not visible, resolution=resolution)
    return Card(
        item,
        place,
        hidden=False,
        resolution=resolution,
        outcome=outcome_words(resolution),
        amount=amount_in(resolution),
    )
