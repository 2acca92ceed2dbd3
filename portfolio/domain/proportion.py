"""How much a small acquisition is asked (AM25): the ledger wants a light case below the thresholds, in proportion.

A case is small when it asks no pool money, stays within one department, needs no cooperation, and neither figure is
above its limit (D2, D3). Policy decides which steps and fields it then goes without: the dated parameter
`small_case_leaves_out`. What has been written is kept, and all of it is asked for again once the case is not small.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core import clock
from core.selectors.parameters import parameters_in_force
from portfolio.enums import ProposalKind
from portfolio.models import Proposal, ProposalVersion

RULE = "AM25"
PARAMETER = "small_case_leaves_out"
# What policy may leave out. Technology stays, since usability counts in every acquisition (D36); so do need (D34), size
# (D2, D3, D5), people (D35, D37, D40), change and reuse (D41, D42, C12), security (B28) and the principles.
OPTIONAL_STEPS = ("goals", "strategy")
OPTIONAL_FIELDS = ("aspect_organisation", "aspect_management", "aspect_processes")


@dataclass(frozen=True, slots=True)
class Small:
    """Why a case is small, and what it goes without; `source` and `note` are the parameter's own."""

    steps: tuple[str, ...]
    fields: tuple[str, ...]
    vendor_cost_limit: Decimal
    staff_hours_limit: Decimal
    source: str
    note: str


def small_case(proposal: Proposal, version: ProposalVersion) -> Small | None:
    """Return how the case is small, or None where it is not; asks the database once for each version at hand."""
    figures = (proposal.kind, version.vendor_cost, version.staff_hours, version.needs_cooperation, version.unit_id)
    known: dict[Any, Small | None] = version.__dict__.setdefault("known_small", {})
    if figures not in known:
        known[figures] = _small_case(proposal, version)
    return known[figures]


def _small_case(proposal: Proposal, version: ProposalVersion) -> Small | None:
    cost, hours = version.vendor_cost, version.staff_hours
    if proposal.kind != ProposalKind.NOTIFICATION or cost is None or hours is None or version.needs_cooperation:
        return None
    rows = parameters_in_force(clock.today())
    if not {PARAMETER, "vendor_cost_limit_dkk", "staff_hours_limit"} <= set(rows):
        return None
    cost_limit, hours_limit = (Decimal(str(rows[key].value)) for key in ("vendor_cost_limit_dkk", "staff_hours_limit"))
    if cost > cost_limit or hours > hours_limit or _crosses_departments(version):
        return None
    wanted = {word.strip() for word in str(rows[PARAMETER].value).split(",")}
    steps = tuple(step for step in OPTIONAL_STEPS if step in wanted)
    fields = tuple(field for field in OPTIONAL_FIELDS if field in wanted)
    return Small(steps, fields, cost_limit, hours_limit, rows[PARAMETER].source, rows[PARAMETER].note)


def leaves_out(small: Small | None, step: str, field: str) -> bool:
    """Tell whether nothing is asked about `field` of `step`."""
    return small is not None and (step in small.steps or field in small.fields)


def _crosses_departments(version: ProposalVersion) -> bool:
    units = (version.unit, *version.units_involved.all())
    return len({unit.department_id or unit.pk for unit in units}) > 1
