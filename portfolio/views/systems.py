"""The pages of the register of systems and contracts."""

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from core.csv_export import csv_response
from core.domain.refusal import Refused, require
from core.selectors.people import suggested_people
from core.xlsx_export import written, xlsx_response
from portfolio.domain.systems import keep_contract, keep_system, may_keep
from portfolio.forms.systems import ContractForm, SystemForm
from portfolio.models import Contract, System
from portfolio.selectors.systems import SystemList, contract_list, register_actions, system_page

if TYPE_CHECKING:
    from django.http import HttpResponse, StreamingHttpResponse
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest


@require_safe
def system_list(request: "PersonRequest") -> "HttpResponse":
    """Show the systems."""
    context = {
        "list": SystemList(request.GET, request.user),
        "lead": _("What the municipality has already, who is responsible for it, and when its contracts expire."),
        "actions": register_actions(request.user),
    }
    return render(request, "portfolio/listing.html", context)


@require_safe
def system_export(request: "PersonRequest") -> "StreamingHttpResponse":
    """Send what the list shows, all pages of it, as a CSV file."""
    lines = SystemList(request.GET, request.user).sheet()
    return csv_response((list(map(written, line)) for line in lines), file_name="systemer.csv")


@require_safe
def system_sheet(request: "PersonRequest") -> "HttpResponse":
    """Send the same as an Excel workbook."""
    lines = SystemList(request.GET, request.user).sheet()
    return xlsx_response(lines, name=_("Systems"), file_name="systemer.xlsx")


@require_safe
def system_detail(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show a system."""
    system = get_object_or_404(System.objects.select_related("owner", "unit"), pk=pk)
    return render(request, "portfolio/system_detail.html", {"page": system_page(request, system)})


@require_safe
def expiring_contracts(request: "PersonRequest") -> "HttpResponse":
    """Show the contracts that expire."""
    return render(request, "portfolio/contract_list.html", {"list": contract_list(request.GET.get("maaneder", ""))})


class RegisterFormView(FormView[Any]):
    """A page on which the register is kept; whoever may not is told who can."""

    request: "PersonRequest"
    template_name = "portfolio/system_form.html"
    act: str

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        require(may_keep(request.user), act=self.act, subject=self.system)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def system(self) -> System | None:
        """Return the system, or 404; None where a new one is entered."""
        return get_object_or_404(System, pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("portfolio:system_detail", args=[self.system.pk]) if self.system else ""
        return super().get_context_data(
            system=self.system, back=back or reverse("portfolio:system_list"), people=suggested_people(), **kwargs
        )

    def form_valid(self, form: Any) -> HttpResponseRedirect:
        """Keep it; a refusal stands on the same page with the text kept."""
        try:
            system = self.keep(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[return-value]
        messages.success(self.request, _("%(name)s has been saved.") % {"name": system.name})
        return HttpResponseRedirect(reverse("portfolio:system_detail", args=[system.pk]))

    @abstractmethod
    def keep(self, data: dict[str, Any]) -> System:
        """Keep what was written and return the system."""


class SystemCreate(RegisterFormView):
    """Enter a system."""

    form_class = SystemForm
    act = "system.create"

    def keep(self, data: dict[str, Any]) -> System:
        return keep_system(None, actor=self.request.user, fields=data)


class SystemChange(RegisterFormView):
    """Change a system."""

    form_class = SystemForm
    act = "system.change"

    def get_initial(self) -> dict[str, Any]:
        said = {True: "yes", False: "no", None: ""}
        row = self.system
        names = [name for name in SystemForm.base_fields if name != "delivers_data"]
        return {name: getattr(row, name) for name in names} | {
            "delivers_data": said[row.delivers_data if row else None]
        }

    def keep(self, data: dict[str, Any]) -> System:
        return keep_system(self.system, actor=self.request.user, fields=data)


class ContractCreate(RegisterFormView):
    """Enter a contract on a system."""

    form_class = ContractForm
    act = "contract.create"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"reader": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return {"supplier": self.system.supplier if self.system else ""}

    def keep(self, data: dict[str, Any]) -> System:
        system = get_object_or_404(System, pk=self.kwargs["pk"])
        keep_contract(system, None, actor=self.request.user, fields=data)
        return system


class ContractChange(ContractCreate):
    """Change a contract."""

    act = "contract.change"

    @cached_property
    def contract(self) -> Contract:
        """Return the contract, or 404."""
        return get_object_or_404(Contract.objects.select_related("system", "proposal"), pk=self.kwargs["pk"])

    @cached_property
    def system(self) -> System | None:
        """Return the contract's system."""
        return self.contract.system

    def get_initial(self) -> dict[str, Any]:
        row = self.contract
        names = [name for name in ContractForm.base_fields if name != "proposal"]
        number = row.proposal.number if row.proposal else ""
        return {name: getattr(row, name) for name in names} | {"proposal": number}

    def keep(self, data: dict[str, Any]) -> System:
        keep_contract(self.contract.system, self.contract, actor=self.request.user, fields=data)
        return self.contract.system
