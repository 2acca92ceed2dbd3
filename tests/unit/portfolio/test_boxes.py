"""What is written in a box is read exactly, or sent back."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from portfolio.forms.boxes import AmountField, NumberField, YesNoField


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("150000", "150000"),
        ("150.000", "150000"),
        ("1.250.000,5", "1250000.5"),
        ("150.000,01", "150000.01"),
        ("150000,01", "150000.01"),
        ("150000.01", "150000.01"),
        ("1.5", "1.5"),
        (" 1 250 000 kr. ", "1250000"),
        ("125.000,-", "125000"),
        ("125.000,- kr.", "125000"),
        ("48.000 kr.", "48000"),
        ("48.000\u00a0kr", "48000"),
        ("kr. 500", "500"),
        ("DKK 1.500", "1500"),
        ("40 000,50", "40000.5"),
        ("0", "0"),
    ],
)
def test_an_amount_is_read_the_danish_way(written: str, read: str) -> None:
    assert AmountField(max_digits=14, min_value=0).clean(written) == Decimal(read)


@pytest.mark.parametrize(
    "written",
    [
        "ca. 100.000",
        "1.50.000",
        "1,234.50",
        "1.234.5",
        "12,345",
        "1e6",
        "NaN",
        "Infinity",
        "٣٠٠",
        "--5",
        "1 2,3,4",
        "kr.",
        "kr. 5 €",
    ],
)
def test_what_could_be_misread_is_sent_back(written: str) -> None:
    with pytest.raises(ValidationError) as error:
        AmountField(max_digits=14, min_value=0).clean(written)
    assert [one.code for one in error.value.error_list] == ["invalid"]


@pytest.mark.parametrize(("written", "code"), [("-1", "min_value"), ("9999999999999", "max_whole_digits")])
def test_an_amount_has_limits(written: str, code: str) -> None:
    with pytest.raises(ValidationError) as error:
        AmountField(max_digits=14, min_value=0).clean(written)
    assert [one.code for one in error.value.error_list] == [code]


@pytest.mark.parametrize(("kept", "shown"), [("40000.00", "40000"), ("40000.50", "40000.50"), ("40000.05", "40000.05")])
def test_an_amount_is_shown_with_its_whole_oere_or_none(kept: str, shown: str) -> None:
    assert str(AmountField(max_digits=14).prepare_value(Decimal(kept))) == shown


def test_a_goal_may_be_a_negative_number() -> None:
    assert NumberField(max_digits=14).clean("-12,5") == Decimal("-12.5")


@pytest.mark.parametrize(("posted", "answer"), [("true", True), ("false", False), ("", None)])
def test_a_question_is_answered_yes_no_or_not_yet(posted: str, answer: bool | None) -> None:
    assert YesNoField(required=False).clean(posted) is answer


@pytest.mark.parametrize(("answer", "ticked"), [(True, "true"), (False, "false"), (None, None)])
def test_an_answer_is_shown_again(answer: bool | None, ticked: str | None) -> None:
    assert YesNoField(required=False).prepare_value(answer) == ticked
