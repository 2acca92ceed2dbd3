"""An application as the pool's rules look at it: its real figures, read from where they are stored (D9-D16)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from businesscase.domain.cases import CASE, case_at_hand, result_of
from businesscase.finance import Verdict
from core.children import Child, prefetch_together
from governance.policy.pool_case import CostLine, PoolCase, PoolState
from portfolio.enums import BindingLevel

if TYPE_CHECKING:
    from businesscase.models import BusinessCaseVersion, Result
    from portfolio.models import ProposalVersion


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Why management departs from the main rule of staff hours (D16) and from the forecast (D10); empty for neither."""

    staff_hours: str = ""
    forecast: str = ""


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """What stands in the rows of one version.

    Without a business case that states a cost, the supplier cost stands for the purchase.
    """

    version: "ProposalVersion"
    case: "BusinessCaseVersion | None"
    result: "Result | None"
    cost_lines: tuple[CostLine, ...]
    strategy_nodes: tuple[str, ...]
    on_date: date

    def as_case(
        self,
        *,
        requested: Decimal,
        criterion: str,
        decision_reference: str = "",
        pool: PoolState | None = None,
        exceptions: Exceptions | None = None,
    ) -> PoolCase:
        """Return the case as it is put: by the group, or with its `exceptions` by management.

        Without a `pool` it is not asked what the pool has left.
        """
        version = self.version
        binding = version.obligation_level == BindingLevel.BINDING
        return PoolCase(
            criterion=criterion,
            npv=self.result.npv if self.result else None,
            cost_lines=self.cost_lines,
            requested=requested,
            pool=pool,
            on_date=self.on_date,
            strictly_necessary=bool(version.strictly_necessary_reason.strip()),
            strictly_necessary_reason=version.strictly_necessary_reason,
            decision_reference=decision_reference,
            strategy_nodes=self.strategy_nodes,
            mandatory_reference=version.obligation_legal_basis if binding else "",
            staff_hours_override_reason=exceptions.staff_hours if exceptions else "",
            forecast_override_reason=exceptions.forecast if exceptions else "",
            sent_by_management=exceptions is not None,
            verdict=stored_verdict(self.result),
        )


def stored_verdict(result: "Result | None") -> Verdict | None:
    """Return how a stored result was judged; old cases keep the definition of their day."""
    if result is None:
        return None
    return Verdict(result.is_positive, result.definition, result.figure, result.distance)


def case_figures(version: "ProposalVersion", day: date) -> CaseFigures:
    """Read the figures of `version` as they stand on `day`, in one query."""
    prefetch_together([version], CASE, Child("alignments", follow=("node",)))
    return figures_at_hand(version, day)


def figures_at_hand(version: "ProposalVersion", day: date) -> CaseFigures:
    """Return the same of a version whose business case and alignments have been laid beside it; asks for nothing."""
    return _figures(version, case_at_hand(version), (row.node.title for row in version.alignments.all()), day)


def _figures(
    version: "ProposalVersion", case: "BusinessCaseVersion | None", nodes: Iterable[str], day: date
) -> CaseFigures:
    return CaseFigures(
        version=version,
        case=case,
        result=result_of(case) if case else None,
        cost_lines=_cost_lines(case, version),
        strategy_nodes=tuple(nodes),
        on_date=day,
    )


def _cost_lines(case: "BusinessCaseVersion | None", version: "ProposalVersion") -> tuple[CostLine, ...]:
    stated = [row for row in case.cost_lines.all() if row.is_stated] if case else []
    if not stated or case is None:
        return (CostLine("purchase", version.vendor_cost or Decimal(0)),)
    return tuple(
        CostLine(row.category, sum((amount or Decimal(0) for amount in row.priced(case.hourly_rate)), Decimal(0)))
        for row in stated
    )
