"""The figures that put a business case in other words: per year, per month, and how much it can bear."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from businesscase.finance.annuity import annuity
from businesscase.finance.cashflow import annual
from businesscase.finance.delay import cost_of_delay
from businesscase.finance.discount import half_years
from businesscase.finance.funding import peak_funding
from businesscase.finance.mirr import modified_rate
from businesscase.finance.money import to_money
from businesscase.finance.npv import net_present_value
from businesscase.finance.precision import working
from businesscase.finance.switching import switching_value

if TYPE_CHECKING:
    from businesscase.finance.cashflow import Case


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A case's further figures as they are shown, each rounded once, from full precision.

    `mirr` and `switching_share` are shares, 0.15 for 15 %, or None where there is no such number. The others are DKK:
    `annuity` a year, `delay_per_month` a month; `total_cost` is what it costs to have over all years (total cost of
    ownership) and `present_cost` that at today's value. `peak_funding` is the most that must be laid out before it
    comes back, at the end of `peak_year`, a calendar year; None where the case is never in debt.
    """

    mirr: Decimal | None
    annuity: Decimal
    switching_share: Decimal | None
    delay_per_month: Decimal
    total_cost: Decimal
    present_cost: Decimal
    peak_funding: Decimal
    peak_year: int | None


def key_figures(case: Case) -> KeyFigures:
    """Calculate the further figures of a case; outlays and gains both grow at its discount rate."""
    rows = annual(case)
    costs, benefits = [row.cost for row in rows], [row.benefit for row in rows]
    weights = [row.factor for row in rows]
    waits = half_years(case.years, case.timing, first_year_undiscounted=case.first_year_undiscounted)
    even = annuity(rows[-1].discounted_cumulative, weights, first_year_undiscounted=case.first_year_undiscounted)
    peak = peak_funding([row.cumulative for row in rows])
    with working():
        total = sum(costs, Decimal(0))
    return KeyFigures(
        mirr=modified_rate([row.net for row in rows], waits, finance=weights, reinvest=weights),
        annuity=to_money(even),
        switching_share=switching_value(costs, benefits, weights),
        delay_per_month=to_money(cost_of_delay(benefits, weights)),
        total_cost=to_money(total),
        present_cost=to_money(net_present_value(costs, weights)),
        peak_funding=to_money(peak.amount),
        peak_year=None if peak.year is None else case.start_year + peak.year,
    )
