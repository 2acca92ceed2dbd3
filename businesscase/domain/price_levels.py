"""Between the fixed prices that a case is calculated in and the current ones that are paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from businesscase.domain.terms import DatedRise, Terms
from businesscase.enums import PriceBasis
from businesscase.finance import PriceSeries, to_current_prices, to_fixed_prices
from businesscase.finance.precision import rounded
from businesscase.finance.validation import MAX_DECIMALS
from businesscase.models import BusinessCaseVersion


@dataclass(frozen=True, slots=True)
class PriceLevels:
    """The years of one case and the rises in force.

    Staff hours are priced at one hourly rate, which is that of the price year: they stand in fixed prices whatever the
    case is written in, and follow the wages when they are turned into current prices. Everything else follows the
    prices.
    """

    case: BusinessCaseVersion
    prices: tuple[DatedRise, ...]
    wages: tuple[DatedRise, ...]

    @classmethod
    def of(cls, case: BusinessCaseVersion, terms: Terms) -> "PriceLevels":
        """Return the levels of a case under `terms`."""
        return cls(case, terms.price_rises, terms.wage_rises)

    @property
    def is_current(self) -> bool:
        """Whether the amounts are written in the prices of their own year."""
        return self.case.price_basis == PriceBasis.CURRENT

    def missing(self, rises: Sequence[DatedRise]) -> list[int]:
        """Return the years between the price year and those of the case whose rise nobody has entered."""
        known = {rise.year for rise in rises}
        return [year for year in self._needed() if year not in known]

    def used(self, rises: Sequence[DatedRise]) -> list[DatedRise]:
        """Return the rises between the price year and the years of the case."""
        return [rise for rise in rises if rise.year in self._needed()]

    def fixed(self, amounts: Sequence[Decimal], *, hours: bool) -> tuple[Decimal, ...]:
        """Return amounts of the case, one a year, in the prices of the price year."""
        if hours or not self.is_current:
            return tuple(amounts)
        series = _series("prices", self.prices)
        return _kept(to_fixed_prices(amounts, self.case.start_year, self.case.price_year, series))

    def fixed_in(self, year: int, amount: Decimal) -> Decimal:
        """Return an amount of one calendar year in the prices of the price year."""
        if not self.is_current:
            return amount
        (fixed,) = _kept(to_fixed_prices([amount], year, self.case.price_year, _series("prices", self.prices)))
        return fixed

    def current(self, amounts: Sequence[Decimal], *, hours: bool) -> tuple[Decimal, ...]:
        """Return amounts in the prices of the price year, one a year, as what is paid in each year."""
        series = _series("wages", self.wages) if hours else _series("prices", self.prices)
        return _kept(to_current_prices(amounts, self.case.start_year, self.case.price_year, series))

    def _needed(self) -> range:
        years = self.case.calendar
        return range(min(years[0], self.case.price_year) + 1, max(years[-1], self.case.price_year) + 1)


def _series(name: str, rises: Sequence[DatedRise]) -> PriceSeries:
    return PriceSeries(name, {rise.year: rise.rise for rise in rises})


def _kept(amounts: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return amounts with as many decimals as the engine takes."""
    return tuple(rounded(amount, MAX_DECIMALS) for amount in amounts)
