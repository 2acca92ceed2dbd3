"""The reserve list: the cases that are worth doing, in the order in which they get money."""

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_GET

from governance.selectors.reserve import reserve_page
from governance.views.pool_form import require_pool

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest


@require_GET
def reserve_list(request: "PersonRequest") -> "HttpResponse":
    """Show the cases that wait, the first in line first."""
    require_pool(request.user)
    return render(request, "governance/reserve_list.html", {"page": reserve_page(request.user)})
