"""The list of projects, its exports, and a project's page."""

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.csv_export import csv_response
from core.ui import Action
from core.xlsx_export import written, xlsx_response
from governance.domain.project_imports import may_import_projects
from governance.selectors.note_holders import note_url
from governance.selectors.project_list import ProjectList
from governance.selectors.project_page import project_page

if TYPE_CHECKING:
    from django.http import HttpResponse, StreamingHttpResponse

    from core.http import PersonRequest


@require_safe
def project_list(request: "PersonRequest") -> "HttpResponse":
    """Show the projects that the reader may know of."""
    actions = [Action(_("See overlaps"), reverse("governance:overlap_list"))]
    if may_import_projects(request.user):
        actions.append(Action(_("Import projects"), reverse("governance:import_list")))
    context = {"list": ProjectList(request.GET, request.user), "actions": actions}
    return render(request, "governance/project_list.html", context)


@require_safe
def project_export(request: "PersonRequest") -> "StreamingHttpResponse":
    """Send what the list shows, all pages of it, as a CSV file."""
    lines = ProjectList(request.GET, request.user).sheet()
    return csv_response((list(map(written, line)) for line in lines), file_name="projekter.csv")


@require_safe
def project_sheet(request: "PersonRequest") -> "HttpResponse":
    """Send the same as an Excel workbook."""
    lines = ProjectList(request.GET, request.user).sheet()
    return xlsx_response(lines, name=_("Projects"), file_name="projekter.xlsx")


@require_safe
def project_detail(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show a project."""
    page = project_page(request, pk)
    context = {"page": page, "note_url": note_url(request, "projekt", page.project)}
    return render(request, "governance/project_detail.html", context)
