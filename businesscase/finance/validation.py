"""What a case must be before it is calculated.

The limits keep a calculation exact and short; none of them meets a case from a municipality.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from businesscase.finance.case_error import CaseError, gettext_noop
from businesscase.finance.discount import RateBand, Timing
from businesscase.finance.line import Kind, Line
from businesscase.finance.precision import working

if TYPE_CHECKING:
    from collections.abc import Sequence

    from businesscase.finance.cashflow import Case

FIRST_YEAR, LAST_YEAR = 1900, 2200
MAX_YEARS = 100
MAX_LINES = 1000
AMOUNT_LIMIT = Decimal(10) ** 12
LOWEST_RATE, HIGHEST_RATE = Decimal("-0.9"), Decimal(1000)
MAX_DECIMALS = 20


def check_case(case: Case) -> None:
    """Refuse a case that cannot be calculated, with the path of the first field that is wrong.

    Raises
    ------
    CaseError

    """
    _check_year(case.start_year, "start_year", gettext_noop("The start year must be a year from %(low)s to %(high)s."))
    _check_year(case.price_year, "price_year", gettext_noop("The price year must be a year from %(low)s to %(high)s."))
    if not is_whole(case.years, 1, MAX_YEARS):
        raise CaseError(("years",), gettext_noop("The case must cover from 1 to %(high)s years."), high=MAX_YEARS)
    _check_bands(case.discount)
    if case.timing not in list(Timing):
        raise CaseError(("timing",), gettext_noop("The timing must be year_end, mid_year or year_start."))
    if type(case.first_year_undiscounted) is not bool:
        raise CaseError(
            ("first_year_undiscounted",), gettext_noop("Say yes or no to whether the first year is undiscounted.")
        )
    if not 1 <= len(case.lines) <= MAX_LINES:
        raise CaseError(("lines",), gettext_noop("The case must have from 1 to %(high)s lines."), high=MAX_LINES)
    for index, line in enumerate(case.lines):
        _check_line(line, ("lines", index), case.years)


def _check_year(year: int, field: str, template: str) -> None:
    if not is_whole(year, FIRST_YEAR, LAST_YEAR):
        raise CaseError((field,), template, low=FIRST_YEAR, high=LAST_YEAR)


def _check_bands(bands: Sequence[RateBand]) -> None:
    if not bands:
        raise CaseError(("discount",), gettext_noop("The case must have a discount rate."))
    for index, band in enumerate(bands):
        _check_band(band, ("discount", index))
    if bands[0].from_year != 0:
        raise CaseError(("discount", 0, "from_year"), gettext_noop("The first discount rate must hold from year 0."))
    for index, (earlier, later) in enumerate(pairwise(bands), start=1):
        if later.from_year <= earlier.from_year:
            raise CaseError(
                ("discount", index, "from_year"),
                gettext_noop("A discount rate must hold from a later year than the one before it."),
            )


def _check_band(band: RateBand, path: tuple[str | int, ...]) -> None:
    if not is_whole(band.from_year, 0, LAST_YEAR):
        raise CaseError((*path, "from_year"), gettext_noop("A discount rate must hold from a whole year, 0 or later."))
    if not (is_figure(band.rate) and LOWEST_RATE <= band.rate <= HIGHEST_RATE):
        raise CaseError(
            (*path, "rate"),
            gettext_noop(
                "The discount rate must be a number from %(low)s to %(high)s with at most %(decimals)s decimals; "
                "0.035 is 3.5 percent."
            ),
            low=LOWEST_RATE,
            high=HIGHEST_RATE,
            decimals=MAX_DECIMALS,
        )


def _check_line(line: Line, path: tuple[str | int, ...], years: int) -> None:
    if line.kind not in list(Kind):
        raise CaseError((*path, "kind"), gettext_noop("The line must be a cost or a benefit."))
    if not line.category:
        raise CaseError((*path, "category"), gettext_noop("The line must have a category."))
    if type(line.cash_releasing) is not bool:
        raise CaseError((*path, "cash_releasing"), gettext_noop("Say yes or no to whether the line releases cash."))
    check_amounts(line.amounts, (*path, "amounts"), years)


def check_amounts(amounts: Sequence[Decimal], path: tuple[str | int, ...], years: int) -> None:
    """Refuse a line's amounts unless there is one for each year, and each is a figure.

    Raises
    ------
    CaseError

    """
    if len(amounts) != years:
        raise CaseError(
            path,
            gettext_noop("The line must have one amount for each of the %(years)s years; it has %(found)s."),
            years=years,
            found=len(amounts),
        )
    for year, amount in enumerate(amounts):
        if not is_figure(amount):
            raise CaseError(
                (*path, year),
                gettext_noop("The amount must be a number below 1,000 billion with at most %(decimals)s decimals."),
                decimals=MAX_DECIMALS,
            )


def is_whole(value: int, low: int, high: int) -> bool:
    """Tell whether a value is a whole number within bounds."""
    # True is an int to Python, but no year.
    return type(value) is int and low <= value <= high


def is_figure(value: Decimal) -> bool:
    """Tell whether a value is a finite Decimal of a size and with decimals that stay exact."""
    if not (isinstance(value, Decimal) and value.is_finite() and abs(value) < AMOUNT_LIMIT):
        return False
    with working():
        return value == value.quantize(Decimal(1).scaleb(-MAX_DECIMALS))
