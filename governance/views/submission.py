"""Submitting a proposal or giving a suggestion."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.domain.submission import give_suggestion, submit_proposal
from governance.forms.moves import SubmissionForm
from portfolio.domain.proposals import may_write
from portfolio.domain.versions import submitted_version
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from portfolio.views.draft_pages import overview_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest


@require_POST
def proposal_submission(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Submit; a refusal is told on the page it came from, a reason that is missing at its field."""
    proposal = get_object_or_404(Proposal.objects.visible_to(request.user), pk=pk)
    if proposal.kind == ProposalKind.SUGGESTION:
        proposal = give_suggestion(proposal, actor=request.user)
        said = _("Thank you. Your suggestion has the number %(number)s, and you will get an answer.")
        messages.success(request, said % {"number": proposal.number})
        return redirect("portfolio:proposal_detail", pk=proposal.pk)
    form = SubmissionForm(request.POST)
    # A slip in the form is no attempt that the history tells of; whoever may not write is refused below.
    if proposal.submitted_at and may_write(proposal, request.user) and not form.is_valid():
        return overview_page(request, proposal, form, status=422)
    reason = form.cleaned_data["change_reason"] if form.is_valid() else ""
    proposal = submit_proposal(proposal, actor=request.user, change_reason=reason)
    version = submitted_version(proposal).ordinal
    said = _("The case has been submitted and has the number %(number)s.")
    if version > 1:
        said = _("Version %(version)s of case %(number)s has been submitted.")
    messages.success(request, said % {"number": proposal.number, "version": version})
    return redirect("portfolio:proposal_detail", pk=proposal.pk)
