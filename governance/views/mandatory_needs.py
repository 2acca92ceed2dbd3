"""The register of joint obligations: the list, and the forms of those who keep it."""

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.clock import today
from core.templatetags.danish import kroner
from core.ui import Action
from governance.domain.mandatory_needs import change_need, may_keep_register, record_need, withdraw_need
from governance.forms.mandatory_needs import NeedForm
from governance.forms.moves import ReasonForm
from governance.models import MandatoryNeed
from governance.selectors.mandatory_needs import needs_page
from governance.selectors.standing import reader_standing
from governance.views.pool_form import PoolFormView, require_pool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from core.domain.refusal import Answer
    from core.http import PersonRequest
    from governance.selectors.standing import Standing


@require_safe
def need_list(request: "PersonRequest") -> "HttpResponse":
    """Show what is expected of each year, and what it keeps from other purposes."""
    require_pool(request.user)
    keeps = bool(may_keep_register(reader_standing(request)))
    actions = [Action(_("Enter an obligation"), reverse("governance:need_create"), primary=True)] if keeps else []
    return render(request, "governance/need_list.html", {"page": needs_page(), "actions": actions, "keeps": keeps})


class RegisterFormView(PoolFormView):
    """A form of the register's."""

    of_register = True

    def may(self, standing: "Standing") -> "Answer":
        return may_keep_register(standing)


class NeedCreate(RegisterFormView):
    """Enter an obligation."""

    form_class = NeedForm
    act = "need.record"
    heading = gettext_lazy("Enter an obligation")
    lead = gettext_lazy(
        "What is binding has first priority in the pool: its money is kept until it has been allocated."
    )
    button = gettext_lazy("Enter the obligation")
    done = gettext_lazy("The obligation stands in the register.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is most usual: binding, next year."""
        return {"level": "binding", "year": today().year + 1}

    def make(self, form: NeedForm) -> None:
        record_need(form.need(), actor=self.request.user)


class _OneNeed(RegisterFormView):
    @cached_property
    def need(self) -> MandatoryNeed:
        """Return the obligation; 404 where it is no longer expected, since nothing can be done with it."""
        need = MandatoryNeed.objects.filter(pk=self.kwargs["pk"], withdrawn_at__isnull=True).first()
        if need is None:
            raise Http404
        return need


class NeedChange(_OneNeed):
    """Change what is expected."""

    form_class = NeedForm
    act = "need.change"
    heading = gettext_lazy("Change the obligation")
    lead = gettext_lazy("The history keeps what was expected before.")
    button = gettext_lazy("Change the obligation")
    done = gettext_lazy("The obligation has been changed.")

    def get_initial(self) -> dict[str, Any]:
        """Fill in what stands."""
        need = self.need
        names = ("title", "legal_basis", "year", "amount")
        return {"level": need.binding_level, **{name: getattr(need, name) for name in names}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        url = reverse("governance:need_withdrawal", args=[self.need.pk])
        return super().get_context_data(withdraw_url=url, **kwargs)

    def make(self, form: NeedForm) -> None:
        change_need(self.need, form.need(), actor=self.request.user)


class NeedWithdrawal(_OneNeed):
    """Keep no more money for it."""

    form_class = ReasonForm
    act = "need.withdraw"
    heading = gettext_lazy("The obligation is no longer expected")
    lead = gettext_lazy("No more money is kept for it. The line stays in the register with your reason.")
    button = gettext_lazy("Keep no more money for it")
    done = gettext_lazy("No more money is kept for the obligation.")

    def facts(self) -> "Sequence[tuple[Any, Any]]":
        need = self.need
        return (
            (_("Obligation"), need.title),
            (_("Expected year"), str(need.year)),
            (_("Expected amount"), kroner(need.amount)),
        )

    def make(self, form: ReasonForm) -> None:
        withdraw_need(self.need, reason=form.cleaned_data["reason"], actor=self.request.user)
