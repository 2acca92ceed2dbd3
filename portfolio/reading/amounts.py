"""Amounts as people write them: thousands separators, currency signs, minus signs. A sentence is no amount."""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

# What may stand before or after an amount in each currency, in small letters.
SIGNS: Mapping[str, tuple[str, ...]] = {
    "DKK": ("dkk", "kr.", "kr"),
    "EUR": ("eur", "€"),
    "GBP": ("gbp", "£"),
    "NOK": ("nok", "kr.", "kr"),
    "SEK": ("sek", "kr.", "kr"),
    "USD": ("usd", "$"),
}
# Longer runs of digits are no amounts of money.
_MOST_CHARACTERS = 60
_MINUS = re.compile("[\u2212\u2013]")  # the minus sign and the dash that spreadsheets and people use for it
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")


class Numbers(StrEnum):
    """How a file writes numbers: 1.234,50 or 1,234.50."""

    DANISH = "danish"
    ENGLISH = "english"


def _pattern(point: str, comma: str) -> re.Pattern[str]:
    grouped = rf"[0-9]{{1,3}}(?:(?P<group>[{re.escape(point)} '])[0-9]{{3}})(?:(?P=group)[0-9]{{3}})*"
    return re.compile(rf"(?P<whole>{grouped}|[0-9]+)(?:{re.escape(comma)}(?P<part>[0-9]+|-))?")


_WRITTEN = {Numbers.DANISH: _pattern(".", ","), Numbers.ENGLISH: _pattern(",", ".")}


def read_amount(text: str, *, numbers: Numbers, currency: str) -> Decimal | None:
    """Return the amount that `text` writes in `currency`, or None where it is not exactly one amount.

    "kr. 1.250,50", "1 250,-", "(5.000)" and "−5.000" are amounts in Danish numbers; "1,234.50" is none there, since
    its groups are not what Danish numbers have. An amount with another currency's sign is none either.
    """
    if len(text) > _MOST_CHARACTERS:
        return None
    rest = _MINUS.sub("-", _SPACES.sub(" ", text)).strip().lower()
    negative = rest.startswith("(") and rest.endswith(")")
    rest = rest[1:-1].strip() if negative else rest
    rest, signed = _without_minus(rest)
    rest = _without_sign(rest, SIGNS[currency])
    if not signed:
        rest, signed = _without_minus(rest)
    found = _WRITTEN[numbers].fullmatch(rest)
    if found is None or (negative and signed):
        return None
    whole = re.sub("[^0-9]", "", found["whole"])
    part = found["part"] if found["part"] not in (None, "-") else "0"
    amount = Decimal(f"{whole}.{part}")
    return -amount if negative or signed else amount


def _without_minus(text: str) -> tuple[str, bool]:
    return (text[1:].strip(), True) if text.startswith("-") else (text, False)


def _without_sign(text: str, signs: tuple[str, ...]) -> str:
    for sign in signs:
        if text.startswith(sign):
            return text.removeprefix(sign).strip()
        if text.endswith(sign):
            return text.removesuffix(sign).strip()
    return text
