"""The pool: its years and its ledger, and the frame that the council gives."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from core.clock import today
from core.domain.refusal import Refused, require
from core.ui import Action
from governance.domain.ledger import may_set_frame, set_frame
from governance.forms.pool import FrameForm
from governance.models import PoolYear
from governance.selectors.pool import the_pool
from governance.selectors.pool_criteria import criteria_in_force
from governance.selectors.pool_page import pool_page
from governance.selectors.standing import reader_standing

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest
    from core.models import User


def require_pool(reader: "User") -> None:
    """Raise Http404 for who does not see the pool, and where policy has none."""
    if not reader.has_perm("governance.view_pool") or not criteria_in_force():
        raise Http404


def pool_detail(request: "PersonRequest") -> "HttpResponse":
    """Show the years and a page of the ledger."""
    require_pool(request.user)
    page = pool_page(request.user, request.GET.get("page"))
    actions = []
    if may_set_frame(reader_standing(request)):
        actions = [Action(_("Enter a frame"), reverse("governance:pool_frame"), primary=True)]
    return render(request, "governance/pool_detail.html", {"page": page, "actions": actions})


class FrameView(FormView[FrameForm]):
    """Enter the frame of a year, or change it; `?year=` fills in what stands."""

    request: "PersonRequest"
    template_name = "governance/pool_frame.html"
    form_class = FrameForm
    heading = gettext_lazy("The pool's frame")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        require_pool(request.user)
        require(may_set_frame(reader_standing(request)), act="pool.set_frame")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Return what stands of the year asked for, or a new year after the last."""
        years = PoolYear.objects.filter(pool=the_pool())
        asked = self.request.GET.get("year", "")
        row = years.filter(year=int(asked)).first() if asked.isascii() and asked.isdigit() and len(asked) == 4 else None  # noqa: PLR2004 - a year's digits
        if row is None:
            last = years.order_by("year").last()
            year = last.year + 1 if last else today().year
            return {"year": year, "price_year": year}
        names = ("year", "price_year", "budget_reference", "expected_mandatory")
        return {"amount": row.frame, **{name: getattr(row, name) for name in names}}

    def form_valid(self, form: FrameForm) -> "HttpResponse":
        """Enter it; a refusal stands on the same page with the figures kept."""
        try:
            year = set_frame(form.frame(), actor=self.request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(self.request, _("The frame of %(year)s has been entered.") % {"year": year.year})
        return HttpResponseRedirect(reverse("governance:pool_detail"))
