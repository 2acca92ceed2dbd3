"""The pages on which a project is followed: its status, its milestones, its risks."""

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.clock import today
from core.domain.refusal import Refused
from core.selectors.parameters import parameters_in_force
from core.selectors.people import suggested_people
from governance.domain.project_follow_up import assess_risks, plan_milestones, report_status
from governance.domain.status_months import months_open, status_due
from governance.forms.project_rows import ReasonedForm, SeenForm, StoneRows, ThreatRows, one_more
from governance.forms.projects import StatusForm
from governance.selectors.light_hints import yardstick
from governance.selectors.project_status import status_section
from governance.views.project_moves import ProjectMoveView
from portfolio.domain.milestones import plan_digest
from portfolio.domain.risks import risks_digest

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from governance.forms.project_rows import ProjectRows
    from portfolio.models import StatusUpdate


class StatusView(ProjectMoveView):
    """Report the status, with last month's beside."""

    form_class = StatusForm
    template_name = "governance/project_status.html"
    move = "report_status"
    heading = _("Report the status")
    button = _("Report the status")
    done = _("The status has been reported.")

    @cached_property
    def before(self) -> "StatusUpdate | None":
        """Return the newest status."""
        return self.project.statuses.first()

    def month(self) -> "date":
        """Return the month to begin with: the one that is owed, else this one."""
        due, months = status_due(self.parameters), months_open(self.project)
        return due.month if due.missing(self.project) and due.month in months else months[-1]

    @cached_property
    def parameters(self) -> Any:
        """Today's parameters."""
        return parameters_in_force(today())

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "months": months_open(self.project), "started_on": self.project.started_on,
        }  # fmt: skip

    def get_initial(self) -> dict[str, Any]:
        return StatusForm.initial_of(self.before, self.month())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        measure = yardstick(self.parameters)
        before = status_section(self.project, [self.before] if self.before else [], measure)
        given = self.project.statuses.filter(month__in=months_open(self.project))
        reported = given.order_by("month", "-pk").distinct("month")
        return super().get_context_data(before=before, measure=measure, reported=reported, **kwargs)

    def make(self, form: StatusForm) -> None:
        report_status(self.project, form.report(), actor=self.request.user)


class RowsView(ProjectMoveView):
    """A page of rows; "more" adds an empty one for a browser without a script."""

    template_name = "governance/project_rows.html"
    form_class: Any
    rows: "ProjectRows"

    def get(self, *_args: Any, **_kwargs: Any) -> "HttpResponse":
        self.rows = self.stored_rows()
        return self.render_to_response(self.get_context_data(form=self.form_class(initial={"seen": self.digest()})))

    def post(self, *_args: Any, **_kwargs: Any) -> "HttpResponse":
        data = self.request.POST
        form = self.form_class(data)
        if data.get("go") == "more":
            self.rows = self.stored_rows(one_more(data))
            return self.render_to_response(self.get_context_data(form=form))
        self.rows = self.stored_rows(data)
        # Both are judged, so that all errors show at once.
        if not all([form.is_valid(), self.rows.is_valid()]):
            return self.render_to_response(self.get_context_data(form=form))
        try:
            self.make(form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(self.request, self.done)
        return HttpResponseRedirect(self.back())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=self.rows, **kwargs)

    @abstractmethod
    def stored_rows(self, data: Any = None) -> "ProjectRows":
        """Return the rows as stored, or as posted."""

    @abstractmethod
    def digest(self) -> str:
        """Return the digest of what is stored."""


class PlanView(RowsView):
    """The milestones."""

    form_class = ReasonedForm
    move = "plan"
    heading = _("Plan milestones")
    explanation = _("The first date of a milestone stands. Move it, and the page shows by how much it has slipped.")
    button = _("Save the plan")
    done = _("The plan has been saved.")

    def stored_rows(self, data: Any = None) -> "ProjectRows":
        return StoneRows.of(self.project.milestones.all(), data)

    def digest(self) -> str:
        return plan_digest(self.project)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"name": "milestones"}

    def make(self, form: ReasonedForm) -> None:
        cleaned = form.cleaned_data
        plan_milestones(
            self.project,
            self.rows.stones,  # type: ignore[attr-defined]  # a StoneRows
            actor=self.request.user,
            reason=cleaned["reason"],
            seen=cleaned["seen"],
        )


class RisksView(RowsView):
    """The risks."""

    form_class = SeenForm
    move = "assess_risks"
    heading = _("Assess risks")
    explanation = _("Take the few that can stop the project or make it dearer. Tick off a risk that is over.")
    button = _("Save the risks")
    done = _("The risks have been saved.")

    def stored_rows(self, data: Any = None) -> "ProjectRows":
        return ThreatRows.of(self.project.risks.all(), data)

    def digest(self) -> str:
        return risks_digest(self.project)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"name": "risks", "people": suggested_people()}

    def make(self, form: SeenForm) -> None:
        threats = self.rows.threats  # type: ignore[attr-defined]  # a ThreatRows
        assess_risks(self.project, threats, actor=self.request.user, seen=form.cleaned_data["seen"])
