"""People and units as they are written in a line; what a whole page names is read in one query each."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.models import Unit, User
from portfolio.forms.boxes import PersonField, person_text, units_today

_ADDRESS = re.compile(r"[^\s<>()]+@[^\s<>()]+")


class OwnerField(PersonField):
    """A person; `known` holds the people of the page, so that a full page asks the database once."""

    known: dict[str, User]

    def clean(self, value: Any) -> User | None:
        """Return the one person who is meant."""
        text = str(value or "").strip()
        return self.known[text] if text in self.known else super().clean(value)


class UnitTextField(forms.CharField):
    """A unit by its path or its name; `known` holds the units that the page may name, by text in small letters."""

    known: dict[str, Unit]

    def prepare_value(self, value: Any) -> Any:
        """Show a unit by its name, which the box has room for, or by its path where others have the same name."""
        if not isinstance(value, Unit):
            return value
        return value.name if self.known.get(value.name.casefold()) == value else value.path

    def clean(self, value: Any) -> Unit | None:  # type: ignore[override]  # a unit, not the text
        """Return the unit that is meant."""
        text = super().clean(value).strip()
        if text and text.casefold() not in self.known:
            raise ValidationError(_("There is no unit of that name. Choose one from the list."))
        return self.known[text.casefold()] if text else None


def known_people(texts: Iterable[str]) -> dict[str, User]:
    """Return the active people whose addresses stand in `texts`, by text; one query for all of them."""
    addresses = {text: found[0].lower() for text in texts if len(found := _ADDRESS.findall(text)) == 1}
    people = {person.email: person for person in User.objects.active().filter(email__in=set(addresses.values()))}
    by_text = {text.strip(): people[address] for text, address in addresses.items() if address in people}
    # Only the very text that the page wrote itself may skip the careful reading.
    return {text: person for text, person in by_text.items() if text in (person.email, person_text(person))}


def known_units(kept: Iterable[int | None]) -> dict[str, Unit]:
    """Return today's units and the `kept` ones by path, and by name where only one has it; one query."""
    units = list(units_today(*kept))
    names = [unit.name.casefold() for unit in units]
    by_name = {name: unit for name, unit in zip(names, units, strict=True) if names.count(name) == 1}
    return by_name | {unit.path.casefold(): unit for unit in units}
