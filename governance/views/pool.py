"""The pool: its years and its ledger, and the frame that the council gives."""

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.clock import today
from core.ui import Action
from governance.domain.ledger import may_set_frame, set_frame
from governance.domain.ledger_moves import may_keep_ledger
from governance.domain.scenarios import opens_workbench
from governance.forms.pool import FrameForm
from governance.models import PoolYear
from governance.selectors.pool import the_pool
from governance.selectors.pool_page import PoolPage, pool_page
from governance.selectors.standing import reader_standing
from governance.views.pool_form import PoolFormView, require_pool

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.domain.refusal import Answer
    from core.http import PersonRequest
    from governance.selectors.standing import Standing


def pool_detail(request: "PersonRequest") -> "HttpResponse":
    """Show the years and a page of the ledger."""
    require_pool(request.user)
    page = pool_page(request.user, request.GET.get("page"))
    standing = reader_standing(request)
    actions = []
    if may_set_frame(standing):
        actions = [Action(_("Enter a frame"), reverse("governance:pool_frame"), primary=not page.rows)]
    if page.rows and may_keep_ledger(standing):
        actions += [
            Action(_("Post an expenditure"), reverse("governance:pool_expenditure")),
            Action(_("Move money between years"), reverse("governance:pool_transfer")),
        ]
    keeps = bool(may_keep_ledger(standing))
    years = _bench_years(request, page)
    context = {"page": page, "actions": actions, "keeps": keeps, "bench_years": years}
    return render(request, "governance/pool_detail.html", context)


def _bench_years(request: "PersonRequest", page: PoolPage) -> list[int]:
    """Return the years whose workbench the reader may open, this one first; those that are over have none to offer."""
    if not opens_workbench(request.user, reader_standing(request)):
        return []
    return sorted(row.line.year for row in page.rows if row.line.year >= today().year)


class FrameView(PoolFormView):
    """Enter the frame of a year, or change it; `?year=` fills in what stands."""

    form_class = FrameForm
    act = "pool.set_frame"
    heading = gettext_lazy("The pool's frame")
    lead = gettext_lazy(
        "Enter what the council's budget gives. A change is posted as a counter-entry; what has been allocated stands."
    )
    button = gettext_lazy("Enter the frame")
    done = gettext_lazy("The frame has been entered.")

    def may(self, standing: "Standing") -> "Answer":
        return may_set_frame(standing)

    def get_initial(self) -> dict[str, Any]:
        """Return what stands of the year asked for, or a new year after the last."""
        years = PoolYear.objects.filter(pool=the_pool())
        asked = self.request.GET.get("year", "")
        row = years.filter(year=int(asked)).first() if asked.isascii() and asked.isdigit() and len(asked) == 4 else None  # noqa: PLR2004 - a year's digits
        if row is None:
            last = years.order_by("year").last()
            year = last.year + 1 if last else today().year
            return {"year": year, "price_year": year}
        names = ("year", "price_year", "budget_reference")
        return {"amount": row.frame, **{name: getattr(row, name) for name in names}}

    def make(self, form: FrameForm) -> None:
        set_frame(form.frame(), actor=self.request.user)
