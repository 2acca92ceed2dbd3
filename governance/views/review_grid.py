"""The grid in which a member reviews many cases; each row is saved by itself, whole or not."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.domain.reviews import give_review, keep_draft, standing_review
from governance.enums import Position, ScoreLevel
from governance.forms.moves import LONGEST
from governance.forms.reviews import ReviewForm
from governance.selectors.review_grid import WORDS, form_of, merged, review_grid
from governance.selectors.review_queue import review_queue
from governance.selectors.review_rounds import open_round
from governance.selectors.standing import reader_standing
from governance.views.case_page import readable_case
from portfolio.domain.versions import submitted_version

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def review_grid_page(request: "PersonRequest") -> "HttpResponse":
    """Show the grid; a posted row is given where it is whole, and kept as a draft where it is not."""
    standing = reader_standing(request)
    if not (standing.is_group_member or standing.steps_in):
        raise Http404
    if request.method == "POST":
        return _save(request)
    queue = review_queue(request.user, standing)
    grid = review_grid(queue, request.user)
    context = {"grid": grid, "queue": queue, "positions": Position.choices, "levels": ScoreLevel.choices}
    return render(request, "governance/review_grid.html", context)


def _save(request: "PersonRequest") -> "HttpResponse":
    wanted = request.POST.get("case", "")
    if not wanted.isdecimal() or len(wanted) > len(str(2**63)) - 1:
        raise Http404
    proposal = readable_case(int(wanted), request.user)
    back = f"{reverse('governance:review_grid')}#sag-{proposal.pk}"
    if proposal.submitted_at is None:
        raise Http404
    version, row = submitted_version(proposal), open_round()
    draft = version.review_drafts.filter(reviewer=request.user).first()
    kept = draft.content if draft else ReviewForm.initial_of(standing_review(version, request.user))
    typed = {name: str(value)[:LONGEST] for name, value in request.POST.items()}
    content = merged(form_of(proposal, version, row, {}), {WORDS: ""} | typed, kept)
    form = form_of(proposal, version, row, content)
    if form.is_valid():
        give_review(proposal, form.opinion(), actor=request.user)
        messages.success(request, _("Your review of %(case)s has been given.") % {"case": proposal.number})
    else:
        keep_draft(proposal, content, actor=request.user)
        messages.info(request, _("What you wrote on %(case)s is kept as a draft.") % {"case": proposal.number})
    return redirect(back)
