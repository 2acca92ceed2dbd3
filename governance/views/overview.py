"""The overview for management."""

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.selectors.overview import overview

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest

RIGHT = "portfolio.view_submitted_proposals"


@require_safe
def overview_page(request: "PersonRequest") -> "HttpResponse":
    """Show the whole portfolio on one screen; others than those who see every case do not know the page."""
    if not request.user.has_perm(RIGHT):
        raise Http404
    return render(request, "governance/overview.html", {"page": overview(request.user)})
