"""Pages that only those who keep the organisation in order may open."""

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from django.views.generic import FormView

from core.domain.audit import record_refusal
from core.domain.organisation import may_manage_organisation
from core.domain.refusal import Refused, require

if TYPE_CHECKING:
    from django.db import models
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest


class AdministratorFormView(FormView["Form"]):
    """A form whose sending is one move; `act` names the move in the audit log."""

    act: ClassVar[str]
    request: "PersonRequest"

    def subject(self) -> "models.Model | None":
        """Return what the form is about, if it exists already."""
        return None

    def dispatch(self, request: "HttpRequest", *arguments: Any, **options: Any) -> "HttpResponseBase":
        """Refuse everyone else; an attempt to send is recorded."""
        require_administrator(self.request, self.act, self.subject())
        return super().dispatch(request, *arguments, **options)

    def form_valid(self, form: "Form") -> "HttpResponse":
        """Make the move; what the rules refuse is said at the top of the form, with the answers kept."""
        try:
            self.move(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            return self.form_invalid(form)
        return super().form_valid(form)

    @abstractmethod
    def move(self, data: dict[str, Any]) -> None:
        """Carry out what the form says."""


def require_administrator(request: "PersonRequest", act: str, subject: "models.Model | None") -> None:
    """Refuse those who may not manage the organisation, and record the attempt to change something."""
    answer = may_manage_organisation(request.user)
    if not answer and request.method == "POST":
        record_refusal(act, actor=request.user, subject=subject, reason=answer.reason)
    require(answer)
