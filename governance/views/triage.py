"""The triage panel while the applicant types."""

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from governance.forms.triage_preview import TriagePreviewForm
from governance.selectors.triage import outcome_view
from governance.selectors.what_if import typed_triage
from portfolio.domain.versions import current_version
from portfolio.models import Proposal

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest


@require_POST
def triage_preview(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Answer the panel for the figures posted; nothing is stored."""
    proposal = get_object_or_404(Proposal.objects.visible_to(request.user).editable_by(request.user), pk=pk)
    typed = TriagePreviewForm(request.POST).typed()
    outcome, profile = typed_triage(proposal, current_version(proposal), typed)
    return render(request, "governance/panels/triage_preview.html#panel", {"view": outcome_view(outcome, profile)})
