"""Whether a business case is positive, and by which definition (D12, D13, AM11)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from businesscase.finance.case_error import CaseError, gettext_noop

if TYPE_CHECKING:
    from businesscase.finance.payback import Payback

OERE = Decimal("0.01")
_WRITTEN = re.compile(r"(npv|net gain) > 0|payback <= (\d{1,3}(?:\.\d{1,2})?) years")


class Measure(StrEnum):
    """The figure that a positive business case is judged by; [002] names none, so it is chosen (AM11)."""

    NPV = "npv"
    NET_GAIN = "net_gain"
    PAYBACK = "payback"


@dataclass(frozen=True, slots=True)
class Definition:
    """What "a positive business case" means: a measure and, for payback, the most years it may take.

    Raises
    ------
    CaseError
        When payback lacks its years, they are no number from 0 up, or another measure has them.

    """

    measure: Measure
    years: Decimal | None = None

    def __post_init__(self) -> None:
        """Refuse a payback without a limit, and a limit without payback."""
        limited = self.years is not None and self.years.is_finite() and self.years >= 0
        if self.measure == Measure.PAYBACK and not limited:
            raise CaseError(
                ("definition", "years"), gettext_noop("Say within how many years the case must be paid back.")
            )
        if self.measure != Measure.PAYBACK and self.years is not None:
            raise CaseError(("definition", "years"), gettext_noop("Only payback is judged by a number of years."))

    def __str__(self) -> str:
        """Return the definition as it is stored and answered: `npv > 0`."""
        if self.years is None:
            return f"{self.measure.replace('_', ' ')} > 0"
        return f"{self.measure} <= {self.years} years"


def read_definition(text: str) -> Definition:
    """Read what a positive case is, written `npv > 0`, `net gain > 0` or `payback <= 4 years`.

    Raises ValueError for anything else: a policy that cannot be read must not judge silently by another.
    """
    found = _WRITTEN.fullmatch(text)
    if found is None:
        message = f"no definition of a positive business case: {text}"
        raise ValueError(message)
    if found[2]:
        return Definition(Measure.PAYBACK, Decimal(found[2]))
    return Definition(Measure(found[1].replace(" ", "_")))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a case is positive, by what, and how far it is from it.

    `figure` is the one judged, as it is shown: DKK, or years for payback (None: never paid back).
    `distance` is what is missing in the same unit: 0 when positive, None when no number of years would do.
    """

    is_positive: bool
    definition: str
    figure: Decimal | None
    distance: Decimal | None


def judge(definition: Definition, *, npv: Decimal, net_gain: Decimal, payback: Payback) -> Verdict:
    """Judge a case by its rounded figures, so that what is shown is what was judged.

    An NPV of 0.004 is 0.00 and not positive; the least that is positive is one øre.
    """
    if definition.years is not None:
        return _judge_payback(definition, payback.years, definition.years)
    figure = npv if definition.measure == Measure.NPV else net_gain
    return Verdict(figure > 0, str(definition), figure, max(OERE - figure, Decimal(0)))


def _judge_payback(definition: Definition, years: Decimal | None, limit: Decimal) -> Verdict:
    if years is None:
        return Verdict(is_positive=False, definition=str(definition), figure=None, distance=None)
    return Verdict(years <= limit, str(definition), years, max(years - limit, Decimal(0)))
