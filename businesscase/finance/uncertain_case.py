"""A business case with what is uncertain in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from businesscase.finance.case_error import CaseError, gettext_noop
from businesscase.finance.risk import Risk, check_risks
from businesscase.finance.spread import Spread, check_spread

if TYPE_CHECKING:
    from businesscase.finance.cashflow import Case


@dataclass(frozen=True, slots=True)
class UncertainCase:
    """A case, one spread for each of its lines (None: the line is certain), and its risks.

    The amounts of the case itself are the likely ones, so that its results need no uncertainty at all.

    Raises
    ------
    CaseError
        With the path of the field and a sentence.

    """

    case: Case
    spreads: tuple[Spread | None, ...]
    risks: tuple[Risk, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be calculated."""
        if len(self.spreads) != len(self.case.lines):
            raise CaseError(("spreads",), gettext_noop("Each line must have its spread, or none."))
        for index, (spread, line) in enumerate(zip(self.spreads, self.case.lines, strict=True)):
            if spread is not None:
                check_spread(spread, line, ("lines", index))
        check_risks(self.risks, self.case.years)
