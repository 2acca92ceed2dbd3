"""The organisation tree and its units."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import clock
from core.domain.organisation import may_manage_organisation
from core.domain.units import change_unit, close_unit, create_unit
from core.enums import UnitKind
from core.forms.units import CloseUnitForm, NewUnitForm, UnitForm
from core.models import Unit
from core.panels import fill
from core.selectors.history import history
from core.selectors.units import found_units, organisation, organisation_tabs
from core.selectors.units import unit_page as assemble
from core.ui import Action
from core.views.administrators import AdministratorFormView

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest


@require_GET
def unit_list(request: "PersonRequest") -> "HttpResponse":
    """Show the tree; `?lukkede=1` shows the closed units too, `?q=` the units that are found."""
    with_closed = request.GET.get("lukkede") == "1"
    wanted = request.GET.get("q", "").strip()
    context = {
        "wanted": wanted,
        "found": found_units(wanted) if wanted else (),
        "organisation": organisation(with_closed=with_closed),
        "with_closed": with_closed,
        "tabs": organisation_tabs(request),
        "actions": [Action(_("Create a unit"), reverse("core:unit_create"), primary=True)] if _manages(request) else [],
    }
    return render(request, "core/unit_list.html", context)


@require_GET
def unit_detail(request: "PersonRequest", code: str) -> "HttpResponse":
    """Show one unit."""
    page = assemble(code)
    context = {
        "page": page,
        "actions": _actions(page.unit) if _manages(request) else [],
        "panels": fill("unit", request, page.unit),
        "history": history(page.unit, limit=50),
    }
    return render(request, "core/unit_detail.html", context)


class UnitCreate(AdministratorFormView):
    """Create a unit."""

    form_class = NewUnitForm
    template_name = "core/unit_form.html"
    act = "unit.create"

    def get_initial(self) -> dict[str, Any]:
        above = Unit.objects.filter(code=self.request.GET.get("under", "")).first()
        return {"parent": above, "kind": UnitKind.UNIT}

    def move(self, data: dict[str, Any]) -> None:
        unit = create_unit(**data, actor=self.request.user)
        messages.success(self.request, _("%(unit)s has been created.") % {"unit": unit.name})
        self.success_url = reverse("core:unit_detail", args=[unit.code])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        words = {"title": _("Create a unit"), "submit": _("Create the unit"), "back": reverse("core:unit_list")}
        return super().get_context_data(**words, **context)


class OfUnit(AdministratorFormView):
    """A move on one unit."""

    @cached_property
    def unit(self) -> Unit:
        """Return the unit, or 404."""
        unit: Unit = get_object_or_404(Unit.objects.select_related("parent"), code=self.kwargs["code"])
        return unit

    def subject(self) -> Unit:
        return self.unit

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "unit": self.unit}

    def get_success_url(self) -> str:
        return reverse("core:unit_detail", args=[self.unit.code])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        back = self.get_success_url()
        return super().get_context_data(unit=self.unit, back=back, object_url=back, **context)


class UnitChange(OfUnit):
    """Rename or move a unit."""

    form_class = UnitForm
    template_name = "core/unit_form.html"
    act = "unit.change"

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.unit.name, "aliases": self.unit.aliases, "parent": self.unit.parent}

    def move(self, data: dict[str, Any]) -> None:
        unit = change_unit(self.unit, **data, actor=self.request.user)
        messages.success(self.request, _("%(unit)s has been changed.") % {"unit": unit.name})

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        title = _("Change %(name)s") % {"name": self.unit.name}
        return super().get_context_data(title=title, submit=_("Save"), **context)


class UnitClose(OfUnit):
    """Close a unit."""

    form_class = CloseUnitForm
    template_name = "core/unit_close.html"
    act = "unit.close"

    def get_initial(self) -> dict[str, Any]:
        return {"last_day": clock.today()}

    def move(self, data: dict[str, Any]) -> None:
        unit = close_unit(self.unit, **data, actor=self.request.user)
        messages.success(self.request, _("%(unit)s has been closed down.") % {"unit": unit.name})

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(page=assemble(self.unit.code), **context)


def _manages(request: "PersonRequest") -> bool:
    return bool(may_manage_organisation(request.user))


def _actions(unit: Unit) -> list[Action]:
    closed = unit.valid_to is not None
    why = _("The unit is already closed down.")
    return [
        Action(_("Change"), reverse("core:unit_change", args=[unit.code])),
        Action(
            _("Create a unit below"), f"{reverse('core:unit_create')}?under={unit.code}", enabled=not closed, why=why
        ),
        Action(_("Close down"), reverse("core:unit_close", args=[unit.code]), enabled=not closed, why=why),
    ]
