"""Boxes of the guided form: amounts in the Danish way, yes or no, people by name, units by area."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms.widgets import AffixedInput, HoursInput, MoneyInput
from core.models import Unit, User

# 1.250.000 or 1250000, with a comma (or where nothing can be mistaken, a point) before one or two decimals.
_DANISH = re.compile(r"-?(\d{1,3}(\.\d{3})+(,\d{1,2})?|\d+(,\d{1,2}|\.\d{1,2})?)", re.ASCII)
# What may stand around it, once it is without spaces and in small letters: kr. 500, 500 DKK, 125.000,- kr.
_UNSAID = re.compile(r"^(?:kr\.?|dkk)|(?:,-)?(?:kr\.?|dkk)?$")
_PERSON = re.compile(r".*[<(]([^<>()]+@[^<>()]+)[>)]\s*")
_MOST_NAMED = 3


class NumberField(forms.DecimalField):
    """A number with at most two decimals, read strictly: what could be misread is sent back."""

    widget = AffixedInput
    default_error_messages: ClassVar = {"invalid": _("Write a number, for instance 300 or 37,5.")}

    def __init__(self, **options: Any) -> None:
        """Show and read the number in the Danish way."""
        super().__init__(localize=True, decimal_places=2, **options)

    def prepare_value(self, value: Any) -> Any:
        """Show no more decimals than there are."""
        if not isinstance(value, Decimal):
            return value
        return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs take it for an integer
        """Read 1.250.000,50; spaces and a "kr." before or after are let pass."""
        if value in self.empty_values or isinstance(value, Decimal):
            return None if value in self.empty_values else value
        text = _UNSAID.sub("", re.sub(r"\s", "", str(value).lower()))
        if not _DANISH.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if "," in text or re.fullmatch(r"-?\d{1,3}(\.\d{3})+", text):
            text = text.replace(".", "").replace(",", ".")
        return Decimal(text)


class AmountField(NumberField):
    """An amount in DKK, never negative."""

    widget = MoneyInput
    default_error_messages: ClassVar = {
        "invalid": _("Write the amount in figures, for instance 125.000 or 125.000,50."),
        "min_value": _("The amount cannot be negative."),
        "max_digits": _("The amount is too large."),
        "max_whole_digits": _("The amount is too large."),
    }

    def prepare_value(self, value: Any) -> Any:
        """Show both decimals of the øre, as an amount is written."""
        shown = super().prepare_value(value)
        return shown.quantize(Decimal("0.01")) if isinstance(shown, Decimal) and shown % 1 else shown


class HoursField(NumberField):
    """Working hours, never negative."""

    widget = HoursInput
    default_error_messages: ClassVar = {
        "invalid": _("Write the hours as a number, for instance 300 or 37,5."),
        "min_value": _("The hours cannot be negative."),
        "max_digits": _("That is too many hours."),
        "max_whole_digits": _("That is too many hours."),
    }


class YesNoField(forms.TypedChoiceField):
    """A question that is answered yes or no, or not yet (None)."""

    widget = forms.RadioSelect

    def __init__(self, **options: Any) -> None:
        """Offer the two answers."""
        super().__init__(
            choices=(("true", _("Yes")), ("false", _("No"))),
            coerce=lambda word: word == "true",
            empty_value=None,
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """Tick the answer there is."""
        return str(value).lower() if isinstance(value, bool) else value


class PersonField(forms.CharField):
    """A person, found by e-mail address or name; a municipality has too many people for a list to choose from."""

    def prepare_value(self, value: Any) -> Any:
        """Show a person as name and address."""
        if isinstance(value, int):
            value = User.objects.filter(pk=value).first()
        return person_text(value) if isinstance(value, User) else value

    def clean(self, value: Any) -> User | None:  # type: ignore[override]  # a person, not the text
        """Return the one active person who is meant."""
        text = super().clean(value).strip()
        if not text:
            return None
        named = _PERSON.fullmatch(text)
        address = named[1].strip() if named else text
        found = list(
            User.objects.active().filter(Q(email=address.lower()) | Q(name__iexact=text))[: _MOST_NAMED + 1]
        ) or list(User.objects.active().filter(name__icontains=text)[: _MOST_NAMED + 1])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("There is nobody of that name. Write the person's e-mail address."))
        names = ", ".join(person_text(one) for one in found[:_MOST_NAMED])
        raise ValidationError(_("Several people fit: %(names)s. Write the e-mail address."), params={"names": names})


def person_text(person: User) -> str:
    """Return how a person is written in a box: name and address."""
    return f"{person.name} ({person.email})"


class UnitChoices(forms.models.ModelChoiceIterator[Unit]):
    """Units under the name of their director area."""

    def __iter__(self) -> Iterator[Any]:
        """Yield the empty choice, then one group an area."""
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        units = self.queryset.select_related("area")
        for area, group in groupby(units, key=lambda unit: unit.area):
            yield (area.name if area else _("Others")), [self.choice(unit) for unit in group]


def units_today(*kept: int | None) -> Any:
    """Return the units that exist today, and those of `kept` that have been closed since they were chosen."""
    today = Unit.objects.valid_on(clock.today())
    return Unit.objects.filter(Q(pk__in=today.order_by().values("pk")) | Q(pk__in=[pk for pk in kept if pk]))


class UnitField(forms.ModelChoiceField[Unit]):
    """One unit."""

    iterator = UnitChoices

    def label_from_instance(self, unit: Unit) -> str:
        """Say where in the organisation the unit lies."""
        return _below_area(unit)


class UnitsField(forms.ModelMultipleChoiceField[Unit]):
    """Any number of units."""

    iterator = UnitChoices
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, unit: Unit) -> str:
        """Say where in the organisation the unit lies."""
        return _below_area(unit)


def _below_area(unit: Unit) -> str:
    """Return the path without the area, which stands above the group."""
    parts = unit.path.split(" / ")
    return " / ".join(parts[1:] or parts)
