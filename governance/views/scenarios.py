"""The pages on which a scenario for the pool is made, worked on, deleted and put forward."""

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from core.domain.refusal import Answer, Refused, require
from core.templatetags.danish import kroner
from governance.domain.scenarios import (
    change_scenario,
    commit_scenario,
    delete_scenario,
    link_cases,
    make_scenario,
    may_change_scenario,
    may_commit_scenario,
    may_make_scenario,
    settle_case,
    unlink_cases,
)
from governance.enums import AllocationMethod, LinkKind
from governance.forms.scenarios import CaseTermsForm, LinkForm, ScenarioForm, area_box
from governance.models import Scenario, ScenarioLink
from governance.selectors.area_limits import areas_with_limits, own_limits
from governance.selectors.asking import asking_cases
from governance.selectors.pool_board import basis_in_force
from governance.selectors.standing import reader_standing
from governance.selectors.workbench import find_year
from governance.views.pool_workbench import assemble, read_id, readable_scenario, require_workbench, year_or_404
from portfolio.models import Proposal

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest


class ScenarioView(FormView[Any]):
    """A page on which a scenario is worked on; whoever may not is sent back with why."""

    request: "PersonRequest"
    template_name = "governance/scenario_form.html"
    heading: Any
    button: Any
    explanation: Any = ""
    act = "scenario.change"
    danger = False

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        self.profile = require_workbench(request)
        self.scenario = readable_scenario(request, kwargs["pk"])
        require(self.may(), act=self.act, subject=self.scenario)
        return super().dispatch(request, *args, **kwargs)

    def may(self) -> Answer:
        """Answer whether the reader may."""
        return may_change_scenario(self.scenario, self.request.user, reader_standing(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            scenario=self.scenario,
            year=self.scenario.pool_year.year,
            heading=self.heading,
            button=self.button,
            explanation=self.explanation,
            danger=self.danger,
            back=self.get_success_url(),
            **kwargs,
        )

    def get_success_url(self) -> str:
        return reverse("governance:scenario_detail", args=[self.scenario.pk])

    def form_valid(self, form: Any) -> "HttpResponse":
        """Make the change; a refusal stands on the same page with what was written."""
        try:
            target = self.make(form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        return HttpResponseRedirect(target or self.get_success_url())

    @abstractmethod
    def make(self, form: Any) -> str | None:
        """Make the change and return where to go, or None for the scenario."""


class ScenarioCreate(ScenarioView):
    """Make a scenario, from nothing or as a copy."""

    form_class = ScenarioForm
    heading = gettext_lazy("New scenario")
    button = gettext_lazy("Make the scenario")
    explanation = gettext_lazy(
        "A scenario is one way to spend the pool. You can lock cases in and out in it, change amounts, and compare it"
        " with others. It decides nothing."
    )

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        self.profile = require_workbench(request)
        year_or_404(kwargs["year"])
        source = read_id(request.GET.get("fra", ""))
        self.source = readable_scenario(request, source) if source else None
        require(may_make_scenario(reader_standing(request)), act="scenario.make")
        return FormView.dispatch(self, request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        if self.source:
            name = _("Copy of %(name)s") % {"name": self.source.name}
            return {**_terms_of(self.source), "name": name[:60]}
        return {"method": AllocationMethod.BEST, "basis": basis_in_force(self.profile)[0]}

    def get_form_kwargs(self) -> dict[str, Any]:
        kept = own_limits(self.source) if self.source else ()
        return {**super().get_form_kwargs(), "areas": areas_with_limits(kept)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return FormView.get_context_data(
            self,
            scenario=None,
            year=self.kwargs["year"],
            heading=self.heading,
            button=self.button,
            explanation=self.explanation,
            back=reverse("governance:pool_workbench", args=[self.kwargs["year"]]),
            **kwargs,
        )

    def make(self, form: ScenarioForm) -> str:
        made = make_scenario(self.kwargs["year"], form.terms(), actor=self.request.user, copy_of=self.source)
        messages.success(self.request, _("The scenario has been made. Now you can lock cases in and out in it."))
        return reverse("governance:scenario_detail", args=[made.pk])


class ScenarioChange(ScenarioView):
    """Change what a scenario is calculated by."""

    form_class = ScenarioForm
    heading = gettext_lazy("Change the scenario")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        return _terms_of(self.scenario)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "areas": areas_with_limits(own_limits(self.scenario))}

    def make(self, form: ScenarioForm) -> None:
        change_scenario(self.scenario, form.terms(), actor=self.request.user)
        messages.success(self.request, _("The scenario has been changed."))


def _terms_of(scenario: Scenario) -> dict[str, Any]:
    kept = {name: getattr(scenario, name) for name in ("name", "method", "basis", "area_limit")}
    return {**kept, **{area_box(pk): limit for pk, limit in own_limits(scenario).items()}}


class ScenarioCaseView(ScenarioView):
    """Lock a case in or out, or give it another amount."""

    form_class = CaseTermsForm
    template_name = "governance/scenario_case.html"
    heading = gettext_lazy("The case in the scenario")
    button = gettext_lazy("Save")
    act = "scenario.settle_case"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        proposal = Proposal.objects.visible_to(request.user).select_related("unit").filter(pk=kwargs["case"]).first()
        if proposal is None:
            raise Http404
        self.proposal = proposal
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        row = next((one for one in self.scenario.cases.all() if one.proposal_id == self.proposal.pk), None)
        applied = kroner(self.proposal.requested_amount)
        text = _("Only where the case is to get less than the %(applied)s it asks for.") % {"applied": applied}
        return {**super().get_form_kwargs(), "initial": _settled(row), "amount_help": text}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(proposal=self.proposal, **kwargs)

    def make(self, form: CaseTermsForm) -> None:
        settle_case(self.scenario, self.proposal, form.terms(), actor=self.request.user)
        messages.success(self.request, _("It is settled. The calculation below follows it."))


def _settled(row: Any) -> dict[str, Any]:
    if row is None:
        return {"lock": ""}
    return {name: getattr(row, name) for name in ("lock", "ground", "reason", "amount")}


class ScenarioLinks(ScenarioView):
    """Say how cases hang together, and take links away."""

    form_class = LinkForm
    template_name = "governance/scenario_links.html"
    heading = gettext_lazy("Cases that hang together")
    button = gettext_lazy("Add")
    explanation = gettext_lazy(
        "A case that requires another is only chosen together with it. Two that cannot be chosen together are never"
        " chosen both."
    )
    act = "scenario.link_cases"

    def get_form_kwargs(self) -> dict[str, Any]:
        cases = asking_cases(self.request.user, reader_standing(self.request))
        return {**super().get_form_kwargs(), "cases": [(case.proposal.pk, str(case.proposal)) for case in cases]}

    def make(self, form: LinkForm) -> str:
        cases = {row.pk: row for row in Proposal.objects.filter(pk__in=self._asked(form))}
        data = form.cleaned_data
        kind = LinkKind(data["kind"])
        link_cases(self.scenario, cases[data["proposal"]], kind, cases[data["other"]], actor=self.request.user)
        return reverse("governance:scenario_links", args=[self.scenario.pk])

    def _asked(self, form: LinkForm) -> list[int]:
        return [form.cleaned_data["proposal"], form.cleaned_data["other"]]


@require_POST
def scenario_unlink(request: "PersonRequest", pk: int, link: int) -> HttpResponseRedirect:
    """Take a link away."""
    require_workbench(request)
    scenario = readable_scenario(request, pk)
    row = (
        ScenarioLink.objects.filter(pk=link, scenario=scenario).select_related("proposal", "other", "scenario").first()
    )
    if row is not None:
        unlink_cases(row, actor=request.user)
    return HttpResponseRedirect(reverse("governance:scenario_links", args=[pk]))


class ScenarioCommit(ScenarioView):
    """Put a scenario forward; the page says first what will happen."""

    form_class = Form
    template_name = "governance/scenario_commit.html"
    heading = gettext_lazy("Put the scenario forward")
    button = gettext_lazy("Put it forward")
    act = "scenario.commit"

    def may(self) -> Answer:
        return may_commit_scenario(self.scenario, reader_standing(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = assemble(self.request, self.profile, find_year(self.scenario.pool_year.year), self.scenario)
        return super().get_context_data(page=page, **kwargs)

    def make(self, _form: Any) -> None:
        commit_scenario(self.scenario, actor=self.request.user)
        messages.success(
            self.request, _("The scenario has been put forward. It is shown on each case as the proposal.")
        )


class ScenarioDelete(ScenarioView):
    """Delete one's own scenario."""

    form_class = Form
    heading = gettext_lazy("Delete the scenario")
    button = gettext_lazy("Delete the scenario")
    explanation = gettext_lazy("The locks, the amounts and the links in it are gone afterwards. The cases stay.")
    act = "scenario.delete"
    danger = True

    def make(self, _form: Any) -> str:
        year = self.scenario.pool_year.year
        delete_scenario(self.scenario, actor=self.request.user)
        messages.success(self.request, _("The scenario has been deleted."))
        return reverse("governance:pool_workbench", args=[year])
