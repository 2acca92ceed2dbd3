"""One year of a result."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the case in DKK."""

    year: int
    cost: Decimal
    benefit: Decimal
    net: Decimal
    cumulative: Decimal
    discounted_net: Decimal

    @classmethod
    def of(cls, row: Mapping[str, str]) -> "Year":
        """Return a year as it is stored with the result."""
        names = ("cost", "benefit", "net", "cumulative", "discounted_net")
        return cls(int(row["year"]), *(Decimal(row[name]) for name in names))
