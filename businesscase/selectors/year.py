"""One year of a result."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the case in DKK; `factor` is what a krone of it is worth today."""

    year: int
    cost: Decimal
    benefit: Decimal
    net: Decimal
    cumulative: Decimal
    factor: Decimal
    discounted_net: Decimal

    @classmethod
    def of(cls, row: Mapping[str, str]) -> "Year":
        """Return a year as it is stored with the result."""
        names = ("cost", "benefit", "net", "cumulative", "factor", "discounted_net")
        return cls(int(row["year"]), *(Decimal(row[name]) for name in names))
