"""What of a case goes to suppliers and what the pool may pay (D2, D15, D16, AM24)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from businesscase.enums import FUNDABLE_CATEGORIES, CostCategory
from businesscase.models import BusinessCaseVersion, CostLine
from portfolio.enums import AcquisitionType, ProposalKind
from portfolio.models import Proposal, ProposalVersion


@dataclass(frozen=True, slots=True)
class Funding:
    """Amounts in DKK over all years; both are None until some cost line states a figure.

    `fundable` is purchase and implementation: what the pool pays and what the supplier cost is made of. Running cost
    is not covered (AM24). `staff_hours` is never part of it; paying them is an exception that management decides.
    """

    fundable: Decimal | None
    staff_hours: Decimal | None

    @property
    def at_most(self) -> Decimal:
        """What could be applied for with the exception for staff hours."""
        return (self.fundable or Decimal(0)) + (self.staff_hours or Decimal(0))

    def differs_from(self, vendor_cost: Decimal | None) -> bool:
        """Tell whether both amounts are known and are not the same."""
        return self.fundable is not None and vendor_cost is not None and self.fundable != vendor_cost

    def is_exceeded_by(self, requested: Decimal | None) -> bool:
        """Tell whether more is applied for than the pool pays by its main rule; exactly as much is not more."""
        return self.fundable is not None and requested is not None and requested > self.fundable


def funding_of(case: BusinessCaseVersion, costs: Iterable[CostLine]) -> Funding:
    """Return what the cost lines of a case add up to."""
    rows = [row for row in costs if row.is_stated]
    if not rows:
        return Funding(None, None)
    return Funding(
        fundable=_total(case, [row for row in rows if row.category in FUNDABLE_CATEGORIES]),
        staff_hours=_total(case, [row for row in rows if row.category == CostCategory.STAFF_HOURS]),
    )


def is_investment(proposal: Proposal, version: ProposalVersion) -> bool:
    """Tell whether the proposal is an IT investment, which needs a business case ([004] 1.3, D17).

    Whoever asks the pool for money invests. While nothing is said of cost and kind, a notification may turn out to.
    """
    if proposal.kind != ProposalKind.NOTIFICATION:
        return proposal.kind == ProposalKind.APPLICATION
    unknown = version.vendor_cost is None and not version.acquisition_type
    return bool(version.vendor_cost) or unknown or version.acquisition_type == AcquisitionType.ACQUISITION


def _total(case: BusinessCaseVersion, rows: Iterable[CostLine]) -> Decimal:
    return sum((amount or Decimal(0) for row in rows for amount in row.priced(case.hourly_rate)), Decimal(0))
