"""The register of deviations from principles, and what is ruled on one that comes back."""

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from core.domain.refusal import Refused, require
from governance.domain.deviation_moves import approved_by, end_deviation, may_end, may_renew, renew_deviation
from governance.forms.deviations import EndForm, RenewalForm
from governance.permissions import part_in
from governance.selectors.deviations import deviation_list as listed
from governance.selectors.deviations import deviation_page, readable_deviation
from governance.selectors.standing import reader_standing

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from core.domain.refusal import Answer
    from core.http import PersonRequest


@require_safe
def deviation_list(request: "PersonRequest") -> "HttpResponse":
    """Show the deviations that the reader may see."""
    found = listed(request.user, request.GET.get("visning", ""))
    return render(request, "governance/deviation_list.html", {"list": found})


@require_safe
def deviation_detail(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show one deviation."""
    return render(request, "governance/deviation_detail.html", {"page": deviation_page(pk, request.user)})


class DeviationView(FormView[Any]):
    """A page for one ruling; whoever may not make it is told why and who can."""

    request: "PersonRequest"
    template_name = "governance/deviation_form.html"
    act: str
    heading: Any
    button: Any
    done: Any
    explanation: Any

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        self.deviation = readable_deviation(kwargs["pk"], request.user)
        require(self.answer(), act=self.act, subject=self.deviation.version.proposal)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            deviation=self.deviation,
            heading=self.heading,
            button=self.button,
            explanation=self.explanation,
            back=self.back(),
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponseRedirect:
        """Rule; a refusal stands on the same page with the text kept."""
        try:
            self.rule(form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[return-value]
        messages.success(self.request, self.done)
        return HttpResponseRedirect(self.back())

    @abstractmethod
    def answer(self) -> "Answer":
        """Answer whether the reader may rule."""

    @abstractmethod
    def rule(self, form: Any) -> None:
        """Rule."""

    def back(self) -> str:
        """Return the address of the deviation."""
        return reverse("governance:deviation_detail", args=[self.deviation.pk])


class RenewalView(DeviationView):
    """Renew."""

    form_class = RenewalForm
    act = "deviation.renew"
    heading = _("Renew the deviation")
    explanation = _("The deviation holds until the new day, and comes back before it.")
    button = _("Renew the deviation")
    done = _("The deviation has been renewed.")

    def answer(self) -> "Answer":
        proposal, standing = self.deviation.version.proposal, reader_standing(self.request)
        part = part_in(proposal, self.request.user, standing)
        return may_renew(self.deviation, approved_by(proposal), part, standing)

    def rule(self, form: RenewalForm) -> None:
        renew_deviation(self.deviation, actor=self.request.user, **form.cleaned_data)


class EndView(DeviationView):
    """End."""

    form_class = EndForm
    act = "deviation.end"
    heading = _("End the deviation")
    explanation = _("The deviation stays in the register with its history, but no longer comes back.")
    button = _("End the deviation")
    done = _("The deviation has ended.")

    def answer(self) -> "Answer":
        proposal = self.deviation.version.proposal
        return may_end(self.deviation, proposal, self.request.user, reader_standing(self.request))

    def rule(self, form: EndForm) -> None:
        end_deviation(self.deviation, actor=self.request.user, **form.cleaned_data)
