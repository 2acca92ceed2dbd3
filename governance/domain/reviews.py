"""A member reviews a case: a position, and scores on the pool's criteria (C4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import attribute_changes
from core.domain.refusal import ALLOWED, Answer, Refused, require
from governance.domain.moves import act_of, settle, take
from governance.enums import Position, ScoreLevel
from governance.models import Review, ReviewDraft, Score
from governance.selectors.pool_criteria import criteria_in_force
from governance.selectors.review_rounds import criteria_to_score, open_round
from governance.selectors.reviews import is_spared
from portfolio.domain.versions import submitted_version
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal, ProposalVersion

if TYPE_CHECKING:
    from core.models import User
    from governance.models import ReviewRound
    from governance.policy.profile import Criterion
    from governance.selectors.review_rounds import Weighed

MOVE = "review"


@dataclass(frozen=True, slots=True)
class Mark:
    """How well a case meets one criterion, and why."""

    level: ScoreLevel
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a member says of a case: `marks` by the code of the criterion."""

    position: Position
    comment: str = ""
    marks: Mapping[str, Mark] = field(default_factory=dict)


@transaction.atomic
def give_review(proposal: Proposal, opinion: Opinion, *, actor: "User") -> Review:
    """Give or change one's review while the case is with the group: review -> review.

    An application is scored with a comment on the criterion that it was applied under; a notification has a comment;
    an abstention has its reason and nothing else. The act says that it was given, never what it says.
    """
    proposal = take(MOVE, proposal, actor=actor)
    version, row = submitted_version(proposal), open_round()
    require(may_still_review(proposal, actor), act=act_of(MOVE), subject=proposal)
    _require_whole(proposal, version, opinion, row)
    review, again = _write(proposal, version, opinion, actor, row)
    ReviewDraft.objects.filter(version=version, reviewer=actor).delete()
    review.scores.all().delete()
    Score.objects.bulk_create(
        Score(review=review, criterion=code, level=mark.level, comment=mark.comment.strip())
        for code, mark in opinion.marks.items()
    )
    settle(
        MOVE,
        proposal,
        ProposalState.REVIEW,
        actor=actor,
        data={"review": review.pk, "version": version.ordinal, "again": again},
    )
    return review


def may_still_review(proposal: Proposal, person: "User") -> Answer:
    """Answer whether a review is still independent: after the deadline the others read a case that was shared."""
    if is_spared(proposal, person):
        why = _("The case was given to others to review, and the round's deadline is over. You can read what they say.")
        return Answer(allowed=False, reason=why)
    return ALLOWED


@transaction.atomic
def keep_draft(proposal: Proposal, content: Mapping[str, str], *, actor: "User") -> ReviewDraft:
    """Keep what a member has written so far, whole or not; nobody else reads it, and it counts for nothing."""
    proposal = take(MOVE, proposal, actor=actor)
    attribute_changes(actor)
    draft, _created = ReviewDraft.objects.update_or_create(
        version=submitted_version(proposal),
        reviewer=actor,
        defaults={"content": dict(content), "saved_at": clock.now()},
    )
    return draft


def standing_review(version: ProposalVersion, person: "User") -> Review | None:
    """Return the review that `person` has given of `version`, unless it was withdrawn."""
    return Review.objects.filter(version=version, reviewer=person, withdrawn_at__isnull=True).first()


def criterion_to_score(
    proposal: Proposal, version: ProposalVersion, criteria: "Iterable[Criterion | Weighed] | None" = None
) -> str:
    """Return the code of the criterion that a review must score: the one applied under, while it is in force.

    `criteria` are those to score (`criteria_to_score`); those in force where there is no round.
    """
    if proposal.kind != ProposalKind.APPLICATION:
        return ""
    known = {criterion.code for criterion in (criteria_in_force() if criteria is None else criteria)}
    return version.pool_criterion if version.pool_criterion in known else ""


def _write(
    proposal: Proposal, version: ProposalVersion, opinion: Opinion, actor: "User", row: "ReviewRound | None"
) -> tuple[Review, bool]:
    review = standing_review(version, actor)
    if review is None:
        review = Review(proposal=proposal, version=version, reviewer=actor, given_at=clock.now())
    else:
        review.changed_at = clock.now()
    review.round, review.position, review.comment = row, opinion.position, opinion.comment.strip()
    review.save()
    return review, review.changed_at is not None


def _require_whole(proposal: Proposal, version: ProposalVersion, opinion: Opinion, row: "ReviewRound | None") -> None:
    if opinion.position == Position.ABSTAIN:
        _require(proposal, bool(opinion.comment.strip()), _("Say why you abstain."))
        _require(proposal, not opinion.marks, _("Who abstains gives no scores."))
        return
    if proposal.kind != ProposalKind.APPLICATION:
        _require(proposal, bool(opinion.comment.strip()), _("Write the reason for your position."))
        _require(proposal, not opinion.marks, _("Only an application is scored."))
        return
    criteria = criteria_to_score(row)
    unknown = set(opinion.marks) - {criterion.code for criterion in criteria}
    _require(proposal, not unknown, _("That criterion is not in force."))
    applied = criterion_to_score(proposal, version, criteria)
    if applied:
        mark = opinion.marks.get(applied)
        said = mark is not None and bool(mark.comment.strip())
        _require(proposal, said, _("Score the criterion that the case applies under, and say why."))


def _require(proposal: Proposal, holds: bool, sentence: str) -> None:  # noqa: FBT001 - a condition and its sentence
    if not holds:
        raise Refused(sentence, act=act_of(MOVE), subject=proposal)
