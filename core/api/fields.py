"""Fields that take their own type and no other, and say in one sentence what is wrong."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.parsers import Number

_OERE = Decimal("0.01")
LONGEST_TEXT = 10_000
MOST_ROWS = 1_000
_WRITTEN_AMOUNT = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_WRITTEN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_REQUIRED = {"required": _("The field is missing."), "null": _("The field cannot be null.")}


class AmountField(serializers.Field[Decimal, Any, str, Any]):
    """An amount or a number of hours: a decimal string, or a JSON number, read as it is written.

    `signed` only tells the schema that it may be below 0; bounds are the rules' to check.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {
        **_REQUIRED,
        "invalid": _("Write a number, with a point before the decimals, such as 150000.01."),
    }

    def __init__(self, *, signed: bool = False, **options: Any) -> None:
        """Keep the sign's rule."""
        super().__init__(**options)
        self.signed = signed

    def to_internal_value(self, data: Any) -> Decimal:
        """Return the number exactly as it was written."""
        if isinstance(data, Number):
            return self._read(data.text)
        if isinstance(data, str) and _WRITTEN_AMOUNT.fullmatch(data):
            return self._read(data)
        return self.fail("invalid")

    def to_representation(self, value: Decimal) -> str:
        """Write it without an exponent."""
        return f"{value:f}"

    def _read(self, text: str) -> Decimal:
        try:
            value = Decimal(text)
        except ArithmeticError:
            return self.fail("invalid")
        return value or value.copy_abs()


class MoneyField(AmountField):
    """An amount that is answered: DKK with two decimals, rounded half-even."""

    def to_representation(self, value: Decimal) -> str:
        """Round and write it."""
        return f"{value.quantize(_OERE, ROUND_HALF_EVEN):f}"


class WholeField(serializers.Field[int, Any, int, Any]):
    """A whole number within bounds, written as a JSON number."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        **_REQUIRED,
        "invalid": _("Write a whole number from {low} to {high}."),
    }

    def __init__(self, *, low: int, high: int, **options: Any) -> None:
        """Keep the bounds."""
        super().__init__(**options)
        self.low, self.high = low, high

    def to_internal_value(self, data: Any) -> int:
        """Return the number; 5.0 is written otherwise than 5 and is the same."""
        if not isinstance(data, Number):
            return self.fail("invalid", low=self.low, high=self.high)
        try:
            value = Decimal(data.text)
            fits = value.is_finite() and self.low <= value <= self.high and value == value.to_integral_value()
        except ArithmeticError:
            fits = False
        return int(value) if fits else self.fail("invalid", low=self.low, high=self.high)

    def to_representation(self, value: int) -> int:
        """Write it as it is."""
        return value


class FlagField(serializers.BooleanField):
    """True or false, not a word or a number that means it."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        **_REQUIRED,
        "invalid": _("The field must be true or false."),
    }

    def to_internal_value(self, data: Any) -> bool:
        """Return it."""
        if isinstance(data, bool):
            return data
        return self.fail("invalid", input=data)


class TextField(serializers.CharField):
    """A text; what is only spaces is empty."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        **_REQUIRED,
        "invalid": _("The field must be a text."),
        "blank": _("The field must not be empty."),
        "max_length": _("Write at most {max_length} characters."),
    }

    def __init__(self, **options: Any) -> None:
        """Bound the length."""
        options.setdefault("max_length", LONGEST_TEXT)
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> str:
        """Return it without spaces around."""
        if not isinstance(data, str):
            return self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "format": "date"})
class DayField(serializers.Field[date, Any, str, Any]):
    """A calendar date, written 2026-11-21."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        **_REQUIRED,
        "invalid": _("The field must be a date, such as 2027-03-14."),
    }

    def to_internal_value(self, data: Any) -> date:
        """Return the date."""
        if isinstance(data, str) and _WRITTEN_DAY.fullmatch(data):
            try:
                return date.fromisoformat(data)
            except ValueError:
                pass
        return self.fail("invalid")

    def to_representation(self, value: date) -> str:
        """Write it as it is read."""
        return value.isoformat()


class ChoiceField(serializers.ChoiceField):
    """One of a few words."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        **_REQUIRED,
        "invalid_choice": _("“{input}” is not a possible choice. Choose between {choices}."),
    }

    def to_internal_value(self, data: Any) -> Any:
        """Return the word."""
        if isinstance(data, str) and data in self.choices:
            return data
        shown = data[:60] if isinstance(data, str) else getattr(data, "text", "…")[:60]
        return self.fail("invalid_choice", input=shown, choices=", ".join(map(str, self.choices)))


class RowsField(serializers.ListField):
    """A list of at most MOST_ROWS."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        **_REQUIRED,
        "not_a_list": _("The field must be a list."),
        "empty": _("The list must not be empty."),
        "max_length": _("The list can hold at most {max_length}."),
    }

    def __init__(self, **options: Any) -> None:
        """Bound the length."""
        options.setdefault("max_length", MOST_ROWS)
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> list[Any]:
        """Refuse a list that is too long before its rows are read."""
        if isinstance(data, list) and self.max_length is not None and len(data) > self.max_length:
            return self.fail("max_length", max_length=self.max_length)
        return super().to_internal_value(data)


class StrictSerializer(serializers.Serializer[Any]):
    """An object that holds the fields it says and no others."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        **_REQUIRED,
        "invalid": _("The field must be an object with fields."),
        "unknown": _("The field is not known. Is it misspelt?"),
    }

    def to_internal_value(self, data: Any) -> Any:
        """Return the fields, after refusing those that nobody asked for: most are spelling mistakes."""
        if isinstance(data, Mapping):
            unknown = {str(name)[:100]: [self.error_messages["unknown"]] for name in data if name not in self.fields}
            if unknown:
                raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)
