"""Internal rate of return: all of them (interfaces: every real root in (-1, 10])."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from businesscase.finance.isolation import roots_between_0_and_1
from businesscase.finance.polynomial import primitive, stretched
from businesscase.finance.precision import rounded, working

if TYPE_CHECKING:
    from collections.abc import Sequence

RATE_DECIMALS = 12
GROWTH_DIGITS = 6
HIGHEST_GROWTH = 11
# Just above the square root of 11, for a case whose unknown is the growth of half a year.
HALF_YEAR_REACH = Fraction(10, 3)


class Note(StrEnum):
    """Why there is no single rate: there is none, or there are several."""

    SINGLE = ""
    NONE = "none"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class InternalRate:
    """The internal rates of a case, 0.15 for 15 %: `rates` ascending, `rate` the only one or None.

    Twelve decimals; more where a rate is so near -1 that twelve would show fewer than six digits of 1 + rate.
    Write one out with `format(rate, "f")`: to `str` a zero of twelve decimals is `0E-12`.
    """

    rates: tuple[Decimal, ...]

    @property
    def rate(self) -> Decimal | None:
        """The rate when there is exactly one."""
        return self.rates[0] if len(self.rates) == 1 else None

    @property
    def note(self) -> Note:
        """Why `rate` is None."""
        if not self.rates:
            return Note.NONE
        return Note.SINGLE if len(self.rates) == 1 else Note.SEVERAL


def internal_rate(nets: Sequence[Decimal], half_years: Sequence[int]) -> InternalRate:
    """Find every rate above -1 and up to 10 at which the net present value is 0.

    The unknown is the growth g = 1 + rate of a year, or its square root where the case counts half years, and
    the sum of net / g^exponent, multiplied up, is a polynomial in it. Its roots are isolated exactly: two sign
    changes can mean two rates, one (where the curve touches 0) or none, and each is told from the others.
    Nets that are all 0 have no internal rate.

    Parameters
    ----------
    nets : one net for each year
        Benefit less cost, in DKK.
    half_years : how many half years each is discounted over
        From `discount.half_years`: the same timing as the net present value.

    """
    poly, step = _polynomial(nets, half_years)
    if not poly:
        return InternalRate(())
    growths = _whole_year_growths(poly) if step == 1 else _half_year_growths(poly)
    return InternalRate(tuple(_rate(growth) for growth in growths))


def _polynomial(nets: Sequence[Decimal], half_years: Sequence[int]) -> tuple[list[int], int]:
    """Return the polynomial in g (step 1) or its square root (step 2), lowest power first, and the step."""
    by_exponent: defaultdict[int, Fraction] = defaultdict(Fraction)
    for net, exponent in zip(nets, half_years, strict=True):
        by_exponent[exponent] += Fraction(net)
    terms = {exponent: total for exponent, total in by_exponent.items() if total}
    if not terms:
        return [], 1
    last = max(terms)
    step = 2 if any((last - exponent) % 2 for exponent in terms) else 1
    whole = lcm(*(total.denominator for total in terms.values()))
    poly = [0] * ((last - min(terms)) * step // 2 + 1)
    for exponent, total in terms.items():
        poly[(last - exponent) * step // 2] = int(total * whole)
    return primitive(poly), step


def _whole_year_growths(poly: list[int]) -> list[Fraction]:
    within = stretched(poly, HIGHEST_GROWTH, 1)
    growths = [HIGHEST_GROWTH * root for root in roots_between_0_and_1(within)]
    # The interval's upper end belongs to it: a rate of exactly 10.
    return growths if sum(within) else [*growths, Fraction(HIGHEST_GROWTH)]


def _half_year_growths(poly: list[int]) -> list[Fraction]:
    within = stretched(poly, HALF_YEAR_REACH.numerator, HALF_YEAR_REACH.denominator)
    growths = [(HALF_YEAR_REACH * root) ** 2 for root in roots_between_0_and_1(within)]
    # The square root of 11 itself is never a root: odd powers would be irrational there, even ones not.
    return [growth for growth in growths if growth <= HIGHEST_GROWTH]


def _rate(growth: Fraction) -> Decimal:
    with working():
        exact = Decimal(growth.numerator) / growth.denominator
        return rounded(exact - 1, max(RATE_DECIMALS, GROWTH_DIGITS - 1 - exact.adjusted()))
