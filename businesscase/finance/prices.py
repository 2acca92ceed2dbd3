"""From the prices of one year to those of another."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from businesscase.finance.case_error import CaseError, gettext_noop
from businesscase.finance.precision import settled, working
from businesscase.finance.validation import FIRST_YEAR, LAST_YEAR, MAX_DECIMALS, is_figure, is_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LOWEST_RISE, HIGHEST_RISE = Decimal("-0.5"), Decimal(10)


@dataclass(frozen=True, slots=True)
class PriceSeries:
    """How much prices, or wages, rose in each calendar year from the year before: 0.031 is 3.1 %.

    `name` says which series it is ("prices", "wages"); prices and wages are converted each by their own.

    Raises
    ------
    CaseError
        With the path `("prices", year)`.

    """

    name: str
    rises: Mapping[int, Decimal]

    def __post_init__(self) -> None:
        """Refuse what is no year or no rise."""
        for year, rise in self.rises.items():
            right = is_whole(year, FIRST_YEAR, LAST_YEAR) and is_figure(rise)
            if not (right and LOWEST_RISE <= rise <= HIGHEST_RISE):
                raise CaseError(
                    ("prices", year),
                    gettext_noop(
                        "The yearly rise must be a number from %(low)s to %(high)s with at most %(decimals)s decimals; "
                        "0.031 is 3.1 percent."
                    ),
                    low=LOWEST_RISE,
                    high=HIGHEST_RISE,
                    decimals=MAX_DECIMALS,
                )

    def growth(self, from_year: int, to_year: int) -> Decimal:
        """Return what a krone at the prices of one year is at those of another, to 200 digits.

        The product of 1 + rise over the years after the first through the last; backwards its reciprocal.

        Raises
        ------
        CaseError
            Where a year between has no rise: a missing year is never taken for 0.

        """
        if to_year < from_year:
            with working():
                return 1 / self.growth(to_year, from_year)
        level = Decimal(1)
        with working():
            for year in range(from_year + 1, to_year + 1):
                level *= 1 + self._rise(year)
        return level

    def _rise(self, year: int) -> Decimal:
        if year not in self.rises:
            raise CaseError(("prices", year), gettext_noop("The yearly rise of %(year)s is missing."), year=year)
        return self.rises[year]


def to_current_prices(
    amounts: Sequence[Decimal], start_year: int, price_year: int, series: PriceSeries
) -> tuple[Decimal, ...]:
    """Turn amounts at the fixed prices of `price_year` into what will be paid in each year, DKK, unrounded.

    One amount for each year from `start_year` on: amount x growth from the price year to its own year.
    """
    with working():
        return tuple(
            settled(amount * series.growth(price_year, year)) for year, amount in enumerate(amounts, start=start_year)
        )


def to_fixed_prices(
    amounts: Sequence[Decimal], start_year: int, price_year: int, series: PriceSeries
) -> tuple[Decimal, ...]:
    """Turn what will be paid in each year into amounts at the fixed prices of `price_year`, DKK, unrounded.

    One amount for each year from `start_year` on: amount / growth from the price year to its own year. A case is
    discounted at a real rate, and so needs fixed prices.
    """
    with working():
        return tuple(
            settled(amount / series.growth(price_year, year)) for year, amount in enumerate(amounts, start=start_year)
        )


def real_rate(nominal: Decimal, rise: Decimal) -> Decimal:
    """Return the rate above inflation, unrounded: (1 + nominal) / (1 + rise) - 1 (Fisher, The Theory of Interest)."""
    with working():
        return settled((1 + nominal) / (1 + rise) - 1)
