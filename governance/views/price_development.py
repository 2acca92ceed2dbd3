"""Prices and rates: what cases are calculated on, and the rises that an administrator enters."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from core.domain.refusal import Refused
from core.ui import Action
from governance.domain.price_development import enter_rise, may_enter_rises
from governance.forms.price_development import RiseForm
from governance.selectors.price_development import price_page

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest


def _require_administrator(request: "PersonRequest") -> None:
    if not may_enter_rises(request.user):
        raise Http404


@require_safe
def price_development(request: "PersonRequest") -> "HttpResponse":
    """Show the rises in force, every figure entered, and the rates in force."""
    _require_administrator(request)
    actions = [Action(_("Enter a rise"), reverse("governance:price_rise_create"), primary=True)]
    return render(request, "governance/price_development.html", {"page": price_page(), "actions": actions})


class RiseCreate(FormView[RiseForm]):
    """Enter how much prices or wages rise in a year."""

    request: "PersonRequest"
    template_name = "governance/price_rise_form.html"
    form_class = RiseForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        _require_administrator(request)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: RiseForm) -> "HttpResponse":
        """Enter it; a refusal stands on the same page with the answers kept."""
        try:
            enter_rise(form.rise(), actor=self.request.user)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            return self.form_invalid(form)
        messages.success(self.request, _("The rise has been entered. New calculations use it from its date on."))
        return redirect("governance:price_development")
