"""The register of systems as its pages show it: the list, one system, the contracts that expire."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from core.clock import today
from core.panels import Filled, fill
from core.selectors.history import history
from core.sorting import DanishSortKey
from core.ui import Action, HistoryLine
from portfolio.domain.systems import KEEPS
from portfolio.filters import SystemFilter
from portfolio.models import Contract, Proposal, System
from portfolio.selectors.listing import Link, Listing, Words, grouped
from portfolio.tables import Column

if TYPE_CHECKING:
    from core.http import PersonRequest
    from core.models import User
    from core.xlsx_export import Cell

# How far ahead the list of contracts looks, in months.
AHEAD = (6, 12, 24)
_MONTH = timedelta(days=30.4375)
COLUMNS = {
    column.name: column
    for column in (
        Column("name", pgettext_lazy("column", "System"), ("danish_name",)),
        Column("kind", pgettext_lazy("column", "Kind"), ("kind", "danish_name")),
        Column("owner", pgettext_lazy("column", "Responsible"), ("owner__sort_key",), missing_last=True),
        Column("supplier", pgettext_lazy("column", "Supplier"), ("supplier",)),
        Column("state", pgettext_lazy("column", "State"), ("state", "danish_name")),
        Column("expires", pgettext_lazy("column", "Contract expires"), ("expires",), missing_last=True),
    )
}


@dataclass(frozen=True, slots=True)
class SystemRow:
    """One line of the list; `expires` is when the next contract does, `expired` that even the last has."""

    url: str
    name: str
    unit: str
    kind: str
    owner: str
    supplier: str
    state: str
    expires: date | None
    expired: bool


class SystemList(Listing[System]):
    """The list as one reader sees it through one address."""

    title = gettext_lazy("Systems")
    search_label = gettext_lazy("Search name, purpose or supplier")
    table = "systems"
    unfound = Words(
        gettext_lazy("No system fits"), gettext_lazy("Try a shorter word, remove a filter, or look under All.")
    )
    empty: ClassVar[Mapping[str, Words]] = {
        "ownerless": Words(
            gettext_lazy("Every system has somebody responsible"),
            gettext_lazy("A system turns up here when nobody in office is responsible for it."),
        ),
        "mine": Words(
            gettext_lazy("You are responsible for no system"),
            gettext_lazy("Here you will find the systems that you answer for."),
        ),
        "": Words(
            gettext_lazy("No system has been entered yet"),
            gettext_lazy(
                "The IT department enters the systems, or an administrator imports them from another register."
            ),
        ),
    }
    views: ClassVar[Mapping[str, Any]] = {
        "all": pgettext_lazy("view", "All"),
        "ownerless": pgettext_lazy("view", "Without anybody responsible"),
        "mine": pgettext_lazy("view", "Mine"),
    }
    columns = COLUMNS
    filter_class = SystemFilter
    default_view = "all"
    default_sort = "name"
    related = ("owner", "unit")
    exports: ClassVar[Mapping[str, str]] = {"CSV": "portfolio:system_export", "Excel": "portfolio:system_sheet"}
    line_template = "portfolio/_system_cells.html"

    def readable(self) -> Any:
        """Return the systems of the view that the search finds."""
        rows = System.objects.matching(self.text)
        if self.view == "ownerless":
            rows = rows.ownerless()
        if self.view == "mine":
            rows = rows.filter(owner=self.reader)
        # The next to expire; where all have expired already, the last that did.
        ahead = Min("contracts__ends_on", filter=Q(contracts__ends_on__gte=today()))
        return rows.annotate(expires=Coalesce(ahead, Max("contracts__ends_on")), danish_name=DanishSortKey("name"))

    @cached_property
    def totals(self) -> dict[str, Any]:
        """Return how many there are, and how many nobody is responsible for."""
        counted: dict[str, Any] = self.filter.qs.order_by().aggregate(
            count=Count("pk", distinct=True),
            ownerless=Count("pk", filter=System.objects.without_owner(), distinct=True),
        )
        return counted

    @cached_property
    def lines(self) -> list[SystemRow]:
        """Return the lines of this page."""
        return [_row(system, today()) for system in self.page]

    @property
    def count_text(self) -> str:
        """Return how many there are in words."""
        count, lacking = self.totals["count"], self.totals["ownerless"]
        said = ngettext("%(count)s system", "%(count)s systems", count) % {"count": grouped(count)}
        if lacking:
            said += ", " + _("%(count)s without anybody responsible") % {"count": grouped(lacking)}
        return said

    def sheet(self) -> "Iterator[list[Cell]]":
        """Yield the head and all rows of the filter for a file; an import takes the same columns."""
        yield [str(one) for one in (
            _("Number"), _("Name"), _("Kind"), _("Purpose"), _("Unit"), _("Responsible"), _("Supplier"), _("Operation"),
            _("State"), _("Security standard"), _("Contract expires"),
        )]  # fmt: skip
        for one in self.rows.iterator(chunk_size=500):
            yield [
                one.reference, one.name, one.get_kind_display(), one.purpose, one.unit.code if one.unit else "",
                one.owner.email if one.owner else "", one.supplier, one.get_operation_display(),
                one.get_state_display(), one.security_standard, one.expires,  # type: ignore[attr-defined]  # annotated
            ]  # fmt: skip


def _row(system: System, day: date) -> SystemRow:
    expires: date | None = system.expires  # type: ignore[attr-defined]  # annotated
    return SystemRow(
        url=reverse("portfolio:system_detail", args=[system.pk]),
        name=system.name,
        unit=system.unit.name if system.unit else "",
        kind=system.get_kind_display(),
        owner=system.owner.name if system.owner else "",
        supplier=system.supplier,
        state=system.get_state_display(),
        expires=expires,
        expired=expires is not None and expires < day,
    )


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A contract with the case that it carries out, where the reader may see that."""

    contract: Contract
    case: Proposal | None
    change_url: str


@dataclass(frozen=True, slots=True)
class SystemPage:
    """One system; `panels` are what higher rooms say of it."""

    system: System
    contracts: tuple[ContractLine, ...]
    actions: tuple[Action, ...]
    panels: tuple[Filled, ...]
    lines: tuple[HistoryLine, ...]


@dataclass(frozen=True, slots=True)
class ContractList:
    """The contracts that expire within some months, those that have expired first."""

    contracts: tuple[Contract, ...]
    tabs: tuple[Link, ...]
    months: int
    count_text: str


def system_page(request: "PersonRequest", system: System) -> SystemPage:
    """Assemble the page of one system."""
    keeps = request.user.has_perm(KEEPS)
    contracts = list(system.contracts.select_related("proposal"))
    numbers = [one.proposal_id for one in contracts if one.proposal_id]
    seen = set(Proposal.objects.visible_to(request.user).filter(pk__in=numbers).values_list("pk", flat=True))
    lines = [
        ContractLine(
            one,
            one.proposal if one.proposal_id in seen else None,
            reverse("portfolio:contract_change", args=[one.pk]) if keeps else "",
        )
        for one in contracts
    ]
    actions = (
        (
            Action(_("Change the system"), reverse("portfolio:system_change", args=[system.pk])),
            Action(_("Add a contract"), reverse("portfolio:contract_create", args=[system.pk])),
        )
        if keeps
        else ()
    )
    return SystemPage(
        system, tuple(lines), actions, tuple(fill("system_section", request, system)), tuple(history(system))
    )


def contract_list(asked: str) -> ContractList:
    """Assemble the list; `asked` is the number of months as the address says it."""
    months = int(asked) if asked in map(str, AHEAD) else AHEAD[1]
    rows = Contract.objects.filter(ends_on__lte=today() + months * _MONTH).exclude(system__state="retired")
    found = tuple(rows.select_related("system__owner", "system__unit").order_by("ends_on", "pk"))
    address = reverse("portfolio:contract_list")
    tabs = tuple(
        Link(_("Within %(count)d months") % {"count": one}, f"{address}?maaneder={one}", one == months) for one in AHEAD
    )
    text = ngettext("%(count)d contract", "%(count)d contracts", len(found)) % {"count": len(found)}
    return ContractList(found, tabs, months, text)


def register_actions(person: "User") -> list[Action]:
    """Return what the head of the list offers this reader."""
    actions = [Action(_("Contracts that expire"), reverse("portfolio:contract_list"))]
    if person.has_perm(KEEPS):
        actions.insert(0, Action(_("Enter a system"), reverse("portfolio:system_create"), primary=True))
    return actions
