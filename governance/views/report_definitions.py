"""The report plans: the schedule as those who keep it see and change it."""

from abc import abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from core.domain.refusal import Refused, require
from core.selectors.history import history
from core.ui import Action
from governance.domain.report_definitions import change_definition, create_definition
from governance.domain.report_rights import may_plan_reports
from governance.forms.reports import PlanForm
from governance.models import ReportDefinition
from governance.selectors.report_recipients import readers_by_plan
from governance.selectors.reports import plan_lines
from governance.selectors.standing import reader_standing
from governance.views.reports import require_reader

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest


@require_safe
def definition_list(request: "PersonRequest") -> "HttpResponse":
    """Show which reports are made for whom, and when."""
    require_reader(request)
    answer = may_plan_reports(reader_standing(request))
    url = reverse("governance:definition_create")
    create = Action(
        _("Make a report plan"), url, primary=True, enabled=answer.allowed, why=str(answer.reason), who=answer.who
    )
    context = {"lines": plan_lines(), "plans": answer.allowed, "actions": [create]}
    return render(request, "governance/definition_list.html", context)


class PlanFormView(FormView[PlanForm]):
    """A form about a report plan, for those who keep them."""

    request: "PersonRequest"
    template_name = "governance/definition_form.html"
    form_class = PlanForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        require_reader(request)
        require(may_plan_reports(reader_standing(request)))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: PlanForm) -> "HttpResponse":
        """Make the change; a refusal stands on the same page with the text kept."""
        try:
            self.move(form)
        except Refused as refusal:
            form.add_error("extra", str(refusal))
            return self.form_invalid(form)
        return redirect("governance:definition_list")

    @abstractmethod
    def move(self, form: PlanForm) -> None:
        """Make the change and say it."""


class DefinitionCreate(PlanFormView):
    """Make a report plan."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": _("Make a report plan"), "submit": _("Make the plan")}
        return super().get_context_data(**words, **kwargs)

    def move(self, form: PlanForm) -> None:
        create_definition(form.plan(), extra=form.cleaned_data["extra"], actor=self.request.user)
        messages.success(self.request, _("The report plan has been made."))


class DefinitionChange(PlanFormView):
    """Change a report plan."""

    @cached_property
    def definition(self) -> ReportDefinition:
        """Return the plan, or 404."""
        return get_object_or_404(ReportDefinition.objects.select_related("body"), pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        plan = self.definition
        initial = {
            name: getattr(plan, name) for name in ("name", "body", "scope", "cadence", "day", "hour", "is_active")
        }
        return {**initial, "extra": list(plan.extra_people.order_by("sort_key"))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        readers = readers_by_plan([self.definition])[self.definition.pk]
        words = {"title": _("Change the report plan"), "submit": _("Save")}
        return super().get_context_data(readers=readers, history=history(self.definition), **words, **kwargs)

    def move(self, form: PlanForm) -> None:
        change_definition(self.definition, form.plan(), extra=form.cleaned_data["extra"], actor=self.request.user)
        messages.success(self.request, _("The report plan has been changed."))
