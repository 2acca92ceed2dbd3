"""Those who ask the pool for money, with all that the workbench weighs them by; one constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import mean
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from businesscase.domain.cases import case_at_hand, result_of
from core import clock
from core.children import Child, prefetch_together
from governance.enums import Position, RecommendationOutcome
from governance.models import Recommendation, Review
from governance.policy.profile import Profile
from governance.selectors.eligibility import refusal_words, standing_in_the_way, try_on_pool
from governance.selectors.pool_case import CaseFigures, figures_at_hand
from governance.selectors.review_members import reviewers_of
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Bar, Proposal, ProposalVersion
from portfolio.permissions import editor_ids

if TYPE_CHECKING:
    from core.models import User
    from governance.selectors.standing import Standing

# The group weighs them, or has weighed them and management has not decided.
ASKING = (ProposalState.REVIEW, ProposalState.RECOMMENDED)
# Newest first, each with what it is weighed by.
_VERSIONS = Child(
    "versions",
    where=Q(frozen_at__isnull=False),
    children=(
        Child("business_case", children=(Child("result"), Child("cost_lines"))),
        Child("alignments", follow=("node",)),
        Child("reviews", children=(Child("scores"),), where=Q(withdrawn_at__isnull=True)),
        Child("recommendations"),
    ),
)
_SCORE_STEP = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class AskingCase:
    """One application, DKK. `npv` is risk-adjusted, None without a business case.

    `score` is the mean of the members' scores, each criterion counting alike. It is None until every member who can
    judge the case has been heard, or the recommendation stands: nobody is to lean on the others' positions. `own`
    tells that the reader has a part in the case and so reads no scores of it.
    """

    proposal: Proposal
    version: ProposalVersion
    recommendation: Recommendation | None
    figures: CaseFigures
    npv: Decimal | None
    score: Decimal | None
    own: bool

    @property
    def applied(self) -> Decimal:
        """Return what the case asks for."""
        return self.version.requested_amount or Decimal(0)

    @property
    def instalments(self) -> tuple[Decimal, ...]:
        """Return what is asked for in the year of the grant and in each year after it."""
        return self.version.instalments

    @property
    def amount(self) -> Decimal:
        """Return what the group recommends, or before that what was applied for."""
        return self.recommendation.amount if self.is_recommended and self.recommendation else self.applied

    @property
    def is_recommended(self) -> bool:
        """Whether the group has recommended to give the case money."""
        return self.recommendation is not None and self.recommendation.outcome != RecommendationOutcome.REJECT

    @property
    def criterion(self) -> str:
        """Return the code of the criterion that the case is held against."""
        recommended = self.recommendation.criterion if self.recommendation else ""
        return recommended or self.version.pool_criterion

    def priority(self, profile: Profile) -> int:
        """Return 1 for mandatory solutions (D9), else 2."""
        known = profile.criterion(self.criterion)
        return known.priority if known else 2

    def barriers(self, amount: Decimal, profile: Profile) -> str:
        """Return why the pool cannot give the case this much, in words; empty where it can."""
        if self.recommendation and self.recommendation.outcome == RecommendationOutcome.REJECT:
            return _("The strategy group recommends to reject the case.")
        if self.applied <= 0:
            return _("The application does not say how much it asks for.")
        if profile.criterion(self.criterion) is None:
            return _("The application names none of the pool's criteria.")
        outcome = try_on_pool(self.proposal, self.figures, requested=amount, criterion=self.criterion, profile=profile)
        return refusal_words(standing_in_the_way(outcome))


def asking_cases(reader: "User", standing: "Standing") -> tuple[AskingCase, ...]:
    """Return the applications that `reader` may see and nobody has decided, in the order of their numbers."""
    rows = list(_asking().visible_to(reader).with_editors().select_related("unit", "area").order_by("year", "serial"))
    prefetch_together(
        rows, Child("bars"), Child("stand_ins", follow=("person", "member")), Child("directions"), _VERSIONS
    )
    return tuple(_asking_case(row, next(iter(row.versions.all())), reader, standing) for row in rows)


def hidden_from(reader: "User") -> int:
    """Return how many cases ask the pool that a conflict of interest hides from `reader`."""
    return Bar.objects.filter(person=reader, proposal__in=_asking().order_by()).count()


def _asking() -> Any:
    return Proposal.objects.filter(kind=ProposalKind.APPLICATION).standing(*ASKING)


def _asking_case(row: Any, version: ProposalVersion, reader: "User", standing: "Standing") -> AskingCase:
    recommendation = next(iter(version.recommendations.all()), None)
    case = case_at_hand(version)
    result = result_of(case) if case else None
    npv = None if result is None else result.npv if result.risk_adjusted_npv is None else result.risk_adjusted_npv
    return AskingCase(
        proposal=row,
        version=version,
        recommendation=recommendation,
        figures=figures_at_hand(version, clock.today()),
        npv=npv,
        score=_score(row, list(version.reviews.all()), standing, recommended=recommendation is not None),
        own=reader.pk in {row.author_id, row.owner_id} or reader.pk in editor_ids(row),
    )


def _score(proposal: Proposal, reviews: Sequence[Review], standing: "Standing", *, recommended: bool) -> Decimal | None:
    heard = {row.reviewer_id for row in reviews}
    if not recommended and any(member.pk not in heard for member in reviewers_of(proposal, standing.offices)):
        return None
    return mean_score(row for row in reviews if row.position != Position.ABSTAIN)


def mean_score(reviews: Iterable[Review]) -> Decimal | None:
    """Return the mean of the criteria's means, with two decimals; None where nobody has given a score."""
    levels: dict[str, list[Decimal]] = {}
    for review in reviews:
        for score in review.scores.all():
            levels.setdefault(score.criterion, []).append(Decimal(score.level))
    return mean(mean(found) for found in levels.values()).quantize(_SCORE_STEP) if levels else None
