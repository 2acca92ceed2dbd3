from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings

from businesscase.finance import RateBand, Timing, input_digest
from tests.unit.businesscase.finance.cases import NETS, case_of

CASE = case_of([-1000, "400.50", 800])
COST, BENEFIT = CASE.lines


def test_the_digest_is_stable() -> None:
    """A stored result must find its input again in ten years: this value changes only with the layout's name."""
    written = (
        '{"discount":[[0,"0.035"]],"first_year_undiscounted":true,"layout":"case/1",'
        '"lines":[["cost","purchase",false,["1000","0","0"]],["benefit","operation",true,["0","400.5","800"]]],'
        '"price_year":2026,"start_year":2026,"timing":"year_end","years":3}'
    )

    assert input_digest(CASE) == sha256(written.encode()).hexdigest()
    assert input_digest(CASE) == "d827a6079c1f27c73ef0f5e2c784a8374782eeb23ca31607bb32d15e98bcabc7"


@pytest.mark.parametrize("thousand", ["1000", "1000.00", "1E+3", "01000.0"])
def test_an_amount_is_the_same_however_it_is_written(thousand: str) -> None:
    assert input_digest(case_of([f"-{thousand}", "400.5", "8E2"], "0.0350")) == input_digest(CASE)


def test_zero_has_no_sign() -> None:
    signed = replace(BENEFIT, amounts=(Decimal("-0.00"), *BENEFIT.amounts[1:]))

    assert input_digest(replace(CASE, lines=(COST, signed))) == input_digest(CASE)


@pytest.mark.parametrize(
    "changes",
    [
        {"start_year": 2027},
        {"price_year": 2025},
        {"discount": (RateBand(0, Decimal("0.04")),)},
        {"discount": (RateBand(0, Decimal("0.035")), RateBand(2, Decimal("0.035")))},
        {"timing": Timing.MID_YEAR},
        {"first_year_undiscounted": False},
        {"lines": (BENEFIT, COST)},
        {"lines": (COST,)},
        {"lines": (COST, replace(BENEFIT, category="other"))},
        {"lines": (COST, replace(BENEFIT, cash_releasing=False))},
        {"lines": (COST, replace(BENEFIT, amounts=(*BENEFIT.amounts[:2], Decimal("800.01"))))},
    ],
)
def test_any_other_change_gives_another_digest(changes: dict[str, Any]) -> None:
    assert input_digest(replace(CASE, **changes)) != input_digest(CASE)


@settings(deadline=None)
@given(nets=NETS)
def test_equal_cases_have_equal_digests(nets: list[Decimal]) -> None:
    assert input_digest(case_of(nets)) == input_digest(case_of([net.normalize() for net in nets]))
