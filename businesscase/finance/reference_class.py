"""What cases of the same kind have realised, and what this one is worth if it does as they did."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from statistics import median, quantiles
from typing import TYPE_CHECKING

from businesscase.finance.case_error import CaseError, gettext_noop
from businesscase.finance.npv import net_present_value
from businesscase.finance.precision import working
from businesscase.finance.validation import is_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

# Fewer cases than this say nothing about a kind, and adjust nothing.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class ReferenceClass:
    """How the closed cases of a kind fell out.

    `count` cases; `middle` is the median of realised over promised benefits (0.8: eight tenths were realised),
    `lower` and `upper` are the quartiles. All three are None below five cases.
    """

    count: int
    middle: Decimal | None
    lower: Decimal | None
    upper: Decimal | None

    @property
    def is_enough(self) -> bool:
        """Whether there are cases enough to adjust by."""
        return self.count >= FEWEST


def reference_class_of(realised: Sequence[Decimal]) -> ReferenceClass:
    """Sum up what closed cases have realised of what they promised, each as a share of it.

    Median and quartiles, for one runaway among few cases would carry an average away (reference class forecasting:
    Flyvbjerg, "From Nobel Prize to project management", Project Management Journal 37, 2006). Quartiles are
    interpolated between the cases, least and greatest included.

    Raises
    ------
    CaseError
        With the path `("realised", index)` for a share that is no number.

    """
    for index, share in enumerate(realised):
        if not is_figure(share):
            raise CaseError(("realised", index), gettext_noop("What was realised must be a number."))
    if len(realised) < FEWEST:
        return ReferenceClass(len(realised), None, None, None)
    with working():
        lower, _middle, upper = quantiles(realised, n=4, method="inclusive")
        return ReferenceClass(len(realised), median(realised), lower, upper)


def adjusted_value(
    costs: Sequence[Decimal],
    benefits: Sequence[Decimal],
    factors: Sequence[Decimal],
    realised: ReferenceClass,
) -> Decimal | None:
    """Return the net present value if the benefits come as they did in the class, in DKK, unrounded.

    The costs stand, and every benefit is multiplied by the median share. None below five cases.

    Parameters
    ----------
    costs, benefits : one amount for each year, DKK
    factors : one discount factor for each year
        From `discount.factors`.
    realised : what the kind has realised

    """
    if realised.middle is None:
        return None
    with working():
        gained = realised.middle * net_present_value(benefits, factors)
        return gained - net_present_value(costs, factors)
