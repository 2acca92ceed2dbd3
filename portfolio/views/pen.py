"""Who holds the pen: the check before every page of the draft, and where a refusal is told."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect

from core.domain.refusal import Refused, require
from portfolio.domain.proposals import may_write
from portfolio.selectors.proposal_page import readable_proposal

if TYPE_CHECKING:
    from django.http import HttpResponseBase

    from core.http import PersonRequest
    from portfolio.models import Proposal


def written_proposal(request: "PersonRequest", pk: int) -> "Proposal":
    """Return a proposal that the reader may write on now: 404 where it is invisible, else a refusal with why."""
    proposal = readable_proposal(pk, request.user)
    require(may_write(proposal, request.user))
    return proposal


def told_on_case(view: Callable[..., "HttpResponseBase"]) -> Callable[..., "HttpResponseBase"]:
    """Tell a refusal on the case's page.

    The page of the draft it came from may be the very page that is refused now, and going back would go in a ring.
    """

    @wraps(view)
    def told(request: "PersonRequest", *arguments: Any, **named: Any) -> "HttpResponseBase":
        try:
            return view(request, *arguments, **named)
        except Refused as refusal:
            if "X-Autosave" in request.headers:
                return JsonResponse({"said": str(refusal)}, status=409)
            messages.error(request, str(refusal))
            return redirect("portfolio:proposal_detail", named["pk"])

    return told
