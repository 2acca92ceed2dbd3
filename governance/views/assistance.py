"""Requests for IT's help: the list, one request, and what is asked and answered."""

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from core.domain.refusal import Refused, require
from core.selectors.people import suggested_people
from core.views.once import PostedOnce
from governance.domain.assistance import (
    ACCEPT,
    ASK,
    DECLINE,
    FINISH,
    WITHDRAW,
    accept_assistance,
    ask_for_assistance,
    decline_assistance,
    finish_assistance,
    may_answer,
    may_ask,
    may_withdraw,
    withdraw_assistance,
)
from governance.forms.assistance import AcceptanceForm, AssistanceForm, CompletionForm
from governance.forms.moves import ReasonForm
from governance.selectors.assistance import assistance_list as listed
from governance.selectors.assistance import assistance_page, readable_request
from governance.selectors.standing import reader_standing
from governance.views.move_page import MovePage

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest


@require_safe
def assistance_list(request: "PersonRequest") -> "HttpResponse":
    """Show the reader's own requests, and for IT what waits."""
    return render(request, "governance/assistance_list.html", {"list": listed(request.user)})


@require_safe
def assistance_detail(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show one request."""
    return render(request, "governance/assistance_detail.html", {"page": assistance_page(pk, request.user)})


class AssistanceCreate(PostedOnce, FormView[AssistanceForm]):
    """Ask for help."""

    request: "PersonRequest"
    template_name = "governance/assistance_form.html"
    form_class = AssistanceForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        require(may_ask(request.user), act=ASK)
        if before := self.answered_before():
            return before
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "person": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """Begin with the reader's own unit."""
        return {"unit": self.request.user.unit_id}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=_("Ask IT for help"),
            explanation=_(
                "IT helps with putting your initiatives in order and carrying them out. You get an answer by e-mail."
            ),
            button=_("Send to IT"),
            back=reverse("governance:assistance_list"),
            **kwargs,
        )

    def form_valid(self, form: AssistanceForm) -> "HttpResponse":
        """Send it; a refusal stands on the same page with the text kept."""
        try:
            return self.carry_out(lambda: self._made(form), _("IT has got your request."))
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))

    def _made(self, form: AssistanceForm) -> str:
        row = ask_for_assistance(form.wish(), actor=self.request.user)
        return reverse("governance:assistance_detail", args=[row.pk])


class AnswerPage(MovePage):
    """A page for one of IT's answers to a request."""

    template_name = "governance/assistance_form.html"
    act: str

    def find(self, pk: int) -> None:
        self.row = readable_request(pk, self.request.user)

    def ask(self) -> None:
        answer = may_answer(self.act, self.row, self.request.user, reader_standing(self.request))
        require(answer, act=self.act, subject=self.row)

    def back(self) -> str:
        return reverse("governance:assistance_detail", args=[self.row.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.row, **kwargs)


class AcceptanceView(AnswerPage):
    """Agree to help."""

    form_class = AcceptanceForm
    act = ACCEPT
    heading = _("Agree to help")
    explanation = _("The one who asked and the one who is to help get an e-mail.")
    button = _("Agree to help")
    done = _("The help has been agreed.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the reader and the day that was wished for."""
        return {"helper": self.request.user, "planned_for": self.row.wanted_by}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(people=suggested_people(), **kwargs)

    def make(self, form: AcceptanceForm) -> None:
        accept_assistance(self.row, **form.cleaned_data, actor=self.request.user)


class RefusalView(AnswerPage):
    """Decline to help."""

    form_class = ReasonForm
    act = DECLINE
    heading = _("Decline to help")
    explanation = _("Say why, and what they can do instead. The one who asked gets it by e-mail.")
    button = _("Decline to help")
    done = _("The request has been declined.")

    def make(self, form: ReasonForm) -> None:
        decline_assistance(self.row, **form.cleaned_data, actor=self.request.user)


class WithdrawalView(AnswerPage):
    """Withdraw one's own request."""

    form_class = ReasonForm
    act = WITHDRAW
    heading = _("Withdraw the request")
    explanation = _("IT gets the reason by e-mail. The request stays in the list as withdrawn.")
    button = _("Withdraw the request")
    done = _("The request has been withdrawn.")
    danger = True

    def ask(self) -> None:
        require(may_withdraw(self.row, self.request.user), act=WITHDRAW, subject=self.row)

    def make(self, form: ReasonForm) -> None:
        withdraw_assistance(self.row, **form.cleaned_data, actor=self.request.user)


class CompletionView(AnswerPage):
    """Finish the help."""

    form_class = CompletionForm
    act = FINISH
    heading = _("Finish the help")
    button = _("Finish the help")
    done = _("The help has been finished.")

    def make(self, form: CompletionForm) -> None:
        finish_assistance(self.row, **form.cleaned_data, actor=self.request.user)
