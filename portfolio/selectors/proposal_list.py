"""The list of proposals: saved views, filters as chips, sorted rows, sums of the whole filter."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from core.ui import Tone
from portfolio.enums import CLOSED_STATES, DECIDED_STATES, ProposalKind, ProposalState
from portfolio.filters import ProposalFilter
from portfolio.models import Proposal
from portfolio.permissions import may_begin
from portfolio.selectors.listing import Listing, Words, grouped
from portfolio.selectors.proposal_page import TONES
from portfolio.tables import COLUMNS


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    pk: int
    url: str
    number: str
    title: str
    kind: str
    unit: str
    state: str
    tone: Tone
    vendor_cost: Decimal | None
    requested_amount: Decimal | None


class ProposalList(Listing[Proposal]):
    """The list as one reader sees it through one address."""

    title = gettext_lazy("Cases")
    search_label = gettext_lazy("Search number or title")
    table = "cases"
    unfound = Words(
        gettext_lazy("No case fits"),
        gettext_lazy("Try a shorter word, or remove a filter. Drafts of others are not shown here."),
    )
    empty: ClassVar[Mapping[str, Words]] = {
        "mine": Words(
            gettext_lazy("You have no cases yet"),
            gettext_lazy(
                "Here you will find what you write, write along on, or own. "
                "Have you seen something that could be done better? Start with a suggestion."
            ),
        ),
        "": Words(
            gettext_lazy("There is nothing here yet"), gettext_lazy("Cases turn up here as soon as they are submitted.")
        ),
    }
    views: ClassVar[Mapping[str, Any]] = {
        "mine": pgettext_lazy("view", "Mine"),
        "open": pgettext_lazy("view", "In progress"),
        "decided": pgettext_lazy("view", "Decided"),
        "all": pgettext_lazy("view", "All"),
        "suggestions": pgettext_lazy("view", "Suggestions"),
    }
    columns = COLUMNS
    filter_class = ProposalFilter
    default_view = "all"
    # Only drafts, which have no number yet, are newer than the newest number.
    default_sort = "-number"
    related = ("unit",)
    # Author and owner tell which moves suit the reader.
    shown = (
        "kind", "state", "year", "serial", "title", "vendor_cost", "requested_amount", "unit__name", "author", "owner",
    )  # fmt: skip
    exports: ClassVar[Mapping[str, str]] = {"CSV": "portfolio:proposal_export", "Excel": "portfolio:proposal_sheet"}
    line_template = "portfolio/_proposal_cells.html"

    def readable(self) -> Any:
        """Return the cases of the view that the reader may see and the search finds."""
        return self._of_view(Proposal.objects.visible_to(self.reader)).matching(self.text)

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
    def totals(self) -> dict[str, Any]:
        """Return count and sums of the whole filter, in one query."""
        sums: dict[str, Any] = self.filter.qs.order_by().aggregate(
            count=Count("pk"), vendor_cost=Sum("vendor_cost"), requested_amount=Sum("requested_amount")
        )
        return sums

    @property
    def lines(self) -> list[Row]:
        """Return the lines of this page."""
        return [_line(proposal) for proposal in self.page]

    @property
    def count_text(self) -> str:
        """Return how many there are, in words."""
        count = self.totals["count"]
        return ngettext("%(count)s case", "%(count)s cases", count) % {"count": grouped(count)}

    @property
    def nothing(self) -> Words:
        """Return what stands where there are no lines; the audit begins none itself."""
        words, begins = super().nothing, may_begin(self.reader)
        if words is self.empty["mine"] and not begins.allowed:
            return Words(words.title, begins.reason)
        return words


def _line(proposal: Proposal) -> Row:
    return Row(
        pk=proposal.pk,
        url=reverse("portfolio:proposal_detail", args=[proposal.pk]),
        number=proposal.number,
        title=proposal.title,
        kind=str(ProposalKind(proposal.kind).label),
        unit=proposal.unit.name,
        state=str(ProposalState(proposal.state).label),
        tone=TONES.get(proposal.state, "info"),
        vendor_cost=proposal.vendor_cost,
        requested_amount=proposal.requested_amount,
    )
