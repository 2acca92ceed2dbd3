"""How a body works: shown and set by administrators and its secretary."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from core import clock
from core.domain.refusal import Refused, require
from core.refusals import answer_refusal
from core.views.once import PostedOnce
from governance.domain.body_settings import HOLD, may_set, set_letters_wait
from governance.forms.body_settings import AT_ONCE, WAIT, BodySettingsForm
from governance.selectors.body_settings import body_settings, body_to_set
from governance.selectors.standing import reader_standing

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest


class BodySettingsView(PostedOnce, FormView[BodySettingsForm]):
    """Set when the letters leave."""

    request: "PersonRequest"
    template_name = "governance/body_settings.html"
    form_class = BodySettingsForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        """Whoever may not set it is told who can, on the body's own page."""
        self.body = body_to_set(kwargs["code"])
        if before := self.answered_before():
            return before
        try:
            require(may_set(self.body, request.user, reader_standing(request)), act=HOLD, subject=self.body)
        except Refused as refusal:
            return answer_refusal(request, refusal, otherwise=self._body_url())
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"letters": WAIT if self.body.letters_wait else AT_ONCE}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = body_settings(self.body, self.request, clock.today())
        return super().get_context_data(page=page, back=self._body_url(), **kwargs)

    def form_valid(self, form: BodySettingsForm) -> "HttpResponse":
        """Set it; a refusal stands on the same page."""
        try:
            return self.carry_out(lambda: self._set(form), _("It has been set."))
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            return self.form_invalid(form)

    def _set(self, form: BodySettingsForm) -> str:
        set_letters_wait(self.body, wait=form.waits(), actor=self.request.user)
        return reverse("governance:body_settings", args=[self.body.code])

    def _body_url(self) -> str:
        return reverse("governance:body_detail", args=[self.body.code])
