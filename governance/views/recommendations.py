"""The chair records what the group recommends, defers a case, or takes one up again."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from governance.domain.recommendations import defer_review, recommend, resume_review
from governance.forms.moves import ReasonForm
from governance.forms.recommendation import RecommendationForm
from governance.permissions import part_in
from governance.selectors.criteria_tried import criterion_lines, tried_on_each
from governance.selectors.eligibility import EligibilityView, asked_of_pool, eligibility_view, try_on_pool
from governance.selectors.financing import financing_of
from governance.selectors.instalments import instalment_years, shares_to_propose
from governance.selectors.pool_criteria import criteria_in_force
from governance.selectors.pool_proposal import pool_proposal
from governance.selectors.profile import reader_profile
from governance.selectors.reviews import group_reviews
from governance.selectors.standing import reader_standing
from governance.views.moves import MoveView
from portfolio.domain.versions import submitted_version
from portfolio.enums import ProposalKind

if TYPE_CHECKING:
    from governance.policy.profile import Profile
    from governance.selectors.pool_case import CaseFigures
    from portfolio.models import ProposalVersion


class RecommendationView(MoveView):
    """Record the recommendation, with the reviews and what the pool's rules say beside the form."""

    template_name = "governance/recommendation_form.html"
    form_class = RecommendationForm
    moves = ("recommend",)
    heading = _("Record the recommendation")
    explanation = _("The recommendation goes to management as it stands here and cannot be changed afterwards.")
    button = _("Recommend to management")
    done = _("The recommendation has been recorded. Management decides.")

    @property
    def asks_pool(self) -> bool:
        """Whether the case asks the pool for money."""
        return self.proposal.kind == ProposalKind.APPLICATION

    def get_form_kwargs(self) -> dict[str, Any]:
        version = submitted_version(self.proposal)
        # What the workbench proposes stands in the form to begin with; the chair writes what the group means.
        proposed = pool_proposal(self.proposal) if self.asks_pool else None
        amount = proposed.proposed if proposed and proposed.proposed else version.requested_amount
        years = instalment_years(version) if self.asks_pool else ()
        shares = shares_to_propose(version, years, proposed, amount or Decimal(0))
        return {
            **super().get_form_kwargs(),
            "criteria": criteria_in_force(self.request) if self.asks_pool else (),
            "years": years,
            "asks_pool": self.asks_pool,
            "initial": {
                "amount": amount,
                "criterion": version.pool_criterion,
                **{f"share_{year}": part for year, part in shares.items()},
            },
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing = reader_standing(self.request)
        part = part_in(self.proposal, self.request.user, standing)
        return super().get_context_data(
            reviews=group_reviews(self.proposal, self.request.user, part, standing, self._names()),
            **(self._tried() if self.asks_pool else {}),
            proposed=pool_proposal(self.proposal) if self.asks_pool else None,
            **kwargs,
        )

    def make(self, form: RecommendationForm) -> None:
        recommend(self.proposal, form.proposed(), actor=self.request.user)

    def _names(self) -> dict[str, str]:
        return {one.code: one.name for one in criteria_in_force(self.request)}

    def _tried(self) -> dict[str, Any]:
        """Try the case on every criterion, and the whole amount applied for under the one that the case names."""
        version, profile = submitted_version(self.proposal), reader_profile(self.request)
        if profile is None or not criteria_in_force(self.request):
            return {}
        figures = asked_of_pool(version)
        lines = criterion_lines(tried_on_each(self.proposal, figures, profile), version.pool_criterion)
        return {
            "criteria_tried": lines,
            "eligibility": self._eligibility(version, figures, profile),
            "financing": financing_of(figures, version.requested_amount or Decimal(0)),
        }

    def _eligibility(
        self, version: "ProposalVersion", figures: "CaseFigures", profile: "Profile"
    ) -> EligibilityView | None:
        if version.pool_criterion not in self._names():
            return None
        requested = version.requested_amount or Decimal(0)
        outcome = try_on_pool(
            self.proposal, figures, requested=requested, criterion=version.pool_criterion, profile=profile
        )
        return eligibility_view(outcome)


class DeferralView(MoveView):
    """Let the case wait."""

    form_class = ReasonForm
    moves = ("defer_review",)
    heading = _("Defer the case")
    explanation = _("The case waits with the group until the chair or the secretary takes it up again.")
    button = _("Defer the case")
    done = _("The case has been deferred.")

    def make(self, form: ReasonForm) -> None:
        defer_review(self.proposal, actor=self.request.user, reason=form.cleaned_data["reason"])


class ResumptionView(MoveView):
    """Take a deferred case up again."""

    form_class = ReasonForm
    moves = ("resume_review",)
    heading = _("Take the case up again")
    explanation = _("The case is placed on the agenda of the next meeting. The reviews that were given stand.")
    button = _("Take the case up again")
    done = _("The case is with the strategy group again.")

    def make(self, form: ReasonForm) -> None:
        resume_review(self.proposal, actor=self.request.user, reason=form.cleaned_data["reason"])
