"""Boxes for what a case worker writes: amounts, hours, percentages and dates, in the Danish way.

A field with one of these needs `localize=True`, so that 1.234,50 goes in and out.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AffixedInput(forms.TextInput):
    """A text box with a word before or after it, which is no part of the value."""

    prefix: Any = ""
    suffix: Any = ""
    input_mode = "decimal"
    size = "form-input--short"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Ask phones for the right keyboard."""
        defaults = {"inputmode": self.input_mode, "autocomplete": "off", "class": self.size}
        super().__init__({**defaults, **(attrs or {})})


class MoneyInput(AffixedInput):
    """An amount in DKK."""

    suffix = _("DKK")
    size = "form-input--money"


class HoursInput(AffixedInput):
    """Working hours."""

    suffix = _("hours")


class PercentInput(AffixedInput):
    """A percentage, written as 3,5."""

    suffix = "%"


class DateInput(forms.DateInput):
    """A date as text: quicker to write than to pick, and the same in every browser."""

    hint = _("Write day, month and year, for instance 14.03.2027.")

    def __init__(self, attrs: dict[str, Any] | None = None, format: str | None = None) -> None:  # noqa: A002 - Django's name
        """Keep the browser from suggesting old dates."""
        defaults = {"inputmode": "numeric", "autocomplete": "off", "class": "form-input--short"}
        super().__init__({**defaults, **(attrs or {})}, format)
