"""The group's queue, and the workbench on which a member reviews one case."""

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from businesscase.selectors.proposal_panel import newest_case
from governance.domain.reviews import criterion_to_score, give_review
from governance.enums import BodyKind
from governance.forms.reviews import ReviewForm
from governance.selectors.pool_criteria import criteria_in_force
from governance.selectors.review_queue import review_queue
from governance.selectors.standing import reader_standing
from governance.views.moves import MoveView
from portfolio.domain.versions import submitted_version
from portfolio.enums import ProposalKind
from principles.selectors.proposal_principles import principles_panel

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest
    from governance.models import Review
    from portfolio.models import ProposalVersion


@require_safe
def review_queue_page(request: "PersonRequest") -> "HttpResponse":
    """Show the cases with the group; others than its people do not know the page."""
    standing = reader_standing(request)
    if BodyKind.STRATEGY_GROUP not in standing.kinds:
        raise Http404
    queue = review_queue(request.user, standing)
    return render(request, "governance/review_queue.html", {"queue": queue, "reviews": standing.is_group_member})


class ReviewView(MoveView):
    """Review one case: the case to the left, the form to the right, then the next one."""

    template_name = "governance/review_form.html"
    form_class = ReviewForm
    moves = ("review",)
    heading = _("Review the case")
    button = _("Save and go on")
    done = _("Your review of %(case)s has been saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        asks_pool = self.proposal.kind == ProposalKind.APPLICATION
        criteria = criteria_in_force(self.request) if asks_pool else ()
        version = submitted_version(self.proposal)
        return {
            **super().get_form_kwargs(),
            "criteria": criteria,
            "applied": criterion_to_score(self.proposal, version, criteria),
            "initial": ReviewForm.initial_of(self._own(version)),
        }

    def _own(self, version: "ProposalVersion") -> "Review | None":
        """Return what the reader has said of this version, from the reviews at hand."""
        given = (row for row in self.proposal.reviews.all() if row.version_id == version.pk and not row.withdrawn_at)
        return next((row for row in given if row.reviewer_id == self.request.user.pk), None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.get_form())
        queue = review_queue(self.request.user, reader_standing(self.request))
        following = queue.after(self.proposal)
        return super().get_context_data(
            queue=queue,
            following=reverse("governance:proposal_review", args=[following.pk]) if following else "",
            panels=self._panels(),
            **kwargs,
        )

    def make(self, form: ReviewForm) -> str:
        give_review(self.proposal, form.opinion(), actor=self.request.user)
        self.done = self.done % {"case": self.proposal.number}
        if self.request.POST.get("go") == "case":
            return self.back()
        following = review_queue(self.request.user, reader_standing(self.request)).after(self.proposal)
        if following is None:
            self.done = _("Your review of %(case)s has been saved. It was the last one that waited for you.") % {
                "case": self.proposal.number
            }
            return reverse("governance:review_queue")
        return reverse("governance:proposal_review", args=[following.pk])

    def _panels(self) -> list[tuple[str, str]]:
        """Draw what the business case and the principles have to say, with their own templates."""
        case, principles = newest_case(self.proposal, self.request.user), principles_panel(self.request, self.proposal)
        drawn: list[tuple[str, str]] = []
        if case:
            result = render_to_string("businesscase/_result.html", {"result": case.result})
            drawn.append((_("Business case"), result))
        if principles:
            drawn.append((_("Principles"), principles["drawn"]))
        return drawn
