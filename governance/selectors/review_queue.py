"""The queue of cases with the strategy group, as one of its people sees it: own not given first."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from governance.domain.agenda import upcoming
from governance.enums import AgendaKind, Position
from governance.models import AgendaItem, Review
from portfolio.enums import ProposalState
from portfolio.models import Proposal, ProposalVersion

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.models import User
    from governance.selectors.standing import Standing

# More cases than a group takes in at once; the list of cases holds the rest.
LENGTH = 100


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One case. `own` is the reader's position in words, empty where it is not given."""

    proposal: Proposal
    given: int
    own: str
    abstained: bool
    has_a_part: bool
    meeting_day: date | None


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """What awaits the reader, what they have given, and what they have a part in themselves."""

    pending: tuple[QueueLine, ...]
    given: tuple[QueueLine, ...]
    own_cases: tuple[QueueLine, ...]

    @property
    def total(self) -> int:
        """How many cases the reader is to review."""
        return len(self.pending) + len(self.given)

    def after(self, proposal: Proposal) -> Proposal | None:
        """Return the pending case that comes after `proposal` in the queue, round again; None where it is alone."""
        place = (proposal.state_since, proposal.pk)
        others = [line.proposal for line in self.pending if line.proposal.pk != proposal.pk]
        later = [row for row in others if (row.state_since, row.pk) > place]
        return next(iter(later or others), None)


def review_queue(reader: "User", standing: "Standing") -> ReviewQueue:
    """Return the queue; a constant number of queries. Who reviews nothing finds all cases under `own_cases`."""
    lines = [_line(proposal, judges=standing.is_group_member) for proposal in cases_with_group(reader)[:LENGTH]]
    open_lines = [line for line in lines if not line.has_a_part]
    return ReviewQueue(
        pending=tuple(line for line in open_lines if not line.own),
        given=tuple(line for line in open_lines if line.own),
        own_cases=tuple(line for line in lines if line.has_a_part),
    )


def cases_with_group(reader: "User") -> "QuerySet[Any]":
    """Return the cases that the group reviews and `reader` may see, oldest first, annotated with what a line shows."""
    frozen = OuterRef("newest")
    reviews = Review.objects.filter(version=frozen, withdrawn_at__isnull=True).order_by()
    items = AgendaItem.objects.filter(upcoming("meeting__"), proposal=OuterRef("pk"), kind=AgendaKind.FOR_REVIEW)
    versions = ProposalVersion.objects.filter(proposal=OuterRef("pk"), frozen_at__isnull=False)
    newest = versions.order_by("-ordinal").values("pk")[:1]
    return (
        Proposal.objects.visible_to(reader)
        .standing(ProposalState.REVIEW)
        .select_related("unit")
        .annotate(newest=Subquery(newest))
        .annotate(
            own_position=Subquery(reviews.filter(reviewer=reader).values("position")[:1]),
            review_count=Subquery(reviews.values("version").annotate(count=Count("pk")).values("count")),
            meeting_day=Subquery(items.order_by("meeting__day").values("meeting__day")[:1]),
            reader_writes=Exists(Proposal.objects.editable_by(reader).order_by().filter(pk=OuterRef("pk"))),
            reader_owns=Q(owner=reader),
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
        has_a_part=_has_a_part(row) or not judges,
        meeting_day=row.meeting_day,
    )


def _has_a_part(row: Any) -> bool:
    return bool(row.reader_writes or row.reader_owns)
