"""Cases for the tests, made from what a test is about: the nets of the years."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from businesscase.finance import Case, InternalRate, Kind, Line, RateBand, Timing, half_years, internal_rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    Figure = str | int | Decimal

AMOUNTS = st.decimals("-1000000", "1000000", places=2)
RATES = st.decimals("-0.5", "2", places=4)
NETS = st.lists(AMOUNTS, min_size=1, max_size=20)


def decimals(figures: Sequence[Figure]) -> tuple[Decimal, ...]:
    """Turn figures as they are written into Decimals."""
    return tuple(map(Decimal, figures))


def case_of(
    nets: Sequence[Figure],
    rate: Figure = "0.035",
    *,
    timing: Timing = Timing.YEAR_END,
    first_year_undiscounted: bool = True,
) -> Case:
    """Make a case of one cost line and one benefit line whose difference is the nets."""
    figures = decimals(nets)
    cost = Line(Kind.COST, "purchase", cash_releasing=False, amounts=tuple(max(-net, Decimal(0)) for net in figures))
    benefit = Line(
        Kind.BENEFIT, "operation", cash_releasing=True, amounts=tuple(max(net, Decimal(0)) for net in figures)
    )
    bands = (RateBand(0, Decimal(rate)),)
    return Case(2026, len(figures), 2026, bands, timing, first_year_undiscounted, (cost, benefit))


def rates_of(nets: Sequence[Figure]) -> InternalRate:
    """Find the internal rates of nets a whole year apart."""
    waits = half_years(len(nets), Timing.YEAR_END, first_year_undiscounted=True)
    return internal_rate(decimals(nets), waits)
