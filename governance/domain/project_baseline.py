"""The baseline of a project: what its case said on the day it was approved. It stands; status is held against it."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from businesscase.domain.cases import case_of
from businesscase.enums import CostCategory
from core import clock
from core.selectors.parameters import parameters_in_force
from portfolio.domain.milestones import Stone
from portfolio.enums import ProjectTrack

if TYPE_CHECKING:
    from businesscase.models import BusinessCaseVersion, CostLine
    from portfolio.models import ProposalVersion

# What it costs until the solution runs; operation comes afterwards.
INVESTMENT = (CostCategory.PURCHASE, CostCategory.IMPLEMENTATION, CostCategory.TRAINING, CostCategory.STAFF_HOURS)
LIGHT_TRACK_LIMIT = "light_track_limit_dkk"


def baseline_of(version: "ProposalVersion") -> dict[str, Any]:
    """Return track, planned cost, gain and end of the approved version; None is what it does not say.

    The cost is the business case's investment, or the supplier cost where the case states none.
    """
    case = case_of(version)
    lines = _investment(case) if case else []
    cost = _sum(case, lines) if case and lines else version.vendor_cost
    return {
        "track": _track(case, cost),
        "baseline_cost": cost,
        "baseline_benefit": _benefit(case) if case else None,
        "baseline_end": _end(case, lines) if case else None,
    }


def planned_stones(version: "ProposalVersion") -> tuple[Stone, ...]:
    """Return the milestones that the approved case plans, by date; one without a date is no plan."""
    case = case_of(version)
    rows = case.milestones.all() if case else ()
    planned = [Stone(row.label, row.due_on) for row in rows if row.label.strip() and row.due_on is not None]
    return tuple(sorted(planned, key=lambda stone: stone.planned_on))


def _investment(case: "BusinessCaseVersion") -> "list[CostLine]":
    return [line for line in case.cost_lines.all() if line.category in INVESTMENT and line.is_stated]


def _sum(case: "BusinessCaseVersion", lines: "list[CostLine]") -> Decimal:
    return sum((amount or Decimal(0) for line in lines for amount in line.priced(case.hourly_rate)), Decimal(0))


def _benefit(case: "BusinessCaseVersion") -> Decimal | None:
    stated = [amount for line in case.benefit_lines.all() for amount in line.amounts if amount is not None]
    return sum(stated, Decimal(0)) if stated else None


def _end(case: "BusinessCaseVersion", lines: "list[CostLine]") -> date | None:
    """Return the end of the last year in which the case invests; a year that has passed says nothing."""
    years = [year for line in lines for year, figure in zip(case.calendar, line.figures, strict=False) if figure]
    if not years or max(years) < clock.today().year:
        return None
    return date(max(years), 12, 31)


def _track(case: "BusinessCaseVersion | None", cost: Decimal | None) -> ProjectTrack:
    """Return the track: a trial says so itself, a small investment follows the light one (C21, C22)."""
    if case is not None and case.is_trial:
        return ProjectTrack.TRIAL
    limit = parameters_in_force(clock.today()).get(LIGHT_TRACK_LIMIT)
    if limit is not None and cost is not None and cost <= Decimal(str(limit.value)):
        return ProjectTrack.LIGHT
    return ProjectTrack.STANDARD
