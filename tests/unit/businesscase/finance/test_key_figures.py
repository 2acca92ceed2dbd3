from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from businesscase.finance import KeyFigures, Timing, evaluate, key_figures
from tests.unit.businesscase.finance.cases import NETS, RATES, case_of


def test_everything_at_once() -> None:
    """Excel help's NPV example, -40,000; 8,000; 9,200; 10,000; 12,000; 14,500 at 8 %: 1,922.06.

    By hand: the annuity is PMT(8 %; 5; -1,922.06); the gains grow at 8 % to 61,597.26, which is 40,000 in five years
    at 9.0185 %; 1,922.06 of the gains' 41,922.06 can be lost; and the yearly rises 8,000; 1,200; 800; 2,000; 2,500
    are worth 12,242.80 today, a twelfth of which a month's delay costs.
    """
    found = key_figures(case_of([-40000, 8000, 9200, 10000, 12000, 14500], "0.08"))

    assert found == KeyFigures(
        mirr=Decimal("0.090185204003"),
        annuity=Decimal("481.39"),
        switching_share=Decimal("0.045848450282"),
        delay_per_month=Decimal("1020.23"),
        total_cost=Decimal("40000.00"),
        present_cost=Decimal("40000.00"),
        peak_funding=Decimal("40000.00"),
        peak_year=2026,
    )


@settings(deadline=None)
@given(nets=NETS, rate=RATES, timing=st.sampled_from(Timing), first=st.booleans())
def test_every_case_has_them_and_they_agree_with_its_results(
    nets: list[Decimal], rate: Decimal, timing: Timing, *, first: bool
) -> None:
    case = case_of(nets, rate, timing=timing, first_year_undiscounted=first)
    found, results = key_figures(case), evaluate(case)

    assert found.total_cost == sum(row.cost for row in results.rows)
    assert found.peak_funding == max(0, -min(row.cumulative for row in results.rows))
    assert (found.peak_year is None) == (results.payback.years == 0)
    assert (found.mirr is None) == (len(nets) == 1 or min(nets) >= 0 or max(nets) <= 0) or timing == Timing.YEAR_START
    assert (found.switching_share is None) == (max(nets) <= 0)
    if results.npv > 0:
        assert found.annuity >= 0
    assert key_figures(replace(case, lines=case.lines[::-1])) == found
