"""An amount is read exactly or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.reading.amounts import SIGNS, Numbers, read_amount


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1250000", "1250000"),
        ("1.250.000", "1250000"),
        ("1.250.000,50", "1250000.50"),
        ("1 250 000,5", "1250000.5"),
        ("1\u00a0250\u202f000", "1250000"),
        ("1\u00a0250\u00a0000", "1250000"),
        ("1'250'000", "1250000"),
        ("kr. 1.250,00", "1250.00"),
        ("1.250 kr.", "1250"),
        ("1.250kr", "1250"),
        ("DKK 1.250", "1250"),
        ("125.000,-", "125000"),
        ("-5.000", "-5000"),
        ("\u22125.000", "-5000"),
        ("kr. -5.000", "-5000"),
        ("(5.000)", "-5000"),
        ("0", "0"),
        ("", None),
        ("-", None),
        ("kr.", None),
        ("1,234.50", None),
        ("1.25", None),
        ("1.2345", None),
        ("1.250 000", None),
        ("(-5)", None),
        ("--5", None),
        ("£5", None),
        ("5 €", None),
        ("5 %", None),
        ("1,5 mio.", None),
        ("ca. 5.000", None),
        ("5.000 - 6.000", None),
        ("٣", None),
        ("nan", None),
        ("1e5", None),
        ("Oplyses ikke efter forvaltningslovens § 27", None),
        ("9" * 61, None),
    ],
)
def test_a_danish_amount(written, read):
    amount = read_amount(written, numbers=Numbers.DANISH, currency="DKK")
    assert amount == (None if read is None else Decimal(read))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("£1,419.50", "1419.50"),
        ("-£5.00", "-5.00"),
        ("£ 654.46", "654.46"),
        ("1,234,567.8 GBP", "1234567.8"),
        ("1.234,50", None),
        ("1,23", None),
        ("$5", None),
    ],
)
def test_an_english_amount_in_pounds(written, read):
    amount = read_amount(written, numbers=Numbers.ENGLISH, currency="GBP")
    assert amount == (None if read is None else Decimal(read))


@given(
    amount=st.decimals(-(10**12), 10**12, places=2, allow_nan=False),
    grouped=st.booleans(),
    numbers=st.sampled_from(Numbers),
    sign=st.sampled_from([(currency, sign) for currency in SIGNS for sign in ("", *SIGNS[currency])]),
    before=st.booleans(),
)
def test_what_is_written_by_the_rules_is_read_back(amount, grouped, numbers, sign, before):
    written = f"{abs(amount):,.2f}" if grouped else f"{abs(amount):.2f}"
    if numbers == Numbers.DANISH:
        written = written.translate(str.maketrans(",.", ".,"))
    currency, mark = sign
    marked = f"{mark} {written}" if before else f"{written} {mark}"
    minus = "-" if amount < 0 else ""
    assert read_amount(minus + marked, numbers=numbers, currency=currency) == amount


@given(text=st.text(), numbers=st.sampled_from(Numbers), currency=st.sampled_from(sorted(SIGNS)))
def test_any_text_gets_an_answer_and_words_are_no_amount(text, numbers, currency):
    amount = read_amount(f"{text} ukendt", numbers=numbers, currency=currency)
    assert amount is None
    anything = read_amount(text, numbers=numbers, currency=currency)
    assert anything is None or anything.is_finite()
