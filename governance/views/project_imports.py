"""Importing projects in two steps: the file is received and shown row by row, then carried out. No JavaScript."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.domain.refusal import Refused, require
from governance.domain.project_imports import (
    carry_out_import,
    choose_columns,
    discard_import,
    may_import_projects,
    receive_file,
    table_of,
)
from governance.forms.project_import import ColumnsForm, FileForm
from governance.selectors.project_import import import_page, received_imports
from portfolio.models import ProjectImport

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest

WRONG = 422


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: "PersonRequest") -> "HttpResponse":
    """Receive a file, and list those that were received."""
    require(may_import_projects(request.user), act="project_import.receive" if request.method == "POST" else "")
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            run = receive_file(data["upload"], mapping=data["mapping"], actor=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return redirect("governance:import_detail" if run.mapping else "governance:import_columns", run.pk)
    context = {"form": form, "runs": received_imports(request.user)}
    status = WRONG if form.errors else 200
    return render(request, "governance/import_list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Choose which column is which field."""
    run = _run(request, pk)
    if run.imported_at is not None:
        return redirect("governance:import_detail", run.pk)
    form = ColumnsForm(run, table_of(run), request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            choose_columns(run, data["mapping"], name=data["name"], actor=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return redirect("governance:import_detail", run.pk)
    status = WRONG if form.errors else 200
    return render(request, "governance/import_columns.html", {"run": run, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def import_detail(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show every row's fate; a post imports the file."""
    run = _run(request, pk)
    if request.method == "POST":
        plan = carry_out_import(run, actor=request.user)
        run.refresh_from_db()
        said = ngettext("%(count)d project has been imported.", "%(count)d projects have been imported.", run.new)
        messages.success(request, said % {"count": run.new} + " " + _read_in_all(len(plan.rows)))
        return redirect("governance:import_detail", run.pk)
    if run.imported_at is None and not run.mapping:
        return redirect("governance:import_columns", run.pk)
    page = import_page(run, request.GET.get("page", "1"))
    return render(request, "governance/import_detail.html", {"page": page, "run": run})


@require_POST
def import_removal(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Throw a received file away."""
    run = _run(request, pk)
    discard_import(run, actor=request.user)
    messages.success(request, _("The file “%(file)s” has been thrown away.") % {"file": run.file_name})
    return redirect("governance:import_list")


def _run(request: "PersonRequest", pk: int) -> ProjectImport:
    """Return an import, or 404 for all who may not import and for other people's."""
    rows = ProjectImport.objects.visible_to(request.user)
    return get_object_or_404(rows if may_import_projects(request.user) else rows.none(), pk=pk)


def _read_in_all(count: int) -> str:
    return ngettext("The file has %(count)d row.", "The file has %(count)d rows.", count) % {"count": count}
