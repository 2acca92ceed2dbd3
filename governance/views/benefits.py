"""The pages of benefits: the list, all of a project, one of them, and what is done with it."""

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.clock import today
from core.csv_export import csv_response
from core.domain.refusal import require
from core.selectors.people import suggested_people
from core.xlsx_export import written, xlsx_response
from governance.domain.benefit_moves import (
    act_of,
    agree_target,
    may_follow,
    name_benefit_owner,
    plan_benefit,
    record_baseline,
    record_measurement,
    since_as_usual,
)
from governance.domain.effect_evaluation import evaluate_effect, short_of_promise
from governance.forms.benefits import BaselineForm, EvaluationForm, MeasurementForm, PlanForm, TargetForm
from governance.forms.projects import PersonChoiceForm
from governance.selectors.benefit_lines import benefit_lines, promise_in_words
from governance.selectors.benefit_list import BenefitList
from governance.selectors.benefit_page import benefit_page, project_benefits, readable_benefit
from governance.selectors.follow_up import groups_of
from governance.selectors.note_holders import note_url
from governance.selectors.project_page import BENEFITS, readable_project
from governance.views.move_page import MovePage
from governance.views.project_moves import ProjectMoveView

if TYPE_CHECKING:
    from django.http import HttpResponse, StreamingHttpResponse

    from core.http import PersonRequest


@require_safe
def benefit_list(request: "PersonRequest") -> "HttpResponse":
    """Show the benefits that the reader may know of."""
    return render(request, "governance/benefit_list.html", {"list": BenefitList(request.GET, request.user)})


@require_safe
def benefit_export(request: "PersonRequest") -> "StreamingHttpResponse":
    """Send what the list shows, all pages of it, as a CSV file."""
    lines = BenefitList(request.GET, request.user).sheet()
    return csv_response((list(map(written, line)) for line in lines), file_name="gevinster.csv")


@require_safe
def benefit_sheet(request: "PersonRequest") -> "HttpResponse":
    """Send the same as an Excel workbook."""
    lines = BenefitList(request.GET, request.user).sheet()
    return xlsx_response(lines, name=_now("Benefits"), file_name="gevinster.xlsx")


@require_safe
def benefit_detail(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show a benefit."""
    page = benefit_page(request, pk)
    context = {"page": page, "note_url": note_url(request, "gevinst", page.benefit)}
    return render(request, "governance/benefit_detail.html", context)


@require_safe
def project_benefit_list(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show all benefits of a project."""
    return render(request, "governance/project_benefits.html", {"page": project_benefits(request, pk)})


class BenefitMoveView(MovePage):
    """A page for one move on a benefit."""

    template_name = "governance/benefit_form.html"
    move: str

    def find(self, pk: int) -> None:
        self.benefit = readable_benefit(pk, self.request.user)

    def ask(self) -> None:
        require(may_follow(self.move, self.benefit, self.request.user), act=act_of(self.move), subject=self.benefit)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"benefit": self.benefit}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(benefit=self.benefit, promised=promise_in_words(self.benefit), **kwargs)

    def back(self) -> str:
        """Return the address of the benefit."""
        return reverse("governance:benefit_detail", args=[self.benefit.pk])


class MeasurementView(BenefitMoveView):
    """Record a measurement: the page that the reminder leads to."""

    form_class = MeasurementForm
    move = "measure"
    heading = _("Record a measurement")
    button = _("Save the measurement")
    done = _("The measurement has been recorded.")

    def find(self, pk: int) -> None:
        super().find(pk)
        if self.benefit.is_settled:
            self.explanation = _("It has been settled. The newest measurement counts, and the earlier ones stand.")

    def get_initial(self) -> dict[str, Any]:
        return {"since": since_as_usual(self.benefit, today()), "measured_on": today()}

    def make(self, form: MeasurementForm) -> None:
        record_measurement(self.benefit, form.measured(), actor=self.request.user)


class BaselineView(BenefitMoveView):
    """Record a zero point."""

    form_class = BaselineForm
    move = "record_baseline"
    heading = _("Record a zero point")
    explanation = _("How things stood before the change. An earlier zero point stands in the history.")
    button = _("Save the zero point")
    done = _("The zero point has been recorded.")

    def make(self, form: BaselineForm) -> None:
        record_baseline(self.benefit, **form.cleaned_data, actor=self.request.user)


class TargetView(BenefitMoveView):
    """Agree how a gain in words is measured."""

    form_class = TargetForm
    move = "agree_target"
    heading = _("Agree on a target")
    explanation = _("The gain was promised in words. Once a target has been agreed, it stands and is measured.")
    button = _("Save the target")
    done = _("The target has been saved.")

    def make(self, form: TargetForm) -> None:
        agree_target(self.benefit, form.agreed(), actor=self.request.user, reason=form.cleaned_data["reason"])


class PlanView(BenefitMoveView):
    """Change the plan."""

    form_class = PlanForm
    move = "plan"
    heading = _("Change the plan")
    explanation = _("What was promised stands. How it comes and how it is measured can be changed.")
    button = _("Save the plan")
    done = _("The plan has been saved.")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.benefit, name) for name in ("change_in_work", "method", "unit", "due_on")}

    def make(self, form: PlanForm) -> None:
        plan_benefit(self.benefit, form.plan(), actor=self.request.user, reason=form.cleaned_data["reason"])


class BenefitOwnerView(BenefitMoveView):
    """Name another owner."""

    form_class = PersonChoiceForm
    move = "name_owner"
    heading = _("Name another owner")
    explanation = _("The owner answers for the benefit in the line and measures it. The one you name gets an e-mail.")
    button = _("Name the owner")
    done = _("The benefit has a new owner.")

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["benefit"]
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"people": suggested_people()}

    def make(self, form: PersonChoiceForm) -> None:
        name_benefit_owner(self.benefit, form.cleaned_data["person"], actor=self.request.user)


class EvaluationView(ProjectMoveView):
    """Evaluate the effect."""

    template_name = "governance/project_evaluation.html"
    form_class = EvaluationForm
    move = "evaluate"
    heading = _("Evaluate the effect")
    explanation = _(
        "What has the project given, for whom, and which changes in the work did it take?"
        " The evaluation stands as you save it, and then the project can be closed."
    )
    button = _("Save the evaluation")
    done = _("The effect has been evaluated. The project can be closed.")

    def find(self, pk: int) -> None:
        self.project = readable_project(pk, self.request.user, *BENEFITS)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lines=benefit_lines(self.project.benefits.all()), **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        groups = tuple(dict.fromkeys(one.who for one in groups_of(self.project)))
        return super().get_form_kwargs() | {"groups": groups, "short": short_of_promise(self.project)}

    def make(self, form: EvaluationForm) -> str:
        evaluate_effect(self.project, form.evaluated(), actor=self.request.user)
        # It stands among the project's benefits.
        return reverse("governance:project_benefits", args=[self.project.pk])
