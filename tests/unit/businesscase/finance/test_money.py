from __future__ import annotations

from decimal import Decimal, localcontext

import pytest

from businesscase.finance import to_money
from businesscase.finance.precision import rounded, settled, working


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0.125", "0.12"),
        ("0.135", "0.14"),
        ("-0.125", "-0.12"),
        ("0.1250000001", "0.13"),
        ("2.675", "2.68"),
        ("1000", "1000.00"),
        ("-0.001", "0.00"),
        ("999999999999999999.995", "1000000000000000000.00"),
    ],
)
def test_money_is_rounded_half_even_to_two_decimals(amount: str, shown: str) -> None:
    assert str(to_money(Decimal(amount))) == shown


def test_a_tie_that_a_division_hides_is_still_a_tie() -> None:
    """0.49 / 1.035 - 0.373246875 / 1.035^2 is 0.125, and to 200 digits a little more."""
    with working():
        factor = 1 / Decimal("1.035")
        amount = Decimal("0.49") * factor - Decimal("0.373246875") * (factor / Decimal("1.035"))

    assert amount > Decimal("0.125")
    assert str(to_money(amount)) == "0.12"


def test_the_callers_context_is_neither_used_nor_changed() -> None:
    with localcontext() as context:
        context.prec = 3

        assert str(to_money(Decimal("123456.785"))) == "123456.78"
        assert str(rounded(Decimal("1.23456789"), 6)) == "1.234568"
        assert context.prec == 3


def test_what_is_settled_keeps_forty_decimals() -> None:
    assert settled(Decimal("1e-40")) == Decimal("1e-40")
    assert settled(Decimal("1e-41")) == 0
