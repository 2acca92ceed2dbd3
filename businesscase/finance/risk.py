"""What may go wrong, and what that costs on average (D12, D13)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from businesscase.finance.case_error import CaseError, gettext_noop
from businesscase.finance.npv import net_present_value
from businesscase.finance.precision import working
from businesscase.finance.validation import MAX_DECIMALS, is_figure, is_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_RISKS = 200


@dataclass(frozen=True, slots=True)
class Risk:
    """An event that costs `impact` DKK in one year of the case if it happens.

    `probability` runs from 0 to 1 and `year` counts from 0, the case's first.
    """

    probability: Decimal
    impact: Decimal
    year: int


def expected_losses(risks: Sequence[Risk], years: int) -> tuple[Decimal, ...]:
    """Return what the risks cost on average in each year, in DKK, unrounded.

    The sum of probability x impact over the risks of the year: the expected monetary value of the PMBOK guide.
    """
    losses = [Decimal(0)] * years
    with working():
        for risk in risks:
            losses[risk.year] += risk.probability * risk.impact
    return tuple(losses)


def risk_adjusted_value(npv: Decimal, risks: Sequence[Risk], factors: Sequence[Decimal]) -> Decimal:
    """Return the net present value less the present value of the expected losses, in DKK, unrounded."""
    losses = expected_losses(risks, len(factors))
    with working():
        return npv - net_present_value(losses, factors)


def check_risks(risks: Sequence[Risk], years: int) -> None:
    """Refuse risks that cannot be calculated with, with the path of the first field that is wrong.

    Raises
    ------
    CaseError

    """
    if len(risks) > MAX_RISKS:
        raise CaseError(("risks",), gettext_noop("The case can have at most %(high)s risks."), high=MAX_RISKS)
    for index, risk in enumerate(risks):
        _check_risk(risk, ("risks", index), years)


def _check_risk(risk: Risk, path: tuple[str | int, ...], years: int) -> None:
    if not (is_figure(risk.probability) and 0 <= risk.probability <= 1):
        raise CaseError(
            (*path, "probability"),
            gettext_noop(
                "The probability must be a number from 0 to 1 with at most %(decimals)s decimals; 0.2 is 20 percent."
            ),
            decimals=MAX_DECIMALS,
        )
    # A negative impact could mean a loss to one writer and a gain to another: neither may be taken for the other.
    if not (is_figure(risk.impact) and risk.impact >= 0):
        raise CaseError(
            (*path, "impact"),
            gettext_noop("The impact is what the risk costs: a number from 0 up and below 1,000 billion."),
        )
    if not is_whole(risk.year, 0, years - 1):
        raise CaseError(
            (*path, "year"),
            gettext_noop("The risk's year must be a year of the case: from 0, the first one, to %(last)s."),
            last=years - 1,
        )
