"""Who pays for a case: the pool and those beside it, held against what it costs (B13, D15).

The facts of the day are kept with the recommendation and the decision; nothing here is worked out again later.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one other pays, DKK; `kind` is who in general, `who` by name. `secured` is whether it has been promised."""

    kind: str
    who: str
    amount: Decimal
    secured: bool


@dataclass(frozen=True, slots=True)
class Financing:
    """`cost` is purchase and implementation, with the staff hours that the pool pays by exception; in DKK."""

    cost: Decimal
    pool: Decimal
    others: tuple[Contribution, ...] = ()

    @property
    def from_others(self) -> Decimal:
        """Return what all the others pay together."""
        return sum((one.amount for one in self.others), _ZERO)

    @property
    def total(self) -> Decimal:
        """Return what the pool and the others give together."""
        return self.pool + self.from_others

    @property
    def missing(self) -> Decimal:
        """Return what nobody has been named for; 0 where the cost is covered."""
        return max(_ZERO, self.cost - self.total)

    @property
    def surplus(self) -> Decimal:
        """Return what is given beyond the cost."""
        return max(_ZERO, self.total - self.cost)

    @property
    def unsecured(self) -> Decimal:
        """Return what others are named for, but have not promised in writing."""
        return sum((one.amount for one in self.others if not one.secured), _ZERO)

    def as_record(self) -> dict[str, Any]:
        """Return the facts in JSON's types, amounts as text."""
        return {
            "cost_dkk": f"{self.cost:.2f}",
            "pool_dkk": f"{self.pool:.2f}",
            "others": [
                {"kind": one.kind, "who": one.who, "amount_dkk": f"{one.amount:.2f}", "secured": one.secured}
                for one in self.others
            ],
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Self | None:
        """Return the facts that `as_record` wrote; None of an empty record, from before they were kept."""
        if not record:
            return None
        others = (
            Contribution(one["kind"], one["who"], Decimal(one["amount_dkk"]), secured=one["secured"])
            for one in record["others"]
        )
        return cls(Decimal(record["cost_dkk"]), Decimal(record["pool_dkk"]), tuple(others))
