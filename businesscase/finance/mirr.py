"""Modified internal rate of return: one rate, whatever the signs of the years."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from businesscase.finance.npv import net_present_value
from businesscase.finance.precision import rounded, working

if TYPE_CHECKING:
    from collections.abc import Sequence

RATE_DECIMALS = 12


def modified_rate(
    nets: Sequence[Decimal],
    half_years: Sequence[int],
    *,
    finance: Sequence[Decimal],
    reinvest: Sequence[Decimal],
) -> Decimal | None:
    """Return the yearly rate at which the outlays grow to what the gains have become at the end, 0.15 for 15 %.

    (value of the gains in the last year / value of the outlays in the first)^(1 / years between) - 1, twelve
    decimals; the spreadsheets' MIRR. None where there is no outlay, no gain or no time between first and last.

    Parameters
    ----------
    nets : one net for each year
        Benefit less cost, in DKK: a year below 0 is an outlay, one above 0 a gain.
    half_years : how many half years each is discounted over
        From `discount.half_years`.
    finance, reinvest : discount factors of each year
        From `discount.factors`: at the rate that outlays are borrowed at, and at the rate that gains earn.
        A business case uses its discount rate for both.

    """
    waited = half_years[-1] - half_years[0]
    outlays = net_present_value([max(-net, Decimal(0)) for net in nets], finance)
    gains = net_present_value([max(net, Decimal(0)) for net in nets], reinvest)
    if not (waited and outlays and gains):
        return None
    with working():
        growth = (gains / reinvest[-1]) / (outlays / finance[0])
        return rounded(growth ** (Decimal(2) / waited) - 1, RATE_DECIMALS)
