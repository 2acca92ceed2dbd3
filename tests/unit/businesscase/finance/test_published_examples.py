"""Figures that others have published, as oracles.

Each example's id names its source; a figure is compared at the number of decimals that the source prints.

excel-help             support.microsoft.com, NPV function and IRR function, examples
numpy-financial        numpy_financial/_financial.py and tests/test_financial.py, numpy/numpy-financial on GitHub
apache-poi             TestNpv.java and TestIrr.java, apache/poi on GitHub, after Wikipedia and techonthenet.com
hp-12c                 HP 12C user's guide (HDPMBF12E44), page 60
mathworks              mathworks.com/help/finance, pvvar and irr
maple                  maplesoft.com/support/help, Finance, cashflows
pv-wave-imsl           help.perforce.com/pv-wave, INT_RATE_RETURN
openoffice             wiki.openoffice.org, Calc: IRR function
mescius, adobe         the NPV pages of SPREAD (docs.mescius.jp) and of FormCalc (help.adobe.com)
r-irr2, r-grattan      README of JiaxiangBU/irr2; tests of the CRAN package grattan ("matches Excel")
npm-irr-npv            test/module.test.js of the package irr-npv
grey-trout             greytrout.com, Spreadsheet user guide, IRR
vandenberg             pcreview.co.uk/threads, "Mid period discounting with the NPV function"
brigham                Brigham and Ehrhardt, Financial Management, the strip mine (project M)
ross-westerfield-...   Ross, Westerfield and Jordan, Fundamentals of Corporate Finance, "Multiple IRRs"
brealey-myers          Brealey and Myers, Principles of Corporate Finance, chapter 5, the project without an IRR
acca, cma, cfa         practice questions: ACCA F9 workbook 2017 no. 5, opentuition.com, gaodun.com/q
others                 easycalculation.com (discounted payback), wizedu.com, textbook exercises on the web
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import pytest

from businesscase.finance import Note, Timing, annual, evaluate, payback_time
from tests.unit.businesscase.finance.cases import case_of, decimals, rates_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def as_printed(value: Decimal, printed: str) -> str:
    """Round a figure the way the source does: half up, to as many decimals as it prints."""
    return str(value.quantize(Decimal(printed), ROUND_HALF_UP))


# The first amount is an outlay today, undiscounted.
NPV_FROM_TODAY = [
    pytest.param("0.08", [-40000, 8000, 9200, 10000, 12000, 14500], "1922.06", id="excel-help-npv-2"),
    pytest.param("0.08", [-40000, 8000, 9200, 10000, 12000, 14500, -9000], "-3749.47", id="excel-help-npv-3"),
    # The source prints 24 decimals, of which its 28 digits cannot know the last.
    pytest.param(
        "0.05", [-15000, 1500, 2500, 3500, 4500, 6000], "122.89485495094269216162872", id="numpy-financial-tests-npv"
    ),
    pytest.param("0.08", [-40000, 5000, 8000, 12000, 30000], "3065.22267", id="numpy-financial-docs-npv"),
    pytest.param("0.13", [-80000, -500, 4500, 5500, 4500, 130000], "212.18", id="hp-12c-users-guide-p60"),
    pytest.param("0.08", [-10000, 2000, 1500, 3000, 3800, 5000], "1715.4", id="mathworks-pvvar"),
    pytest.param("0.10", [-1000, 6000, -10900, 5800], "-196.0932", id="mathworks-irr-multiple"),
    pytest.param("0.10", [-95, 100, 200, 50], "198.7640872", id="maple-finance-cashflows"),
    pytest.param("0.10", [0, 100, 200, 50], "293.7640872", id="maple-finance-cashflows-without-outlay"),
    pytest.param("0.02", [-2200, "752.97", "752.97", "752.97"], "-28.52241", id="r-irr2-readme-2-percent"),
    pytest.param("0.01", [-2200, "752.97", "752.97", "752.97"], "14.47363", id="r-irr2-readme-1-percent"),
    pytest.param("0.12", [-200000, 60000, 80000, 70000, 60000, 50000], "33673.98", id="cfa-discounted-payback-table"),
    pytest.param("0.10", [1000, -3000, 2500], "339", id="brealey-myers-principles-of-corporate-finance-no-irr"),
    pytest.param("0.10", [-985, 75, 120, 100, 1200], "77.10", id="vandenberg-excel-newsgroup-year-end"),
]

# Spreadsheets' NPV(rate; ...) discounts the first amount too.
NPV_FROM_YEAR_END = [
    pytest.param("0.10", [-10000, 3000, 4200, 6800], "1188.44", id="excel-help-npv-1"),
    pytest.param("0.065", [-10000, 3000, 3400, 7700], "2055.38", id="mescius-spread-npv"),
    pytest.param("0.065", [5000], "4694.83568075117", id="adobe-formcalc-npv-1"),
    pytest.param("0.10", [500, 1500, 4000, 10000], "11529.6086332901", id="adobe-formcalc-npv-2"),
    pytest.param("0.05", [4, 3, 2, 1], "9.08098991675279", id="r-grattan-tests-matches-excel"),
]


@pytest.mark.parametrize(("rate", "nets", "printed"), NPV_FROM_TODAY)
def test_npv_with_the_first_year_undiscounted(rate: str, nets: Sequence[str | int], printed: str) -> None:
    value = annual(case_of(nets, rate))[-1].discounted_cumulative

    assert as_printed(value, printed) == printed


@pytest.mark.parametrize(("rate", "nets", "printed"), NPV_FROM_YEAR_END)
def test_npv_with_the_first_year_discounted(rate: str, nets: Sequence[int], printed: str) -> None:
    value = annual(case_of(nets, rate, first_year_undiscounted=False))[-1].discounted_cumulative

    assert as_printed(value, printed) == printed


def test_npv_and_irr_at_mid_year() -> None:
    """P. Vandenberg, microsoft.public.excel, "Mid period discounting with the NPV function": 128.94 and 14.55 %."""
    results = evaluate(case_of([-985, 75, 120, 100, 1200], "0.10", timing=Timing.MID_YEAR))

    assert results.npv == Decimal("128.94")
    assert [as_printed(rate, "0.1455") for rate in results.irr.rates] == ["0.1455"]


IRR = [
    pytest.param([-70000, 12000, 15000, 18000, 21000], ["-0.021"], id="excel-help-irr-four-years"),
    pytest.param([-70000, 12000, 15000, 18000, 21000, 26000], ["0.087"], id="excel-help-irr-five-years"),
    pytest.param([-70000, 12000, 15000], ["-0.444"], id="excel-help-irr-two-years"),
    pytest.param([-150000, 15000, 25000, 35000, 45000, 60000], ["0.0524"], id="numpy-financial-tests-1"),
    pytest.param([-100, 0, 0, 74], ["-0.0955"], id="numpy-financial-tests-2"),
    pytest.param([-100, 39, 59, 55, 20], ["0.28095"], id="numpy-financial-tests-3"),
    pytest.param([-100, 100, 0, 7], ["0.06206"], id="numpy-financial-tests-4"),
    pytest.param(
        ["-1678.87", "771.96", "1814.05", "3520.30", "3552.95", "3584.99", "4789.91", -1],
        ["-0.9998", "1.0043"],
        id="numpy-financial-issue-44-google-sheets-1.00426",
    ),
    pytest.param([-4000, 1200, 1410, 1875, 1050], ["0.143"], id="apache-poi-tests-after-wikipedia"),
    pytest.param([-7500, 3000, 5000, 1200, 4000], ["0.28"], id="apache-poi-tests-after-techonthenet-1"),
    pytest.param([-10000, 3400, 6500, 1000], ["0.05"], id="apache-poi-tests-after-techonthenet-2"),
    pytest.param([100, -10, -110], ["0.10"], id="apache-poi-tests-borrowing"),
    pytest.param(
        [-4500, -800, 800, 800, 600, 600, 800, 800, 700, 3000], ["0.0720783"], id="pv-wave-imsl-int-rate-return"
    ),
    pytest.param([-5000, 1000, 2000, 3000], ["0.0821"], id="openoffice-wiki-irr"),
    pytest.param([-100000, 10000, 20000, 30000, 40000, 50000], ["0.1201"], id="mathworks-irr-single"),
    pytest.param([-1000, 1000, 1000], ["0.618"], id="npm-irr-npv-tests"),
    pytest.param([-700, 750, 900, 600, 850], ["1.0462142"], id="grey-trout-spreadsheet-guide"),
    pytest.param([-1000, 6000, -10900, 5800], ["-0.0488", "1.0000", "2.0488"], id="mathworks-irr-three-rates"),
    pytest.param(["-1.6", 10, -10], ["0.25", "4.00"], id="brigham-strip-mine-two-rates"),
    pytest.param(
        [-252, 1431, -3035, 2850, -1000],
        ["0.2500", "0.3333", "0.4286", "0.6667"],
        id="ross-westerfield-jordan-four-rates",
    ),
    pytest.param([1000, -3000, 2500], [], id="brealey-myers-no-rate"),
    pytest.param([1, 2, 3], [], id="numpy-issue-6744-only-gains"),
    pytest.param([-1, -2, -3], [], id="numpy-issue-6744-only-costs"),
]


@pytest.mark.parametrize(("nets", "printed"), IRR)
def test_irr_finds_the_published_rates_and_no_other(nets: Sequence[str | int], printed: list[str]) -> None:
    found = rates_of(nets)

    assert [as_printed(rate, figure) for rate, figure in zip(found.rates, printed, strict=True)] == printed


# The source prints the rate nearest to 0, or nearest to its guess, and is silent about the others.
ONE_OF_SEVERAL = [
    pytest.param([-100, 100, 0, -7], "-0.0833", 2, id="numpy-financial-tests"),
    pytest.param(["-5", "10.5", "1", "-8", "1"], "0.0886", 3, id="numpy-financial-tests-sign-changes"),
    pytest.param([-80, 90, 67, 72, -90], "-0.32606171", 2, id="grey-trout-spreadsheet-guide"),
]


@pytest.mark.parametrize(("nets", "printed", "count"), ONE_OF_SEVERAL)
def test_where_others_print_one_rate_all_are_named(nets: Sequence[str | int], printed: str, count: int) -> None:
    found = rates_of(nets)

    assert (found.rate, found.note, len(found.rates)) == (None, Note.SEVERAL, count)
    assert [as_printed(rate, printed) for rate in found.rates].count(printed) == 1


PAYBACK = [
    # Three years and 150 of the 175 of the fourth.
    pytest.param([-1000, 400, 250, 200, 175, 75, 250], "3.857143", id="acca-f9-integrated-workbook-2017-q5"),
    pytest.param([-550000, -500000, 450000, 350000, 250000, 150000], "4.000000", id="cma-after-tax-payback"),
    pytest.param([-43000, 3000, 4000, *[9000] * 10], "6.000000", id="wizedu-year-6"),
    # One year and 19,750 of the 33,250 of the second.
    pytest.param([-46000, 26250, 33250], "1.593985", id="acca-f2-opentuition"),
    pytest.param([-20000, 10000, 20000], "1.500000", id="uon-one-and-a-half-years"),
]


@pytest.mark.parametrize(("nets", "years"), PAYBACK)
def test_payback(nets: Sequence[int], years: str) -> None:
    assert str(evaluate(case_of(nets)).payback.years) == years


DISCOUNTED_PAYBACK = [
    pytest.param("0.11", [-50000, *[10000] * 8], "7.66", id="easycalculation-discounted-payback"),
    pytest.param("0.11", [-210, 85, 75, 85, 105], "3.15", id="textbook-discounted-payback-11-percent"),
    # Three years and 32,828.44 of the 38,131.08 of the fourth.
    pytest.param("0.12", [-200000, 60000, 80000, 70000, 60000, 50000], "3.861", id="cfa-discounted-payback"),
]


@pytest.mark.parametrize(("rate", "nets", "printed"), DISCOUNTED_PAYBACK)
def test_discounted_payback(rate: str, nets: Sequence[int], printed: str) -> None:
    years = evaluate(case_of(nets, rate)).discounted_payback.years

    assert years is not None
    assert as_printed(years, printed) == printed


def test_the_table_behind_a_discounted_payback() -> None:
    """CFA practice, 12 %: the discounted flows and their sums (the source misprints its last flow as 28,371.30)."""
    rows = evaluate(case_of([-200000, 60000, 80000, 70000, 60000, 50000], "0.12")).rows

    assert [str(row.discounted_net) for row in rows] == [
        "-200000.00",
        "53571.43",
        "63775.51",
        "49824.62",
        "38131.08",
        "28371.34",
    ]
    assert [str(row.discounted_cumulative) for row in rows] == [
        "-200000.00",
        "-146428.57",
        "-82653.06",
        "-32828.44",
        "5302.64",
        "33673.98",
    ]


def test_payback_of_the_published_sums() -> None:
    assert payback_time(decimals(["-1000", "-600", "-350", "-150", "25", "100", "350"])).lost_again is False
