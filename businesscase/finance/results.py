"""Everything a business case is judged by, in one object (D12, D13, D17, AM11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from businesscase.finance.cashflow import annual
from businesscase.finance.digest import input_digest
from businesscase.finance.discount import half_years
from businesscase.finance.irr import internal_rate
from businesscase.finance.money import to_money
from businesscase.finance.payback import payback_time
from businesscase.finance.positive import Definition, Measure, judge

if TYPE_CHECKING:
    from decimal import Decimal

    from businesscase.finance.cashflow import Case, YearRow
    from businesscase.finance.irr import InternalRate
    from businesscase.finance.payback import Payback
    from businesscase.finance.positive import Verdict

NPV_ABOVE_ZERO = Definition(Measure.NPV)


@dataclass(frozen=True, slots=True)
class Results:
    """A case's figures as they are shown and stored, each rounded once, from full precision.

    `npv` and `net_gain` in DKK; `net_gain` is the undiscounted sum of the nets. `rows` has one row for each year.
    `input_digest` names the case that they were calculated from.
    """

    npv: Decimal
    net_gain: Decimal
    irr: InternalRate
    payback: Payback
    discounted_payback: Payback
    rows: tuple[YearRow, ...]
    positive: Verdict
    input_digest: str


def evaluate(case: Case, definition: Definition = NPV_ABOVE_ZERO) -> Results:
    """Calculate a case and judge it by a definition of a positive one."""
    rows = annual(case)
    npv, net_gain = to_money(rows[-1].discounted_cumulative), to_money(rows[-1].cumulative)
    waits = half_years(case.years, case.timing, first_year_undiscounted=case.first_year_undiscounted)
    simple = payback_time([row.cumulative for row in rows])
    return Results(
        npv=npv,
        net_gain=net_gain,
        irr=internal_rate([row.net for row in rows], waits),
        payback=simple,
        discounted_payback=payback_time([row.discounted_cumulative for row in rows]),
        rows=tuple(row.to_money() for row in rows),
        positive=judge(definition, npv=npv, net_gain=net_gain, payback=simple),
        input_digest=input_digest(case),
    )
