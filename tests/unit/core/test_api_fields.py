"""The fields of the API: amounts are exact, and no type stands in for another."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import ValidationError

from core.api.fields import (
    AmountField,
    ChoiceField,
    DayField,
    FlagField,
    MoneyField,
    RowsField,
    StrictSerializer,
    TextField,
    WholeField,
)
from core.api.parsers import Number


class Inner(StrictSerializer):
    amount = AmountField()


class Outer(StrictSerializer):
    rows = RowsField(child=Inner())
    inner = Inner(required=False)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
def test_an_amount_is_read_exactly_as_text_and_as_number(value):
    assert AmountField().run_validation(f"{value:f}") == value
    assert AmountField().run_validation(Number(f"{value:f}")) == value


def test_an_amount_is_written_without_an_exponent():
    assert [AmountField().to_representation(Decimal(text)) for text in ("1E+5", "0.10", "-0.01")] == [
        "100000", "0.10", "-0.01",
    ]  # fmt: skip


def test_money_has_two_decimals_rounded_half_even():
    written = [MoneyField().to_representation(Decimal(text)) for text in ("0", "0.005", "0.015", "-12.3456", "1E+11")]
    assert written == ["0.00", "0.00", "0.02", "-12.35", "100000000000.00"]


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("9", 9), ("5.0", 5), ("50e-1", 5), ("-0", 0)])
def test_a_whole_number_is_whole_however_it_is_written(text, value):
    found = WholeField(low=0, high=9).run_validation(Number(text))
    assert (found, type(found)) == (value, int)


def test_a_list_that_is_too_long_is_refused_before_its_rows_are_read():
    with pytest.raises(ValidationError) as refused:
        RowsField(child=FlagField(), max_length=2).run_validation(["no flag"] * 3)
    assert refused.value.detail == ["Listen kan højst rumme 2."]


def test_a_list_that_must_hold_something_says_so():
    with pytest.raises(ValidationError) as refused:
        RowsField(child=FlagField(), allow_empty=False).run_validation([])
    assert refused.value.detail == ["Listen må ikke være tom."]


@pytest.mark.parametrize("text", ["-0", "-0.00"])
def test_nothing_has_no_sign(text):
    assert AmountField().run_validation(text).is_signed() is False


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *((AmountField(), value) for value in ("", " 1", "1,5", "+1", "1e3", ".5", "5.", "²", True, 1, 1.5, [], {})),
        (AmountField(), Number("1e99999999999999999999")),
        *((WholeField(low=0, high=9), value) for value in ("5", 5, 5.0, True, None, [], {})),
        *((WholeField(low=0, high=9), Number(text)) for text in ("-1", "10", "5.5", "NaN", "-Infinity", "1e999999999")),
        (WholeField(low=0, high=9), Number("1e99999999999999999999")),
        *((FlagField(), value) for value in ("true", "false", "", Number("1"), [], {})),
        *((TextField(), value) for value in (True, Number("1"), [], {}, "", "  ", "x" * 10_001)),
        *((DayField(), value) for value in ("2026-02-29", "2026-1-1", "20260101", "2026-W01-1", "٢٠٢٦-01-01", 7, None)),
        *((ChoiceField(["a"]), value) for value in ("b", "", True, Number("1"), ["a"], {"a": 1}, None)),
        *((RowsField(child=FlagField()), value) for value in ("x", {}, None, [True] * 1001)),
    ],
)
def test_what_is_not_the_fields_own_is_refused(field: Any, value: object):
    with pytest.raises(ValidationError):
        field.run_validation(value)


def test_an_object_takes_its_own_fields_and_no_others():
    outer = Outer(data={"rows": [{"amount": "1"}], "colour": "red"})
    assert (outer.is_valid(), list(outer.errors)) == (False, ["colour"])
    nested = Outer(data={"rows": [{"amount": "1"}, {"amount": "1", "x": 1}], "inner": {"amount": None}})
    assert (nested.is_valid(), set(nested.errors), list(nested.errors["rows"])) == (False, {"rows", "inner"}, [1])
