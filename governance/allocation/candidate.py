"""A proposal that asks the pool for money, and the question that is put."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from governance.policy.errors import InputError
from governance.policy.messages import Figures, MessageKey
from governance.policy.number import check_number

PRIORITIES = (1, 2)


class Lock(StrEnum):
    """What people have settled beforehand."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Candidate:
    """DKK excluding VAT; `value` is what the proposal is worth in any unit, and may be below 0.

    `priority` is 1 for mandatory solutions (D9), else 2. `unit` and `years` (what is paid in which year) count only
    where a limit is set for them.
    """

    id: str
    amount: Decimal
    value: Decimal
    priority: int
    rank: int
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    locked: Lock | None = None
    unit: str = ""
    years: tuple[tuple[int, Decimal], ...] = ()

    def paid_in(self, year: int) -> Decimal:
        """Return what it takes in a year."""
        return sum((paid for at, paid in self.years if at == year), Decimal(0))


@dataclass(frozen=True, slots=True)
class Question:
    """A budget and those who ask for it. Raises InputError, paths as in the API.

    `other_limit` is what priority 2 may take of the budget at most: the rest is kept for mandatory solutions that are
    expected but have not asked yet (D10). None where nothing is kept. `other_year_limits` is the same of each year, in
    the order of `year_limits`.
    """

    budget: Decimal
    candidates: tuple[Candidate, ...]
    unit_limits: tuple[tuple[str, Decimal], ...] = ()
    year_limits: tuple[tuple[int, Decimal], ...] = field(default=())
    other_limit: Decimal | None = None
    other_year_limits: tuple[tuple[int, Decimal], ...] = ()

    def __post_init__(self) -> None:
        """Check the figures, and that every id named is there once."""
        check_number(self.budget, "budget_dkk")
        known = _places(self.candidates)
        for index, candidate in enumerate(self.candidates):
            _check(candidate, f"proposals.{index}", known)
        for unit, limit in self.unit_limits:
            check_number(limit, f"unit_limits.{unit}")
        for year, limit in self.year_limits:
            check_number(limit, f"year_limits.{year}")
        for year, limit in self.other_year_limits:
            check_number(limit, f"other_year_limits.{year}")
        if self.other_limit is not None:
            check_number(self.other_limit, "other_limit")


def _places(candidates: tuple[Candidate, ...]) -> dict[str, int]:
    places: dict[str, int] = {}
    for index, candidate in enumerate(candidates):
        if candidate.id in places:
            raise InputError(MessageKey.TWICE, f"proposals.{index}.id", {"value": candidate.id})
        places[candidate.id] = index
    return places


def _check(candidate: Candidate, path: str, known: dict[str, int]) -> None:
    check_number(candidate.amount, f"{path}.amount_dkk")
    check_number(candidate.value, f"{path}.value", signed=True)
    if candidate.priority not in PRIORITIES:
        figures: Figures = {"value": str(candidate.priority), "choices": tuple(map(str, PRIORITIES))}
        raise InputError(MessageKey.CHOICE_UNKNOWN, f"{path}.priority", figures)
    for name in ("requires", "excludes"):
        for place, named in enumerate(getattr(candidate, name)):
            if named not in known:
                raise InputError(MessageKey.PROPOSAL_UNKNOWN, f"{path}.{name}.{place}", {"value": named})
    for year, amount in candidate.years:
        check_number(amount, f"{path}.years.{year}")
