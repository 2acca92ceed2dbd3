"""What awaits management's decision: cases that have been recommended, and what projects ask."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Subquery, Window
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.enums import RecommendationOutcome
from governance.models import Recommendation
from governance.selectors.overview_capacity import case_list, project_list
from portfolio.enums import ProposalState
from portfolio.models import Project, Proposal

if TYPE_CHECKING:
    from core.models import User

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to decide. `amount` is DKK as recommended, None where no money is asked for."""

    number: str
    title: str
    what: str
    amount: Decimal | None
    since: datetime | None
    url: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """The oldest matters first, and how many there are in all."""

    matters: tuple[Matter, ...]
    count: int
    url: str

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.matters)


def awaiting_decision(reader: "User") -> Awaited:
    """Return the cases with management for decision, with what the group recommends."""
    newest = Recommendation.objects.filter(proposal=OuterRef("pk")).order_by("-pk")
    rows: Any = (
        Proposal.objects.visible_to(reader)
        .standing(ProposalState.RECOMMENDED)
        .annotate(
            total=Window(Count("pk")),
            said=Subquery(newest.values("outcome")[:1]),
            recommended=Subquery(newest.values("amount")[:1]),
        )
        .order_by("state_since", "pk")
    )
    found = list(rows[:SHOWN])
    url = case_list(state=ProposalState.RECOMMENDED.value)
    return Awaited(tuple(map(_case, found)), found[0].total if found else 0, url)


def asked_by_projects(reader: "User") -> Awaited:
    """Return what running projects ask management to decide in their newest status."""
    rows: Any = (
        Project.objects.visible_to(reader)
        .asking()
        .select_related("proposal")
        .annotate(total=Window(Count("pk")))
        .order_by("status_month", "pk")
    )
    found = list(rows[:SHOWN])
    return Awaited(tuple(map(_question, found)), found[0].total if found else 0, project_list(view="asking"))


def _case(row: Any) -> Matter:
    outcome = str(RecommendationOutcome(row.said).label) if row.said else _("without a recommendation")
    url = reverse("portfolio:proposal_detail", args=[row.pk])
    return Matter(row.number, row.title, outcome, row.recommended or None, row.state_since, url)


def _question(row: Project) -> Matter:
    url = reverse("governance:project_detail", args=[row.pk])
    return Matter(row.number, row.title, row.decision_needed, None, None, url)
