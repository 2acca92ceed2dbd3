"""The register of management's departures from the recommendation, as a page and as a file."""

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.selectors.departures import departure_page, departures_csv
from governance.views.overview import RIGHT

if TYPE_CHECKING:
    from django.http import HttpResponse, StreamingHttpResponse

    from core.http import PersonRequest

_FIRST, _LAST = 2000, 2100


@require_safe
def departure_list(request: "PersonRequest") -> "HttpResponse":
    """Show the departures with the years' figures; others than those who see every case do not know the page."""
    _require_right(request)
    return render(request, "governance/departure_list.html", {"page": departure_page(request.user, _year(request))})


@require_safe
def departure_export(request: "PersonRequest") -> "StreamingHttpResponse":
    """Send what the page shows."""
    _require_right(request)
    return departures_csv(request.user, _year(request))


def _require_right(request: "PersonRequest") -> None:
    if not request.user.has_perm(RIGHT):
        raise Http404


def _year(request: "PersonRequest") -> int | None:
    """Return the year that is asked for; what is no year shows them all."""
    said = request.GET.get("year", "")
    chosen = int(said) if said.isascii() and said.isdigit() and len(said) == len(str(_FIRST)) else 0
    return chosen if _FIRST <= chosen <= _LAST else None
