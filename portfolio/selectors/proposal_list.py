"""The list of proposals: saved views, filters as chips, sorted rows, sums of the whole filter."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import ngettext, pgettext_lazy

from core.ui import Tone
from portfolio.enums import CLOSED_STATES, DECIDED_STATES, ProposalKind, ProposalState
from portfolio.filters import ProposalFilter
from portfolio.models import Proposal
from portfolio.selectors.proposal_page import TONES
from portfolio.tables import COLUMNS, Column

if TYPE_CHECKING:
    from django.http import QueryDict

    from core.models import User

VIEWS: dict[str, Any] = {
    "mine": pgettext_lazy("view", "Mine"),
    "open": pgettext_lazy("view", "In progress"),
    "decided": pgettext_lazy("view", "Decided"),
    "all": pgettext_lazy("view", "All"),
    "suggestions": pgettext_lazy("view", "Suggestions"),
}
PAGE_SIZES = (25, 50, 100)
DEFAULT_SORT = "-number"
MOST_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Link:
    """A tab, a chip or a column's head: what it says and where it leads."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's head; `sorted` is "ascending", "descending" or empty."""

    column: Column
    url: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    url: str
    number: str
    title: str
    kind: str
    unit: str
    state: str
    tone: Tone
    vendor_cost: Decimal | None
    requested_amount: Decimal | None


class ProposalList:
    """The list as one reader sees it through one address."""

    def __init__(self, query: "QueryDict", reader: "User") -> None:
        """Read the address: `view`, the filters, `sort`, `page` and `page_size`; nonsense falls back."""
        self.query = query
        self.reader = reader
        self.view = query.get("view", "") if query.get("view", "") in VIEWS else "all"
        self.text = query.get("q", "").strip()[:MOST_CHARACTERS]
        rows = self._of_view(Proposal.objects.visible_to(reader)).matching(self.text)
        self.filter = ProposalFilter(query, queryset=rows)
        self.sort = query.get("sort", "") if query.get("sort", "").lstrip("-") in COLUMNS else DEFAULT_SORT

    def _of_view(self, rows: Any) -> Any:
        match self.view:
            case "mine":
                own = Proposal.objects.editable_by(self.reader).order_by() | Proposal.objects.filter(owner=self.reader)
                return rows.filter(pk__in=own.order_by().values("pk"))
            case "open":
                return rows.exclude(state__in=(*CLOSED_STATES, ProposalState.DRAFT, ProposalState.APPROVED))
            case "decided":
                return rows.filter(state__in=DECIDED_STATES)
            case "suggestions":
                return rows.filter(kind=ProposalKind.SUGGESTION)
        return rows

    @cached_property
    def rows(self) -> QuerySet[Proposal]:
        """Return the filtered rows, sorted, with what a line shows."""
        column = COLUMNS[self.sort.lstrip("-")]
        # What is not stated comes last; only drafts, which have no number yet, are newer than the newest number.
        last = True if column.missing_last else None
        down = self.sort.startswith("-")
        keys = [F(key).desc(nulls_last=last) if down else F(key).asc(nulls_last=last) for key in column.keys]
        rows: QuerySet[Proposal] = self.filter.qs.select_related("unit").order_by(*keys, "-pk")
        return rows

    @cached_property
    def totals(self) -> dict[str, Any]:
        """Return count and sums of the whole filter, in one query."""
        sums: dict[str, Any] = self.filter.qs.order_by().aggregate(
            count=Count("pk"), vendor_cost=Sum("vendor_cost"), requested_amount=Sum("requested_amount")
        )
        return sums

    @cached_property
    def page(self) -> Page[Proposal]:
        """Return the page asked for; a page that is not there is the nearest one."""
        paginator = Paginator(self.rows, self.page_size)
        paginator.count = self.totals["count"]
        return paginator.get_page(self.query.get("page"))

    @property
    def page_size(self) -> int:
        """Return 25, 50 or 100."""
        asked = self.query.get("page_size", "")
        return int(asked) if asked in map(str, PAGE_SIZES) else PAGE_SIZES[0]

    @property
    def lines(self) -> list[Row]:
        """Return the lines of this page."""
        return [_line(proposal) for proposal in self.page]

    @property
    def tabs(self) -> list[Link]:
        """Return the saved views; a view keeps the order, not the search and the filters."""
        return [Link(str(label), self._address(only=("sort", "page_size"), view=name), name == self.view)
                for name, label in VIEWS.items()]  # fmt: skip

    @property
    def sizes(self) -> list[Link]:
        """Return the page sizes."""
        return [Link(str(size), self._address(page_size=str(size)), size == self.page_size) for size in PAGE_SIZES]

    @property
    def headings(self) -> list[Heading]:
        """Return the columns with the address that sorts by each; the one in force turns round."""
        return [self._heading(column) for column in COLUMNS.values()]

    @property
    def chips(self) -> list[Link]:
        """Return the filters in force, each with the address without it."""
        return [
            Link(f"{label}: {shown}" if shown else str(label), self._without(name, value))
            for name, value, label, shown in self.filter.in_force()
        ]

    @property
    def clear_url(self) -> str:
        """Return the address of the view without any filter."""
        return self._address(only=("view", "sort", "page_size"))

    @property
    def export_url(self) -> str:
        """Return the address of the same rows as a file."""
        query = self.query.copy()
        for name in ("page", "page_size"):
            query.pop(name, None)
        return f"{reverse('portfolio:proposal_export')}?{query.urlencode()}"

    def _heading(self, column: Column) -> Heading:
        up = self.sort == column.name
        down = self.sort == f"-{column.name}"
        first = f"-{column.name}" if column.amount or column.name == "number" else column.name
        turned = column.name if down else f"-{column.name}" if up else first
        return Heading(column, self._address(sort=turned), "ascending" if up else "descending" if down else "")

    def _address(self, only: tuple[str, ...] | None = None, **changed: str) -> str:
        query = self.query.copy()
        for name in [name for name in query if name == "page" or (only is not None and name not in only)]:
            del query[name]
        for name, value in changed.items():
            query[name] = value
        return f"?{query.urlencode()}"

    def _without(self, name: str, value: str) -> str:
        query = self.query.copy()
        query.setlist(name, [one for one in query.getlist(name) if one != value])
        query.pop("page", None)
        return f"?{query.urlencode()}"

    @property
    def count_text(self) -> str:
        """Return how many there are, in words."""
        count = self.totals["count"]
        return ngettext("%(count)s case", "%(count)s cases", count) % {"count": f"{count:,}".replace(",", ".")}


def _line(proposal: Proposal) -> Row:
    return Row(
        url=reverse("portfolio:proposal_detail", args=[proposal.pk]),
        number=proposal.number,
        title=proposal.title,
        kind=proposal.get_kind_display(),
        unit=proposal.unit.name,
        state=proposal.get_state_display(),
        tone=TONES.get(proposal.state, "info"),
        vendor_cost=proposal.vendor_cost,
        requested_amount=proposal.requested_amount,
    )
