"""Management's pages of a case: the decision with everything that lies before it, resumption, direction."""

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.domain.conditional_grants import lapse_grant, meet_condition
from governance.domain.decisions import decide, lay_before, resume_decision
from governance.domain.directions import direct_to_pool
from governance.domain.ruling import MOVE_OF
from governance.forms.decision import DecisionForm, DirectionForm, SharesForm
from governance.forms.moves import ReasonForm
from governance.permissions import part_in
from governance.selectors.conflict_hints import hints_of_reader
from governance.selectors.decision_desk import decision_desk, pool_effect
from governance.selectors.decisions import grant_facts
from governance.selectors.pool import open_years
from governance.selectors.pool_criteria import criteria_in_force
from governance.selectors.profile import reader_profile
from governance.selectors.standing import reader_standing
from governance.views.moves import MoveView

if TYPE_CHECKING:
    from decimal import Decimal

    from django.http import HttpResponse


class DecisionView(MoveView):
    """The desk to the left, the decision to the right."""

    template_name = "governance/decision_form.html"
    form_class = DecisionForm
    moves = tuple(MOVE_OF.values())
    heading = _("Decide the case")
    explanation = _("The decision and its reasons go to the applicant and the project owner. It cannot be changed.")
    button = _("Record the decision")
    done = _("The decision has been recorded.")

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self._desk: Any = None

    @property
    def desk(self) -> Any:
        """What lies on the desk; assembled once."""
        if self._desk is None:
            before = lay_before(self.moves[0], self.proposal, criteria_in_force(self.request))
            self._desk = decision_desk(before, reader_profile(self.request))
        return self._desk

    def get_form_kwargs(self) -> dict[str, Any]:
        shares = self.desk.usual_shares()
        recommended = self.desk.recommendation
        return {
            **super().get_form_kwargs(),
            "desk": self.desk,
            "initial": {
                "criterion": self.desk.criterion,
                "cause": self.desk.cause,
                "conditions": recommended.conditions if recommended else "",
                **{f"share_{year}": amount for year, amount in shares.items()},
            },
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form") or self.get_form()
        return super().get_context_data(
            **{**kwargs, "form": form},
            hints=hints_of_reader(self.request, self.proposal),
            steps_in_for=self._steps_in_for(),
            desk=self.desk,
            effect=pool_effect(self.desk.years, self._written(form)),
        )

    def _steps_in_for(self) -> str:
        """Return the name of the member whose place the reader takes in the case."""
        member = part_in(self.proposal, self.request.user, reader_standing(self.request)).decides_for
        return member.name if member else ""

    def make(self, form: DecisionForm) -> None:
        decide(self.proposal, form.ruling(), actor=self.request.user)

    def _written(self, form: DecisionForm) -> "dict[int, Decimal]":
        """Return what stands in the boxes, also of an answer that has just been refused."""
        if not form.is_bound:
            usual: dict[int, Decimal] = self.desk.usual_shares()
            return usual
        form.is_valid()
        return form.shares()


class PoolEffectView(MoveView):
    """The pool before and after, for the amounts that stand in the form now; nothing is stored."""

    http_method_names = ("get",)
    moves = DecisionView.moves

    def get(self, request: Any, *_args: Any, **_kwargs: Any) -> "HttpResponse":
        years = tuple(open_years())
        form = SharesForm(request.GET, years=years)
        form.is_valid()
        return render(request, "governance/_pool_effect.html", {"effect": pool_effect(years, form.shares())})


class DecisionResumptionView(MoveView):
    """Take a case up again that management has deferred."""

    form_class = ReasonForm
    moves = ("resume_decision",)
    heading = _("Take the case up again")
    explanation = _("The case awaits management's decision again, with the recommendation that was given.")
    button = _("Take the case up again")
    done = _("The case awaits management's decision again.")

    def make(self, form: ReasonForm) -> None:
        resume_decision(self.proposal, actor=self.request.user, reason=form.cleaned_data["reason"])


class DirectionView(MoveView):
    """Direct a case to the pool by management's own decision."""

    form_class = DirectionForm
    moves = ("direct",)
    heading = _("Direct the case to the pool")
    explanation = _(
        "The case stays where it is. It can then be recommended and decided under the criterion for directed cases;"
        " no money is allocated yet."
    )
    button = _("Direct the case")
    done = _("The case has been directed to the pool.")

    def make(self, form: DirectionForm) -> None:
        said = form.cleaned_data
        direct_to_pool(self.proposal, actor=self.request.user, reference=said["reference"], reasons=said["reasons"])


class GrantView(MoveView):
    """What is said of a conditional grant: the page shows what it hangs on, how much, and until when."""

    form_class = ReasonForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # The summary of the case reads its decisions ahead.
        context = super().get_context_data(**kwargs)
        return context | {"facts": grant_facts(self.proposal)}


class ConditionView(GrantView):
    """Confirm that the condition of a grant is met."""

    moves = ("meet_condition",)
    heading = _("Confirm the condition")
    explanation = _(
        "What is reserved in the pool is allocated, and the project starts. Write what shows that it is met."
    )
    button = _("The condition is met")
    done = _("The condition is met, and the money has been allocated.")

    def make(self, form: ReasonForm) -> None:
        meet_condition(self.proposal, actor=self.request.user, reason=form.cleaned_data["reason"])


class LapseView(GrantView):
    """Let a grant lapse before its day."""

    moves = ("lapse_grant",)
    heading = pgettext_lazy("button", "Let the grant lapse")
    explanation = _("The money is free in the pool again. The case waits, and you can take it up again.")
    button = pgettext_lazy("button", "Let the grant lapse")
    done = _("The grant has lapsed, and the money is free in the pool again.")
    danger = True

    def make(self, form: ReasonForm) -> None:
        lapse_grant(self.proposal, actor=self.request.user, reason=form.cleaned_data["reason"])
