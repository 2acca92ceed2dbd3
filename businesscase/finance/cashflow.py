"""A business case as money by year (D12-D18)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from businesscase.finance.discount import RateBand, Timing, factors
from businesscase.finance.line import Kind, Line
from businesscase.finance.money import to_money
from businesscase.finance.precision import rounded, settled, working
from businesscase.finance.validation import check_case

if TYPE_CHECKING:
    from collections.abc import Iterator

FACTOR_DECIMALS = 10


@dataclass(frozen=True, slots=True)
class Case:
    """What a business case is calculated from.

    `years` years from `start_year`, which is year 0; amounts in DKK without VAT at the prices of `price_year`;
    real yearly discount rates. `first_year_undiscounted` gives year 0 the factor 1 whatever the timing.
    A case that exists can be calculated: one that cannot is refused here.

    Raises
    ------
    CaseError
        With the path of the field and a sentence.

    """

    start_year: int
    years: int
    price_year: int
    discount: tuple[RateBand, ...]
    timing: Timing
    first_year_undiscounted: bool
    lines: tuple[Line, ...]

    def __post_init__(self) -> None:
        """Refuse what cannot be calculated."""
        check_case(self)


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year of a case, in DKK: benefit less cost is net; the cumulatives run from year 0 through this one."""

    year: int
    cost: Decimal
    benefit: Decimal
    net: Decimal
    cumulative: Decimal
    factor: Decimal
    discounted_net: Decimal
    discounted_cumulative: Decimal

    def to_money(self) -> YearRow:
        """Return the row as it is shown: two decimals, each figure rounded for itself; ten for the factor."""
        return replace(
            self,
            cost=to_money(self.cost),
            benefit=to_money(self.benefit),
            net=to_money(self.net),
            cumulative=to_money(self.cumulative),
            factor=rounded(self.factor, FACTOR_DECIMALS),
            discounted_net=to_money(self.discounted_net),
            discounted_cumulative=to_money(self.discounted_cumulative),
        )


def annual(case: Case) -> tuple[YearRow, ...]:
    """Lay a case out year by year at full precision, one row for each year."""
    with working():
        return tuple(_rows(case))


def _rows(case: Case) -> Iterator[YearRow]:
    weights = factors(case.discount, case.years, case.timing, first_year_undiscounted=case.first_year_undiscounted)
    cumulative = discounted = Decimal(0)
    for index, factor in enumerate(weights):
        cost, benefit = _total(case, Kind.COST, index), _total(case, Kind.BENEFIT, index)
        net = benefit - cost
        cumulative += net
        discounted += net * factor
        yield YearRow(
            year=case.start_year + index,
            cost=cost,
            benefit=benefit,
            net=net,
            cumulative=cumulative,
            factor=factor,
            discounted_net=net * factor,
            discounted_cumulative=settled(discounted),
        )


def _total(case: Case, kind: Kind, index: int) -> Decimal:
    return sum((line.amounts[index] for line in case.lines if line.kind == kind), Decimal(0))
