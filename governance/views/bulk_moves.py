"""A move on several cases: first what it would do, then, when the reader says so, each case by itself."""

import secrets
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from core.domain.refusal import Refused
from core.views.once import PostedOnce
from governance.domain.bulk_moves import BULK_MOVES, MOST_CASES, move_each, needs_reason
from governance.forms.moves import ReasonForm
from governance.how_texts import BULK_WORDS
from governance.selectors.bulk_moves import bulk_outcome, bulk_preview, chosen_cases

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest

_LIST = reverse_lazy("portfolio:proposal_list")
# A key of `PostedOnce`; any other is not used.
_KEY = 32


class BulkMoveView(PostedOnce, FormView[ReasonForm]):
    """The preview; nothing has happened until its form is sent."""

    request: "PersonRequest"
    template_name = "governance/bulk_move.html"
    form_class = ReasonForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        """Read what was chosen; without it the reader goes back to the list with a sentence."""
        said = request.POST if request.method == "POST" else request.GET
        self.name = said.get("move", "")
        numbers = [int(one) for one in said.getlist("sag") if one.isascii() and one.isdigit() and len(one) < _KEY // 2]
        self.cases = chosen_cases(numbers, request.user) if 0 < len(numbers) <= MOST_CASES else []
        if problem := self._problem(len(numbers)):
            messages.error(request, problem)
            return redirect(_LIST)
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> ReasonForm:
        form = super().get_form(form_class)
        form.fields["reason"].required = needs_reason(self.name)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            move=self.name,
            heading=BULK_WORDS[self.name],
            danger="withdrawn" in BULK_MOVES[self.name].targets,
            preview=bulk_preview(self.name, self.cases, self.request),
            **kwargs,
        )

    def form_valid(self, form: ReasonForm) -> "HttpResponseRedirect":
        key = self.once if len(self.once) == _KEY and self.once.isalnum() else secrets.token_hex(_KEY // 2)
        try:
            move_each(self.name, self.cases, actor=self.request.user, reason=form.cleaned_data["reason"], key=key)
        except Refused as refusal:
            messages.error(self.request, str(refusal))
            return HttpResponseRedirect(str(_LIST))
        return HttpResponseRedirect(reverse("governance:bulk_outcome", args=[key]))

    def _problem(self, count: int) -> str:
        if self.name not in BULK_MOVES:
            return _("Choose what is to happen to the cases.")
        if count > MOST_CASES:
            return _("Choose at most %(most)s cases at a time.") % {"most": MOST_CASES}
        return "" if self.cases else _("Choose one case or more in the list.")


@require_safe
def bulk_outcome_page(request: "PersonRequest", key: str) -> "HttpResponse":
    """Show what was done, and what was refused meanwhile."""
    found = bulk_outcome(key, request.user)
    if found is None:
        raise Http404
    name, outcome = found
    return render(request, "governance/bulk_outcome.html", {"heading": BULK_WORDS[name], "outcome": outcome})
