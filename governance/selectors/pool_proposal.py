"""What the pool's workbench proposes for a case: the amount in the newest scenario that has been put forward."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from governance.models import Scenario, ScenarioCase
from governance.selectors.case import read_ahead

if TYPE_CHECKING:
    from core.models import User
    from portfolio.models import Proposal


def pool_proposal(proposal: "Proposal") -> ScenarioCase | None:
    """Return what is proposed for the case, or None; asks nothing of a case that the page has read ahead."""
    read_ahead(proposal)
    rows = [row for row in proposal.scenarios.all() if row.proposed is not None]
    return max(rows, key=lambda row: row.scenario_id, default=None)


def proposed_amounts(proposals: Iterable[int], reader: "User") -> dict[int, Decimal]:
    """Return the amount proposed for each of the cases, as far as `reader` may see the scenario; one query."""
    rows = ScenarioCase.objects.filter(
        proposal__in=list(proposals), proposed__isnull=False, scenario__in=Scenario.objects.visible_to(reader)
    )
    # The newest one comes last and stands.
    return {row.proposal_id: row.proposed or Decimal(0) for row in rows.order_by("scenario_id")}
