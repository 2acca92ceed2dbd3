"""The page of one of IT's conditions: whoever carries the case out says how it is met, and IT may take that back."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from core.domain.refusal import Refused
from governance.domain.conditions import conditions_of, may_meet, may_reopen, meet_condition, reopen_condition
from governance.forms.conditions import ConditionForm
from governance.forms.moves import ReasonForm
from governance.models import Condition
from governance.selectors.standing import reader_standing
from governance.views.case_page import readable_case

if TYPE_CHECKING:
    from core.domain.refusal import Answer
    from core.http import PersonRequest
    from portfolio.models import Proposal


class ConditionView(FormView[Any]):
    """A condition as everyone reads it; the form is there for whoever may take the next step."""

    request: "PersonRequest"
    template_name = "governance/condition_detail.html"

    @cached_property
    def proposal(self) -> "Proposal":
        """Return the case, or 404 where the reader may not see it."""
        return readable_case(self.kwargs["pk"], self.request.user)

    @cached_property
    def condition(self) -> Condition:
        """Return the condition, or 404 where it is not this case's."""
        return get_object_or_404(conditions_of(self.proposal.pk), pk=self.kwargs["condition"])

    @cached_property
    def answer(self) -> "Answer":
        """Answer whether the reader may take the next step: report it, or take that back."""
        if self.condition.met_on is None:
            return may_meet(self.proposal, self.request.user)
        return may_reopen(self.proposal, self.request.user, reader_standing(self.request))

    def get_form_class(self) -> Any:
        """Return the form of the next step."""
        return ConditionForm if self.condition.met_on is None else ReasonForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            proposal=self.proposal, condition=self.condition, answer=self.answer, back=self.case_url(), **kwargs
        )

    def form_valid(self, form: Any) -> HttpResponseRedirect:
        """Take the step; a refusal stands on the same page with the text kept."""
        try:
            if isinstance(form, ConditionForm):
                meet_condition(self.condition, actor=self.request.user, how=form.cleaned_data["how"])
                said = _("The condition has been reported as met.")
            else:
                reopen_condition(self.condition, actor=self.request.user, reason=form.cleaned_data["reason"])
                said = _("The condition is open again.")
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[return-value]
        messages.success(self.request, said)
        return HttpResponseRedirect(self.case_url())

    def case_url(self) -> str:
        """Return the address of the conditions on the case."""
        return reverse("portfolio:proposal_detail", args=[self.proposal.pk]) + "#vejen"
