"""The audit log, for those who read every act."""

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core.csv_export import csv_response
from core.forms.acts import ActFilterForm
from core.selectors.acts import act_line, act_rows, acts

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

PAGE_LENGTH = 50


@require_GET
def act_list(request: "HttpRequest") -> "HttpResponse":
    """Show the acts, newest first."""
    _require_reader(request)
    form = ActFilterForm(request.GET)
    page = Paginator(acts(form.wanted()), PAGE_LENGTH).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "lines": [act_line(entry) for entry in page],
        "narrowed": any(query.values()),
        "export_url": f"{reverse('core:act_export')}?{query.urlencode()}",
    }
    return render(request, "core/act_list.html", context)


@require_GET
def act_export(request: "HttpRequest") -> "HttpResponse | StreamingHttpResponse":
    """Send the acts that fit as a file; an unclear question goes back to the page that says what is wrong."""
    _require_reader(request)
    wanted = ActFilterForm(request.GET).wanted()
    if wanted is None:
        return redirect(f"{reverse('core:act_list')}?{request.GET.urlencode()}")
    return csv_response(act_rows(wanted), file_name="haendelser.csv")


def _require_reader(request: "HttpRequest") -> None:
    if not request.user.has_perm("core.view_all_acts"):
        raise Http404
