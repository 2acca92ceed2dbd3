"""The queue of cases with the strategy group, as one of its people sees it: the fewest reviews first."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, Subquery

from governance.domain.agenda import upcoming
from governance.enums import AgendaKind, BodyKind, Position
from governance.models import AgendaItem, Review, ReviewAssignment, ReviewDraft
from governance.selectors.review_rounds import is_over, open_round
from portfolio.enums import ProposalState
from portfolio.models import Proposal, ProposalVersion, StandIn
from portfolio.querysets import written_by

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.models import User
    from governance.models import ReviewRound
    from governance.selectors.standing import Standing

# More cases than a group takes in at once; the list of cases holds the rest.
LENGTH = 100


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One case. `own` is the reader's position in words, empty where it is not given; `drafted`: begun and kept."""

    proposal: Proposal
    given: int
    own: str
    abstained: bool
    has_a_part: bool
    meeting_day: date | None
    drafted: bool = False
    # Given to others in the round; the reader may review it too, until the deadline.
    for_others: bool = False
    # The member whose place the reader takes on the case, as the deputy.
    steps_in_for: str = ""


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """What awaits the reader, what they have given, what others have, and what the reader has a part in themselves."""

    pending: tuple[QueueLine, ...]
    given: tuple[QueueLine, ...]
    others: tuple[QueueLine, ...]
    own_cases: tuple[QueueLine, ...]
    round: "ReviewRound | None" = None

    @property
    def total(self) -> int:
        """How many cases the reader is to review."""
        return len(self.pending) + len(self.given)

    @property
    def first(self) -> QueueLine | None:
        """The case to go on with: one that has been begun, or the one with the fewest reviews."""
        return next((line for line in self.pending if line.drafted), None) or next(iter(self.pending), None)

    @property
    def is_over(self) -> bool:
        """Whether the round's deadline has passed."""
        return self.round is not None and is_over(self.round)

    def next_after(self, proposal: Proposal, *, skipping: bool) -> Proposal | None:
        """Return the case to go on with: the one with the fewest reviews, or, skipping, the one after `proposal`.

        Whoever skips goes round the queue; None where no other case is pending.
        """
        rows = [line.proposal for line in self.pending]
        at = next((place for place, row in enumerate(rows) if row.pk == proposal.pk), -1)
        if at >= 0:
            rows = rows[at + 1 :] + rows[:at] if skipping else rows[:at] + rows[at + 1 :]
        return next(iter(rows), None)


def review_queue(reader: "User", standing: "Standing", *, with_round: bool = True) -> ReviewQueue:
    """Return the queue; a constant number of queries. Who reviews nothing finds all cases under `own_cases`.

    A deputy without a seat finds the cases that they step in on, and no others. A page that has the round at hand asks
    for the queue without it.
    """
    cases = cases_with_group(reader)
    if BodyKind.STRATEGY_GROUP not in standing.kinds:
        cases = cases.exclude(steps_in_for=None)
    lines = [_line(row, judges=standing.is_group_member) for row in cases[:LENGTH]]
    open_lines = [line for line in lines if not line.has_a_part]
    mine = sorted((line for line in open_lines if not line.own and not line.for_others), key=lambda line: line.given)
    return ReviewQueue(
        pending=tuple(mine),
        given=tuple(line for line in open_lines if line.own),
        others=tuple(line for line in open_lines if not line.own and line.for_others),
        own_cases=tuple(line for line in lines if line.has_a_part),
        round=open_round() if with_round else None,
    )


def cases_with_group(reader: "User") -> "QuerySet[Any]":
    """Return the cases that the group reviews and `reader` may see, oldest first, annotated with what a line shows."""
    frozen = OuterRef("newest")
    reviews = Review.objects.filter(version=frozen, withdrawn_at__isnull=True).order_by()
    items = AgendaItem.objects.filter(upcoming("meeting__"), proposal=OuterRef("pk"), kind=AgendaKind.FOR_REVIEW)
    versions = ProposalVersion.objects.filter(proposal=OuterRef("pk"), frozen_at__isnull=False)
    newest = versions.order_by("-ordinal").values("pk")[:1]
    shared = ReviewAssignment.objects.filter(proposal=OuterRef("pk"), round__closed_at__isnull=True).order_by("pk")
    stand_ins = StandIn.objects.filter(proposal=OuterRef("pk")).order_by()
    return (
        Proposal.objects.visible_to(reader)
        .standing(ProposalState.REVIEW)
        .select_related("unit")
        .annotate(newest=Subquery(newest))
        .annotate(
            own_position=Subquery(reviews.filter(reviewer=reader).values("position")[:1]),
            review_count=Subquery(reviews.values("version").annotate(count=Count("pk")).values("count")),
            meeting_day=Subquery(items.order_by("meeting__day").values("meeting__day")[:1]),
            reader_writes=written_by(reader),
            reader_owns=Q(owner=reader),
            shared_among=ArraySubquery(shared.values("reviewer_id")),
            reader_asked=~Exists(shared) | Exists(shared.filter(reviewer=reader)),
            steps_in_for=Subquery(stand_ins.filter(person=reader).values("member__name")[:1]),
            handed_over=Exists(stand_ins.filter(member=reader)),
            drafted=Exists(ReviewDraft.objects.filter(version=frozen, reviewer=reader)),
        )
        .order_by("state_since", "pk")
    )


def _line(row: Any, *, judges: bool) -> QueueLine:
    position = row.own_position or ""
    return QueueLine(
        proposal=row,
        given=row.review_count or 0,
        own=str(Position(position).label) if position else "",
        abstained=position == Position.ABSTAIN,
        has_a_part=_has_a_part(row) or not (row.steps_in_for or (judges and not row.handed_over)),
        meeting_day=row.meeting_day,
        drafted=row.drafted and not position,
        for_others=not row.reader_asked,
        steps_in_for=row.steps_in_for or "",
    )


def _has_a_part(row: Any) -> bool:
    return bool(row.reader_writes or row.reader_owns)
