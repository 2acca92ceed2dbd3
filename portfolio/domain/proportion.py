"""How much a small acquisition is asked (AM25): the ledger wants a light case below the thresholds, in proportion.

A case is small when it asks no pool money, stays within one department, needs no cooperation, and neither figure is
above its limit (D2, D3). Policy decides which steps and fields it then goes without: the dated parameter
`small_case_leaves_out`. What has been written is kept, and all of it is asked for again once the case is not small.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from core import clock
from core.selectors.parameters import parameters_in_force
from portfolio.enums import ProposalKind
from portfolio.models import Proposal, ProposalVersion

if TYPE_CHECKING:
    from core.selectors.parameters import Dated

RULE = "AM25"
PARAMETER = "small_case_leaves_out"
COST_LIMIT, HOURS_LIMIT = "vendor_cost_limit_dkk", "staff_hours_limit"
# What policy may leave out. Technology stays, since usability counts in every acquisition (D36); so do need (D34), size
# (D2, D3, D5), people (D35, D37, D40), change and reuse (D41, D42, C12), security (B28) and the principles.
OPTIONAL_STEPS = ("goals", "strategy")
OPTIONAL_FIELDS = ("aspect_organisation", "aspect_management", "aspect_processes")


class Because(StrEnum):
    """Why a case is not small; the pages put it into words."""

    ASKS_POOL = "asks_pool"
    COOPERATION = "cooperation"
    CROSSES = "crosses"
    COST = "cost"
    COST_UNKNOWN = "cost_unknown"
    HOURS = "hours"
    HOURS_UNKNOWN = "hours_unknown"
    NO_LIMIT = "no_limit"


@dataclass(frozen=True, slots=True)
class Ground:
    """A rule that keeps a case from being small: its ledger id, and the figure held against the limit.

    `parameter`, `valid_from` and `source` are those of the limit; empty where the rule has none.
    """

    rule: str
    because: Because
    figure: Decimal | None = None
    limit: Decimal | None = None
    parameter: str = ""
    valid_from: date | None = None
    source: str = ""


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


def grounds_against(
    proposal: Proposal, version: ProposalVersion, parameters: "Mapping[str, Dated] | None" = None
) -> tuple[Ground, ...]:
    """Return every rule that keeps the case from being small; none where it is.

    `parameters` are those of the version's `policy_day`, where the page has read them.
    """
    rows = parameters_in_force(policy_day(version)) if parameters is None else parameters
    return (*_stated_grounds(proposal, version), *_limit_grounds(version, rows), *_unit_grounds(version))


def _small_case(proposal: Proposal, version: ProposalVersion) -> Small | None:
    if any(_stated_grounds(proposal, version)):
        return None
    rows = parameters_in_force(policy_day(version))
    if any(_limit_grounds(version, rows)) or any(_unit_grounds(version)):
        return None
    wanted = {word.strip() for word in str(rows[PARAMETER].value).split(",")}
    steps = tuple(step for step in OPTIONAL_STEPS if step in wanted)
    fields = tuple(field for field in OPTIONAL_FIELDS if field in wanted)
    cost_limit, hours_limit = (Decimal(str(rows[key].value)) for key in (COST_LIMIT, HOURS_LIMIT))
    return Small(steps, fields, cost_limit, hours_limit, rows[PARAMETER].source, rows[PARAMETER].note)


def policy_day(version: ProposalVersion) -> date:
    """Return the day whose policy counts: a submitted version keeps the one that it was submitted under."""
    return clock.today() if version.frozen_at is None else version.frozen_at.astimezone(clock.COPENHAGEN).date()


def _stated_grounds(proposal: Proposal, version: ProposalVersion) -> Iterator[Ground]:
    """Yield what the case itself says, without asking what policy's limits are."""
    if proposal.kind != ProposalKind.NOTIFICATION:
        yield Ground("A8", Because.ASKS_POOL)
    if version.needs_cooperation:
        yield Ground("D1", Because.COOPERATION)
    if version.vendor_cost is None:
        yield Ground("D2", Because.COST_UNKNOWN)
    if version.staff_hours is None:
        yield Ground("D3", Because.HOURS_UNKNOWN)


def _limit_grounds(version: ProposalVersion, rows: "Mapping[str, Dated]") -> Iterator[Ground]:
    """Yield what lies above its limit; that much is not above it."""
    if not {PARAMETER, COST_LIMIT, HOURS_LIMIT} <= set(rows):
        yield Ground(RULE, Because.NO_LIMIT)
        return
    held = (
        ("D2", Because.COST, version.vendor_cost, rows[COST_LIMIT]),
        ("D3", Because.HOURS, version.staff_hours, rows[HOURS_LIMIT]),
    )
    for rule, because, figure, row in held:
        limit = Decimal(str(row.value))
        if figure is not None and figure > limit:
            yield Ground(rule, because, figure, limit, row.key, row.valid_from, row.source)


def _unit_grounds(version: ProposalVersion) -> Iterator[Ground]:
    units = (version.unit, *version.units_involved.all())
    if len({unit.department_id or unit.pk for unit in units}) > 1:
        yield Ground("D7", Because.CROSSES)


def leaves_out(small: Small | None, step: str, field: str) -> bool:
    """Tell whether nothing is asked about `field` of `step`."""
    return small is not None and (step in small.steps or field in small.fields)
