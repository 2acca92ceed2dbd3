"""The dated values of the policy: the list, one value's history, setting a new one and taking one back."""

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from core.domain.refusal import Answer, Refused, require
from core.models import Parameter
from core.refusals import answer_refusal
from core.views.once import PostedOnce
from governance.domain.policy_values import (
    SET,
    WITHDRAW,
    may_set_values,
    may_withdraw,
    require_sane,
    set_value,
    withdraw_value,
)
from governance.forms.moves import ReasonForm
from governance.forms.policy_values import PolicyValueForm
from governance.models import PolicyProfile
from governance.selectors.policy_effect import effect_of
from governance.selectors.policy_values import value_list, value_page
from governance.selectors.profile import active_profile
from governance.views.move_page import MovePage

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest

_STEP, _CONFIRM, _BACK = "step", "confirm", "back"


@require_safe
def policy_value_list(request: "PersonRequest") -> "HttpResponse":
    """Show every value of the policy, for everyone: what holds, what is to come, and who set it."""
    return render(request, "governance/policy_value_list.html", {"page": value_list(request.user)})


@require_safe
def policy_value_detail(request: "PersonRequest", key: str) -> "HttpResponse":
    """Show one value with all it has been."""
    return render(request, "governance/policy_value_detail.html", {"page": value_page(key, request.user)})


class PolicyValueCreate(PostedOnce, FormView[PolicyValueForm]):
    """Set a new value in two steps: what it will do is said before it is done."""

    request: "PersonRequest"
    template_name = "governance/policy_value_form.html"
    form_class = PolicyValueForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        """Whoever may not set it, or a value that stands fast, is answered on the value's own page."""
        self.page = value_page(kwargs["key"], request.user)
        if before := self.answered_before():
            return before
        try:
            require(may_set_values(request.user), act=SET)
            require(Answer(allowed=not self.page.line.held, reason=self.page.line.held), act=SET)
        except Refused as refusal:
            return answer_refusal(request, refusal, otherwise=self.page.line.url)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "key": self.page.line.key}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(line=self.page.line, back=self.page.line.url, **kwargs)

    def form_valid(self, form: PolicyValueForm) -> "HttpResponse":
        """Show what the value will do; set it when that has been confirmed."""
        step, new = self.request.POST.get(_STEP), form.new_value()
        if step == _BACK:
            return self.render_to_response(self.get_context_data(form=form))
        try:
            if step == _CONFIRM:
                return self.carry_out(lambda: self._set(form), _("The value has been set."))
            profile = active_profile()
            require_sane(new, profile)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            return self.form_invalid(form)
        effect = effect_of(new, profile, self.request.user)
        context = self.get_context_data(form=form, effect=effect, new=new)
        return render(self.request, "governance/policy_value_confirm.html", context)

    def _set(self, form: PolicyValueForm) -> str:
        set_value(form.new_value(), actor=self.request.user)
        return self.page.line.url


class PolicyValueWithdrawal(MovePage):
    """Take a value back before it begins."""

    template_name = "governance/policy_value_withdraw.html"
    form_class = ReasonForm
    heading = _("Take the value back")
    button = _("Take the value back")
    done = _("The value has been taken back.")
    danger = True

    def find(self, pk: int) -> None:
        codes = PolicyProfile.objects.filter(is_active=True).values("code")[:1]
        self.row = get_object_or_404(Parameter, pk=pk, key=self.kwargs["key"], profile__in=codes)
        self.page = value_page(self.row.key, self.request.user)
        self.shown = next((one for one in self.page.rows if one.row.pk == pk), None)
        if self.shown is None:
            raise Http404

    def ask(self) -> None:
        require(may_set_values(self.request.user), act=WITHDRAW, subject=self.row)
        require(may_withdraw(self.row), act=WITHDRAW, subject=self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(line=self.page.line, shown=self.shown, **kwargs)

    def make(self, form: ReasonForm) -> None:
        withdraw_value(self.row, reason=form.cleaned_data["reason"], actor=self.request.user)

    def back(self) -> str:
        return reverse("governance:policy_value_detail", args=[self.row.key])
