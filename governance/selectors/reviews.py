"""The group's reviews of a case, read only by those who may: nobody is to lean on the others' positions."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import mean, median
from typing import TYPE_CHECKING

from governance.domain.agenda import UNDER_REVIEW
from governance.enums import BodyKind, Position, ScoreLevel
from governance.models import ConflictDeclaration, Review
from governance.permissions import Part
from governance.selectors.pool_criteria import criteria_in_force
from governance.selectors.review_members import reviewers_of
from governance.selectors.review_rounds import is_over, shared_among
from portfolio.domain.versions import frozen_version
from portfolio.enums import ProposalState

if TYPE_CHECKING:
    from core.models import User
    from governance.models import Score
    from governance.selectors.standing import Standing
    from portfolio.models import Proposal, ProposalVersion


@dataclass(frozen=True, slots=True)
class Spread:
    """How the members have scored one criterion; `levels` counts each step that somebody chose, from the top."""

    name: str
    applied: bool
    count: int
    lowest: int
    highest: int
    mean: Decimal
    median: Decimal
    levels: tuple[tuple[str, int], ...]

    @property
    def distance(self) -> int:
        """How far the members are apart: 0 is full agreement, 5 the most there can be."""
        return self.highest - self.lowest


@dataclass(frozen=True, slots=True)
class MemberReview:
    """One member's review with its scores beside the criteria's names."""

    review: Review
    scores: tuple[tuple[str, "Score"], ...]


@dataclass(frozen=True, slots=True)
class GroupReviews:
    """How far the group is, and, where `open`, what its members have said of this version.

    `awaited` and `given` are names; they tell who, never what.
    """

    open: bool
    under_way: bool
    own: Review | None
    given: tuple[str, ...]
    awaited: tuple[str, ...]
    reviews: tuple[MemberReview, ...]
    positions: tuple[tuple[str, int], ...]
    spreads: tuple[Spread, ...]
    abstained: tuple[Review, ...]
    withdrawn: tuple[MemberReview, ...]
    barred: tuple[ConflictDeclaration, ...]

    @property
    def total(self) -> int:
        """How many there are to be heard."""
        return len(self.given) + len(self.awaited)


def group_reviews(
    proposal: "Proposal", reader: "User", part: Part, standing: "Standing", names: Mapping[str, str] | None = None
) -> GroupReviews | None:
    """Return how the group stands to the newest submitted version, as far as `reader` may know.

    None before the first submission. `names` are the criteria's by code, where the page has read them. Asks nothing
    of a case that the page has read ahead (`governance.selectors.case.read_ahead`).
    """
    version = frozen_version(proposal)
    if version is None:
        return None
    rows = [row for row in proposal.reviews.all() if row.version_id == version.pk]
    counted = [row for row in rows if row.withdrawn_at is None]
    own = next((row for row in counted if row.reviewer_id == reader.pk), None)
    barred = tuple(row for row in proposal.conflicts.all() if row.lifted_at is None)
    heard = own is not None or is_spared(proposal, reader)
    shown = may_read_positions(proposal, version, part, standing, heard=heard)
    said = [row for row in counted if row.position != Position.ABSTAIN] if shown else []
    known = _criteria_names() if names is None else names
    return GroupReviews(
        open=shown,
        under_way=proposal.state == ProposalState.REVIEW,
        own=own,
        given=tuple(row.reviewer.name for row in counted),
        awaited=_awaited(proposal, counted, barred, standing),
        reviews=tuple(_member_review(row, known) for row in counted) if shown else (),
        positions=_positions(said),
        spreads=_spreads(said, version, known),
        abstained=tuple(row for row in counted if row.position == Position.ABSTAIN) if shown else (),
        withdrawn=tuple(_member_review(row, known) for row in rows if row.withdrawn_at is not None) if shown else (),
        barred=barred,
    )


def may_read_positions(
    proposal: "Proposal", version: "ProposalVersion", part: Part, standing: "Standing", *, heard: bool
) -> bool:
    """Whether a reader may know what others have said.

    A member: once they are `heard` (their own is in, or not asked for), or nothing more can be given. Management and
    the secretary: once the recommendation stands. The auditor: always. Who has a part in the case: never; they read
    the recommendation.
    """
    if part.has_a_part or part.barred:
        return False
    if standing.is_group_member or part.steps_in_for is not None:
        return heard or (proposal.state not in UNDER_REVIEW and _is_recommended(proposal, version))
    if BodyKind.AUDIT in standing.kinds:
        return True
    management = BodyKind.MANAGEMENT in standing.kinds or part.decides_for is not None
    reads_after = management or BodyKind.STRATEGY_GROUP in standing.secretary_of
    return reads_after and proposal.state != ProposalState.REVIEW and _is_recommended(proposal, version)


def is_spared(proposal: "Proposal", reader: "User") -> bool:
    """Whether the case was shared among others and the round's deadline is over: `reader` reviews it no more."""
    shared = shared_among(proposal)
    return bool(shared) and is_over(shared[0].round) and all(row.reviewer_id != reader.pk for row in shared)


def _is_recommended(proposal: "Proposal", version: "ProposalVersion") -> bool:
    return any(row.version_id == version.pk for row in proposal.recommendations.all())


def _awaited(
    proposal: "Proposal", counted: list[Review], barred: tuple[ConflictDeclaration, ...], standing: "Standing"
) -> tuple[str, ...]:
    if proposal.state != ProposalState.REVIEW:
        return ()
    heard = {row.reviewer_id for row in counted} | {row.person_id for row in barred}
    asked = {row.reviewer_id for row in shared_among(proposal)}
    people = (one for one in reviewers_of(proposal, standing.offices) if not asked or one.pk in asked)
    return tuple(person.name for person in people if person.pk not in heard)


def _criteria_names() -> dict[str, str]:
    return {criterion.code: criterion.name for criterion in criteria_in_force()}


def _member_review(row: Review, names: Mapping[str, str]) -> MemberReview:
    scores = tuple((names.get(score.criterion, score.criterion), score) for score in row.scores.all())
    return MemberReview(row, scores)


def _positions(said: list[Review]) -> tuple[tuple[str, int], ...]:
    counts = ((str(position.label), sum(row.position == position for row in said)) for position in Position)
    return tuple((label, count) for label, count in counts if count)


def _spreads(said: list[Review], version: "ProposalVersion", names: Mapping[str, str]) -> tuple[Spread, ...]:
    levels: dict[str, list[int]] = {}
    for row in said:
        for score in row.scores.all():
            levels.setdefault(score.criterion, []).append(score.level)
    spreads = [_spread(names.get(code, code), found, applied=code == version.pool_criterion)
               for code, found in levels.items()]  # fmt: skip
    return tuple(sorted(spreads, key=lambda one: not one.applied))


def _spread(name: str, levels: list[int], *, applied: bool) -> Spread:
    exact = [Decimal(level) for level in levels]
    counted = ((str(level.label), levels.count(level)) for level in reversed(ScoreLevel))
    return Spread(
        name=name,
        applied=applied,
        count=len(levels),
        lowest=min(levels),
        highest=max(levels),
        mean=mean(exact),
        median=median(exact),
        levels=tuple((label, count) for label, count in counted if count),
    )
