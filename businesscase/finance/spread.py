"""How far the amounts of a line may lie from the likely ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from businesscase.finance.case_error import CaseError, gettext_noop
from businesscase.finance.validation import check_amounts

if TYPE_CHECKING:
    from decimal import Decimal

    from businesscase.finance.line import Line


@dataclass(frozen=True, slots=True)
class Spread:
    """The low and the high of a three-point estimate: one amount in DKK for each year, as in the line.

    Low and high are sizes of the amounts, not verdicts: the low of a cost is the good news.
    Lines with the same `supplier` may move together (see `simulation`); without one a line moves alone.
    """

    low: tuple[Decimal, ...]
    high: tuple[Decimal, ...]
    supplier: str = ""


def check_spread(spread: Spread, line: Line, path: tuple[str | int, ...]) -> None:
    """Refuse a spread that is not low <= likely <= high in every year, with the path of the first wrong amount.

    Raises
    ------
    CaseError

    """
    for name, amounts in (("low", spread.low), ("high", spread.high)):
        check_amounts(amounts, (*path, name), len(line.amounts))
    for year, (low, likely, high) in enumerate(zip(spread.low, line.amounts, spread.high, strict=True)):
        if low > high:
            raise CaseError((*path, "low", year), gettext_noop("The low amount must not be above the high one."))
        if low > likely:
            raise CaseError((*path, "low", year), gettext_noop("The low amount must not be above the likely one."))
        if likely > high:
            raise CaseError((*path, "high", year), gettext_noop("The high amount must not be below the likely one."))
