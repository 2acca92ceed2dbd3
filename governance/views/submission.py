"""Submitting a proposal or giving a suggestion."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.domain.submission import give_suggestion, submit_proposal
from portfolio.enums import ProposalKind
from portfolio.models import Proposal

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest


@require_POST
def proposal_submission(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Submit; a refusal is told on the page it came from."""
    proposal = get_object_or_404(Proposal.objects.visible_to(request.user), pk=pk)
    if proposal.kind == ProposalKind.SUGGESTION:
        proposal = give_suggestion(proposal, actor=request.user)
        said = _("Thank you. Your suggestion has the number %(number)s, and you will get an answer.")
    else:
        reason = request.POST.get("change_reason", "")[:10_000]
        proposal = submit_proposal(proposal, actor=request.user, change_reason=reason)
        said = _("The case has been submitted and has the number %(number)s.")
    messages.success(request, said % {"number": proposal.number})
    return redirect("portfolio:proposal_detail", pk=proposal.pk)
