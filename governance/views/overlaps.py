"""What falls in the same period."""

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.selectors.overlaps import overlap_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest


@require_safe
def overlap_list(request: "PersonRequest") -> "HttpResponse":
    """Show what overlaps among the projects and cases that the reader may know of."""
    return render(request, "governance/overlap_list.html", {"page": overlap_page(request.user)})
