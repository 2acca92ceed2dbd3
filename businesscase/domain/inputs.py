"""The only bridge from rows to the calculation's input."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from businesscase.domain.terms import Terms
from businesscase.finance import Case, Kind, Line, Timing
from businesscase.models import BenefitLine, BusinessCaseVersion, CostLine

# Money moves at the end of its year, and the first year is today's money (the Ministry of Finance's convention).
TIMING = Timing.YEAR_END
FIRST_YEAR_UNDISCOUNTED = True


def case_input(
    case: BusinessCaseVersion, costs: Iterable[CostLine], benefits: Iterable[BenefitLine], terms: Terms
) -> Case | None:
    """Return what the case is calculated from; None where no amount is stated, or no discount rate is in force.

    A line without figures takes no part; where a line has some, a year without one is a year without money.
    """
    lines = (*_costs(case, costs), *_benefits(case, benefits))
    if not lines or not terms.bands:
        return None
    return Case(
        start_year=case.start_year,
        years=case.years,
        price_year=case.price_year,
        discount=terms.bands,
        timing=TIMING,
        first_year_undiscounted=FIRST_YEAR_UNDISCOUNTED,
        lines=lines,
    )


def _costs(case: BusinessCaseVersion, rows: Iterable[CostLine]) -> tuple[Line, ...]:
    priced = [(row.category, row.priced(case.hourly_rate)) for row in rows]
    return tuple(
        Line(Kind.COST, category, cash_releasing=False, amounts=_filled(amounts, case.years))
        for category, amounts in priced
        if _stated(amounts)
    )


def _benefits(case: BusinessCaseVersion, rows: Iterable[BenefitLine]) -> tuple[Line, ...]:
    return tuple(
        Line(Kind.BENEFIT, row.type, cash_releasing=row.cash_releasing, amounts=_filled(row.amounts, case.years))
        for row in rows
        if _stated(row.amounts)
    )


def _stated(amounts: Iterable[Decimal | None]) -> bool:
    return any(amount is not None for amount in amounts)


def _filled(amounts: Sequence[Decimal | None], years: int) -> tuple[Decimal, ...]:
    written = [amount or Decimal(0) for amount in amounts[:years]]
    return (*written, *[Decimal(0)] * (years - len(written)))
