"""The least that a page can be: 25 rows, the session and the user. The other pages are measured against it."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.template import Context, Engine

from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.http import PersonRequest

ROWS = 25
_PAGE = Engine().from_string(
    "<!doctype html><title>{{ user.name }}</title><table>{% for row in rows %}<tr><td>{{ row.number }}</td>"
    "<td>{{ row.title }}</td><td>{{ row.unit.name }}</td><td>{{ row.state }}</td><td>{{ row.vendor_cost }}</td>"
    "<td>{{ row.requested_amount }}</td></tr>{% endfor %}</table>"
)


def bare(request: "PersonRequest") -> HttpResponse:
    """Show the newest cases and nothing around them."""
    rows = Proposal.objects.select_related("unit")[:ROWS]
    return HttpResponse(_PAGE.render(Context({"rows": rows, "user": request.user})))
