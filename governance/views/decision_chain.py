"""The page of a decision with its whole chain."""

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from governance.selectors.decision_chain import decision_chain as chain
from governance.selectors.pool_criteria import criteria_in_force
from governance.views.case_page import readable_case

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest


@require_GET
def decision_chain(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show the chain of the newest decision, or of the one that `?beslutning=` names."""
    proposal = readable_case(pk, request.user)
    context = {
        "proposal": proposal,
        "page": chain(request, proposal, _chosen(request)),
        "criteria": {one.code: one.name for one in criteria_in_force(request)},
        "back": reverse("portfolio:proposal_detail", args=[pk]),
    }
    return render(request, "governance/decision_chain.html", context)


def _chosen(request: "PersonRequest") -> int | None:
    said = request.GET.get("beslutning", "")
    if not said:
        return None
    if not (said.isascii() and said.isdigit()):
        raise Http404
    return int(said)
