"""What a case does to the budgets of the units, year by year (KL and others: sowing without harvesting)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from businesscase.domain.written import Written
from businesscase.enums import CostCategory, HarvestMode, LineSide

# What is paid year after year once the solution runs.
RUNNING = (CostCategory.OPERATION, CostCategory.MAINTENANCE)
HARVESTED = (HarvestMode.BEFOREHAND, HarvestMode.AFTERWARDS)
Amounts = tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Released:
    """Money that gains release in one unit's budget, one amount a year; `unit` and `harvest` are empty where not said.

    `is_harvested` tells whether it is taken out of the budget.
    """

    unit: str
    harvest: str
    amounts: Amounts

    @property
    def is_harvested(self) -> bool:
        """Whether the money leaves the unit's budget."""
        return self.harvest in HARVESTED


@dataclass(frozen=True, slots=True)
class BudgetEffect:
    """Amounts in DKK, one a year, as the case is written.

    `running` is operation and maintenance of the solution, `saved` the same of carrying on as today; `net` is what is
    taken out of the budgets plus what is saved less what running costs.
    """

    released: tuple[Released, ...]
    running: Amounts
    saved: Amounts
    net: Amounts


def budget_effect(written: Written) -> BudgetEffect | None:
    """Return the effect; None where no gain releases money in a budget."""
    years = written.case.years
    by_unit: dict[tuple[str, str], list[Sequence[Decimal | None]]] = {}
    for row in written.benefits:
        if row.cash_releasing and row.is_stated:
            key = (row.unit.name if row.unit else "", str(row.harvest_mode))
            by_unit.setdefault(key, []).append(row.amounts)
    if not by_unit:
        return None
    released = tuple(Released(unit, harvest, _sums(rows, years)) for (unit, harvest), rows in by_unit.items())
    running = _sums([row.amounts for row in written.costs if row.category in RUNNING], years)
    today = [row.figures for row in written.today if row.side == LineSide.COST and row.category in RUNNING]
    saved = _sums(today, years)
    taken = _sums([one.amounts for one in released if one.is_harvested], years)
    net = tuple(out + less - more for out, less, more in zip(taken, saved, running, strict=True))
    return BudgetEffect(released, running, saved, net)


def _sums(rows: Iterable[Sequence[Decimal | None]], years: int) -> Amounts:
    totals = [Decimal(0)] * years
    for row in rows:
        for place, amount in enumerate(row[:years]):
            totals[place] += amount or Decimal(0)
    return tuple(totals)
