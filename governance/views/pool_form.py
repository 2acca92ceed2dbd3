"""What the pool's forms have in common: who sees the pool, who may, and that a refusal stands on the page."""

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.views.generic import FormView

from core.domain.refusal import Answer, Refused, require
from core.views.once import PostedOnce
from governance.selectors.pool_criteria import criteria_in_force
from governance.selectors.standing import reader_standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest
    from core.models import User
    from governance.selectors.standing import Standing


def require_pool(reader: "User") -> None:
    """Raise Http404 for who does not see the pool, and where policy has none."""
    if not reader.has_perm("governance.view_pool") or not criteria_in_force():
        raise Http404


class PoolFormView(PostedOnce, FormView[Any]):
    """A form whose button posts; `act` names the attempt of who may not."""

    request: "PersonRequest"
    template_name = "governance/pool_form.html"
    act: str
    heading: Any
    lead: Any
    button: Any
    done: Any
    # What stands instead of a form that has nothing to offer.
    nothing: Any = ""
    danger = False
    of_register = False

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        require_pool(request.user)
        require(self.may(reader_standing(request)), act=self.act)
        if before := self.answered_before():
            return before
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(facts=self.facts(), back=self.back(), **kwargs)

    def form_valid(self, form: Any) -> "HttpResponse":
        """Post it; a refusal stands on the same page with what was written kept, and so does an empty form."""
        if not form.fields:
            return self.render_to_response(self.get_context_data(form=form))
        try:
            return self.carry_out(lambda: self._made(form), self.done)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))

    @abstractmethod
    def may(self, standing: "Standing") -> Answer:
        """Answer whether the reader may."""

    @abstractmethod
    def make(self, form: Any) -> None:
        """Post it."""

    def facts(self) -> "Sequence[tuple[Any, Any]]":
        """Return what stands above the form."""
        return ()

    def back(self) -> str:
        """Return where the form leads."""
        return reverse("governance:need_list" if self.of_register else "governance:pool_detail")

    def _made(self, form: Any) -> str:
        self.make(form)
        return self.back()
