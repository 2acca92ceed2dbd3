"""The group's queue, and the workbench on which a member reviews one case."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from businesscase.selectors.proposal_panel import newest_case
from core.domain.refusal import Refused
from core.ui import Action
from governance.domain.moves import act_of
from governance.domain.reviews import criterion_to_score, give_review, keep_draft, may_still_review
from governance.enums import BodyKind
from governance.forms.moves import LONGEST
from governance.forms.reviews import ReviewForm
from governance.selectors.conflict_hints import hints_of_reader
from governance.selectors.review_queue import review_queue
from governance.selectors.review_rounds import criteria_to_score
from governance.selectors.standing import reader_standing
from governance.views.moves import MoveView
from portfolio.domain.versions import submitted_version
from portfolio.enums import ProposalKind
from principles.selectors.proposal_principles import principles_panel

if TYPE_CHECKING:
    from core.http import PersonRequest
    from governance.models import Review, ReviewDraft, ReviewRound
    from governance.selectors.review_queue import ReviewQueue
    from portfolio.models import ProposalVersion


@require_safe
def review_queue_page(request: "PersonRequest") -> "HttpResponse":
    """Show the cases with the group; others than its people, and the deputies who step in, do not know the page."""
    standing = reader_standing(request)
    seated = BodyKind.STRATEGY_GROUP in standing.kinds
    if not (seated or standing.steps_in):
        raise Http404
    queue, actions = review_queue(request.user, standing), []
    if seated:
        actions.append(Action(_("Compare cases"), reverse("governance:case_comparison")))
        actions.append(Action(_("Review round"), reverse("governance:review_round")))
    if (standing.is_group_member or standing.steps_in) and queue.total:
        actions.insert(0, Action(_("Review in a grid"), reverse("governance:review_grid")))
    if queue.first:
        begin = _("Go on with your draft") if queue.first.drafted else _("Review the next case")
        url = reverse("governance:proposal_review", args=[queue.first.proposal.pk])
        actions.insert(0, Action(begin, url, primary=True))
    context = {"queue": queue, "reviews": standing.is_group_member or standing.steps_in, "actions": actions}
    return render(request, "governance/review_queue.html", context)


class ReviewView(MoveView):
    """Review one case: the case to the left, the form to the right, then the next one."""

    template_name = "governance/review_form.html"
    form_class = ReviewForm
    moves = ("review",)
    heading = _("Review the case")
    button = _("Save and go on")
    done = _("Your review of %(case)s has been saved.")

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self._require_independent()
        return super().get(request, *args, **kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give the review; or keep what is written, on the way to the next case, the queue or nowhere."""
        self._require_independent()
        if request.headers.get("X-Autosave"):
            self._keep()
            return HttpResponse(status=204)
        if request.POST.get("go") in {"skip", "later"}:
            self._keep()
            return HttpResponseRedirect(self._onward(skipping=request.POST["go"] == "skip"))
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        asks_pool = self.proposal.kind == ProposalKind.APPLICATION
        criteria = criteria_to_score(self._round, self.request) if asks_pool else ()
        version = submitted_version(self.proposal)
        said = self._draft.content if self._draft else ReviewForm.initial_of(self._own(version))
        return {
            **super().get_form_kwargs(),
            "criteria": criteria,
            "applied": criterion_to_score(self.proposal, version, criteria),
            "initial": said,
        }

    @cached_property
    def _round(self) -> "ReviewRound | None":
        return self._queue.round

    @cached_property
    def _draft(self) -> "ReviewDraft | None":
        return submitted_version(self.proposal).review_drafts.filter(reviewer=self.request.user).first()

    @cached_property
    def _queue(self) -> "ReviewQueue":
        return review_queue(self.request.user, reader_standing(self.request), with_round=False)

    def _require_independent(self) -> None:
        answer = may_still_review(self.proposal, self.request.user)
        if not answer:
            raise Refused(answer.reason, act=act_of("review"), subject=self.proposal)

    def _keep(self) -> None:
        """Keep what is written as a draft; an untouched form leaves none behind."""
        form = self.get_form()
        content = {name: str(self.request.POST.get(name, ""))[:LONGEST] for name in form.fields}
        if any(content.values()) or self._draft:
            keep_draft(self.proposal, content, actor=self.request.user)

    def _onward(self, *, skipping: bool) -> str:
        following = self._queue.next_after(self.proposal, skipping=True) if skipping else None
        if following is None:
            return reverse("governance:review_queue")
        return reverse("governance:proposal_review", args=[following.pk])

    def _own(self, version: "ProposalVersion") -> "Review | None":
        """Return what the reader has said of this version, from the reviews at hand."""
        given = (row for row in self.proposal.reviews.all() if row.version_id == version.pk and not row.withdrawn_at)
        return next((row for row in given if row.reviewer_id == self.request.user.pk), None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.get_form())
        return super().get_context_data(
            queue=self._queue,
            skips=self._queue.next_after(self.proposal, skipping=True) is not None,
            draft=self._draft,
            steps_in_for=self._steps_in_for(),
            hints=hints_of_reader(self.request, self.proposal),
            panels=self._panels(),
            **kwargs,
        )

    def _steps_in_for(self) -> str:
        """Return whose place the reader takes on the case, from the rows at hand."""
        rows = (row for row in self.proposal.stand_ins.all() if row.person_id == self.request.user.pk)
        return next((row.member.name for row in rows), "")

    def make(self, form: ReviewForm) -> str:
        give_review(self.proposal, form.opinion(), actor=self.request.user)
        self.done = self.done % {"case": self.proposal.number}
        if self.request.POST.get("go") == "case":
            return self.back()
        # The queue is asked afresh: the review that was just given has left it.
        queue = review_queue(self.request.user, reader_standing(self.request))
        following = queue.next_after(self.proposal, skipping=False)
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
