from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from businesscase.finance import Case, CaseError, RateBand, Timing, annual, evaluate
from tests.unit.businesscase.finance.cases import case_of

GOOD = case_of([-100, 60, 60])
COST, BENEFIT = GOOD.lines


def band(from_year: Any, rate: Any) -> RateBand:
    return RateBand(from_year, rate)


def lines(**changes: Any) -> dict[str, Any]:
    return {"lines": (COST, replace(BENEFIT, **changes))}


YEARS = "The case must cover from 1 to 100 years."
START = "The start year must be a year from 1900 to 2200."
PRICE = "The price year must be a year from 1900 to 2200."
RATE = "The discount rate must be a number from -0.9 to 1000 with at most 20 decimals; 0.035 is 3.5 percent."
FROM_YEAR = "A discount rate must hold from a whole year, 0 or later."
LATER = "A discount rate must hold from a later year than the one before it."
AMOUNT = "The amount must be a number below 1,000 billion with at most 20 decimals."
ZERO = Decimal(0)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"start_year": 1899}, "start_year", START),
        ({"start_year": 2201}, "start_year", START),
        ({"start_year": "2026"}, "start_year", START),
        ({"start_year": True}, "start_year", START),
        ({"price_year": 26}, "price_year", PRICE),
        ({"years": 0}, "years", YEARS),
        ({"years": 101}, "years", YEARS),
        ({"years": 3.0}, "years", YEARS),
        ({"years": 2}, "lines.0.amounts", "The line must have one amount for each of the 2 years; it has 3."),
        ({"discount": ()}, "discount", "The case must have a discount rate."),
        ({"discount": (band(1, ZERO),)}, "discount.0.from_year", "The first discount rate must hold from year 0."),
        ({"discount": (band(-1, ZERO),)}, "discount.0.from_year", FROM_YEAR),
        ({"discount": (band(0, ZERO), band("36", ZERO))}, "discount.1.from_year", FROM_YEAR),
        ({"discount": (band(0, ZERO), band(0, ZERO))}, "discount.1.from_year", LATER),
        ({"discount": (band(0, ZERO), band(9, ZERO), band(5, ZERO))}, "discount.2.from_year", LATER),
        ({"discount": (band(0, Decimal("-0.91")),)}, "discount.0.rate", RATE),
        ({"discount": (band(0, Decimal(1001)),)}, "discount.0.rate", RATE),
        ({"discount": (band(0, Decimal("NaN")),)}, "discount.0.rate", RATE),
        ({"discount": (band(0, Decimal("Infinity")),)}, "discount.0.rate", RATE),
        ({"discount": (band(0, Decimal("sNaN")),)}, "discount.0.rate", RATE),
        ({"discount": (band(0, Decimal("1E-21")),)}, "discount.0.rate", RATE),
        ({"discount": (band(0, 0.035),)}, "discount.0.rate", RATE),
        ({"timing": "quarterly"}, "timing", "The timing must be year_end, mid_year or year_start."),
        (
            {"first_year_undiscounted": None},
            "first_year_undiscounted",
            "Say yes or no to whether the first year is undiscounted.",
        ),
        ({"lines": ()}, "lines", "The case must have from 1 to 1000 lines."),
        ({"lines": (COST,) * 1001}, "lines", "The case must have from 1 to 1000 lines."),
        (lines(kind="income"), "lines.1.kind", "The line must be a cost or a benefit."),
        (lines(category=""), "lines.1.category", "The line must have a category."),
        (lines(cash_releasing="no"), "lines.1.cash_releasing", "Say yes or no to whether the line releases cash."),
        (
            lines(amounts=(ZERO,)),
            "lines.1.amounts",
            "The line must have one amount for each of the 3 years; it has 1.",
        ),
        (lines(amounts=(ZERO, ZERO, Decimal("NaN"))), "lines.1.amounts.2", AMOUNT),
        (lines(amounts=(ZERO, Decimal("-Infinity"), ZERO)), "lines.1.amounts.1", AMOUNT),
        (lines(amounts=(Decimal("1E+12"), ZERO, ZERO)), "lines.1.amounts.0", AMOUNT),
        (lines(amounts=(Decimal("-1E+12"), ZERO, ZERO)), "lines.1.amounts.0", AMOUNT),
        (lines(amounts=(Decimal("1E+999999"), ZERO, ZERO)), "lines.1.amounts.0", AMOUNT),
        (lines(amounts=(Decimal("1E-999999"), ZERO, ZERO)), "lines.1.amounts.0", AMOUNT),
        (lines(amounts=(1.5, ZERO, ZERO)), "lines.1.amounts.0", AMOUNT),
        (lines(amounts=(ZERO, None, ZERO)), "lines.1.amounts.1", AMOUNT),
    ],
)
def test_what_cannot_be_calculated_is_refused_where_it_stands(
    changes: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(CaseError) as refused:
        replace(GOOD, **changes)

    assert (refused.value.field, str(refused.value)) == (field, sentence)


def test_the_sentence_can_be_said_in_another_language() -> None:
    with pytest.raises(CaseError) as refused:
        replace(GOOD, lines=(replace(COST, amounts=(ZERO,)), BENEFIT))

    assert refused.value.path == ("lines", 0, "amounts")
    assert refused.value.template == "The line must have one amount for each of the %(years)s years; it has %(found)s."
    assert refused.value.params == {"years": 3, "found": 1}


@pytest.mark.parametrize(
    "case",
    [
        case_of([0] * 100, "-0.9"),
        case_of([0], "1000"),
        case_of(["999999999999.99"]),
        case_of(["0.00000000000000000001"]),
        case_of(["0E-999999"]),
        replace(GOOD, lines=(COST,) * 1000),
        replace(GOOD, discount=(band(0, ZERO), band(2200, ZERO))),
    ],
)
def test_the_limits_themselves_can_be_calculated(case: Case) -> None:
    assert len(annual(case)) == case.years


def test_the_interfaces_own_words_will_do() -> None:
    plain: Any = "mid_year"
    kinds: Any = ("cost", "benefit")
    worded = replace(
        GOOD, timing=plain, lines=tuple(replace(line, kind=kind) for line, kind in zip(GOOD.lines, kinds, strict=True))
    )

    assert evaluate(worded) == evaluate(replace(GOOD, timing=Timing.MID_YEAR))
