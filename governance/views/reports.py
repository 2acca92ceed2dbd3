"""The archive of reports: the list, one report, its file, and the order of a new one."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from core.domain.refusal import Refused, require
from core.selectors.history import history
from core.ui import Action
from governance.domain.report_ordering import order_report
from governance.domain.report_rights import may_order_reports
from governance.enums import RunState
from governance.forms.reports import OrderForm
from governance.models import ReportDefinition, ReportRun
from governance.selectors.report_recipients import readers_by_plan
from governance.selectors.reports import archive, readable_run, run_line, run_page
from governance.selectors.standing import reader_standing

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest

PERMISSION = "governance.open_reports"
PAGE_SIZE = 25


def require_reader(request: "PersonRequest") -> None:
    """Show the rooms of the reports to those who have something there, to others nothing."""
    if not request.user.has_perm(PERMISSION):
        raise Http404


@require_safe
def report_list(request: "PersonRequest") -> "HttpResponse":
    """Show the archive."""
    require_reader(request)
    page = Paginator(archive(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    actions = [Action(_("Report plans"), reverse("governance:definition_list"))]
    if may_order_reports(reader_standing(request)):
        actions.insert(0, Action(_("Order a report"), reverse("governance:report_create"), primary=True))
    context = {"page": page, "lines": [run_line(run) for run in page.object_list], "actions": actions}
    return render(request, "governance/report_list.html", context)


@require_safe
def report_detail(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show one report: what it found, how it can be verified, and who got it."""
    run = readable_run(pk, request.user)
    context = {"page": run_page(run, reader_standing(request)), "history": history(run)}
    return render(request, "governance/report_detail.html", context)


@require_safe
def report_progress(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show how far the making is; a page that asks by script is drawn anew when it ends."""
    run = readable_run(pk, request.user)
    response = render(request, "governance/_report_progress.html", {"run": run})
    if run.state in (RunState.DONE, RunState.FAILED):
        response["HX-Refresh"] = "true"
    return response


@require_safe
def report_file(request: "PersonRequest", pk: int) -> FileResponse:
    """Send the file; the browser neither shows nor sniffs it."""
    run = readable_run(pk, request.user)
    if run.state != RunState.DONE:
        raise Http404
    response = FileResponse(
        run.file.open("rb"), as_attachment=True, filename=run.file_name, content_type="application/pdf"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


class ReportCreate(FormView[OrderForm]):
    """Order a report; the page says who gets it before it is sent."""

    request: "PersonRequest"
    template_name = "governance/report_order.html"
    form_class = OrderForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        require_reader(request)
        require(may_order_reports(reader_standing(request)))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plans = list(ReportDefinition.objects.filter(is_active=True).select_related("body"))
        readers = readers_by_plan(plans)
        recipients = [(plan, readers[plan.pk]) for plan in plans]
        return super().get_context_data(recipients=recipients, **kwargs)

    def form_valid(self, form: OrderForm) -> "HttpResponse":
        """Order it; a refusal stands on the same page."""
        data = form.cleaned_data
        try:
            run = order_report(
                data["plan"], actor=self.request.user, status_on=data["status_on"], sends_mail=data["sends_mail"]
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The report has been ordered."))
        return redirect(_page_of(run))


def _page_of(run: ReportRun) -> str:
    return reverse("governance:report_detail", args=[run.pk])
