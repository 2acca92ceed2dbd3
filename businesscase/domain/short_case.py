"""The short business case of a small acquisition: five questions, written as the same rows as the full one (AM25).

What it costs to buy is the case's supplier cost; what is asked beside it is what it costs to run a year, what it gives
under each of the three headings (D18), and when to follow up (C20). Because the rows are the same, nothing is lost
when the case grows and the full form takes over.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from businesscase.domain.cases import begun_case, case_of, save_case
from businesscase.enums import CostCategory
from businesscase.models import BusinessCaseVersion, CostLine
from portfolio.domain.proportion import small_case
from portfolio.domain.versions import current_version

if TYPE_CHECKING:
    from core.models import User
    from portfolio.models import Proposal, ProposalVersion

_SHORT = (CostCategory.PURCHASE, CostCategory.OPERATION)
FIELDS = (
    "rationale_economic", "no_economic", "rationale_service", "no_service", "rationale_efficiency", "no_efficiency",
    "follow_up_months",
)  # fmt: skip


def is_short(proposal: "Proposal", version: "ProposalVersion", case: BusinessCaseVersion | None) -> bool:
    """Tell whether the short form is the one to write in: the case is small, and all it holds has a box there."""
    if small_case(proposal, version) is None:
        return False
    return case is None or (not case.is_trial and not _holds_more(case) and _holds_short_costs(case))


def yearly_operation(case: BusinessCaseVersion | None) -> Decimal | None:
    """Return what the case says it costs to run a year."""
    lines = [line for line in case.cost_lines.all() if line.category == CostCategory.OPERATION] if case else []
    return next((amount for line in lines for amount in line.amounts if amount is not None), None)


def save_short_case(
    proposal: "Proposal", *, actor: "User", edition: int, fields: Mapping[str, Any], operation: Decimal | None
) -> BusinessCaseVersion:
    """Save the short case: the supplier cost in the first year and the operation in each of the later ones."""
    version = current_version(proposal)
    frame = case_of(version) or begun_case()
    later = frame.years - 1
    costs = []
    if version.vendor_cost is not None:
        costs.append(_line(CostCategory.PURCHASE, [version.vendor_cost, *[None] * later]))
    if operation is not None:
        costs.append(_line(CostCategory.OPERATION, [None, *[operation] * later]))
    kept = {name: getattr(frame, name) for name in ("start_year", "years", "price_year")}
    return save_case(proposal, actor=actor, edition=edition, fields={**kept, **fields}, costs=costs, benefits=[])


def _line(category: CostCategory, amounts: list[Decimal | None]) -> CostLine:
    return CostLine(category=category, label=str(category.label), amounts=amounts)


def _holds_more(case: BusinessCaseVersion) -> bool:
    return any(rows.all() for rows in (case.benefit_lines, case.risks, case.alternatives))


def _holds_short_costs(case: BusinessCaseVersion) -> bool:
    lines = list(case.cost_lines.all())
    kinds = [line.category for line in lines]
    if len(set(kinds)) < len(kinds) or not set(kinds) <= set(_SHORT):
        return False
    return all(not line.is_uncertain and not line.supplier and _is_short_line(line) for line in lines)


def _is_short_line(line: CostLine) -> bool:
    first, *later = line.amounts
    if line.category == CostCategory.PURCHASE:
        return not any(amount is not None for amount in later)
    return first is None and len(set(later)) <= 1
