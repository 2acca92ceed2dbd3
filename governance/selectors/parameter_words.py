"""A dated parameter in words: its name, its value as people write it, and its place among the others."""

from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from businesscase.finance import read_definition
from businesscase.selectors.words import definition
from core.templatetags.danish import hours, kroner, number, percent
from governance.how_texts import CHOICE_WORDS, PARAMETER_WORDS, YEARLY_WORDS
from governance.policy.positive_case import KEY as POSITIVE

# The unit of the yearly rises, written as text since a rise may be below 0.
PERCENT = "pct."


class Valued(Protocol):
    """A parameter as the profile or the database has it; a number may be written as text."""

    @property
    def key(self) -> str:
        """Its name."""

    @property
    def value(self) -> object:
        """A number, or text."""

    @property
    def unit(self) -> str:
        """What the number counts."""

    @property
    def note(self) -> str:
        """What is said of it."""


def parameter_name(key: str) -> str:
    """Return what a parameter is called."""
    if key in PARAMETER_WORDS:
        return str(PARAMETER_WORDS[key])
    series, _underscore, year = key.rpartition("_")
    return YEARLY_WORDS[series] % {"year": year} if series in YEARLY_WORDS else key


def parameter_place(key: str) -> tuple[int, str]:
    """Return the place of a parameter: in the order in which they are named, the yearly ones last."""
    known = list(PARAMETER_WORDS)
    return known.index(key) if key in known else len(known), key


def parameter_value(row: Valued) -> str:
    """Return the value as people write it; what only the portal reads is told by its note."""
    if row.key == POSITIVE:
        return definition(read_definition(str(row.value)))
    if row.unit in _FIGURES:
        return _FIGURES[row.unit](Decimal(str(row.value)))
    if row.unit == PERCENT:
        return percent(Decimal(str(row.value)) / 100, 2)
    return choice_words(row.key, str(row.value)) or ("" if row.note else str(row.value))


def choice_words(key: str, value: str) -> str:
    """Return one of a parameter's choices in words, or "" where it has none."""
    return str(CHOICE_WORDS.get((key, value), ""))


def _working_days(amount: Decimal) -> str:
    forms = ngettext("%(number)s working day", "%(number)s working days", _plural(amount))
    return forms % {"number": number(amount)}


def _days(amount: Decimal) -> str:
    return ngettext("%(number)s day", "%(number)s days", _plural(amount)) % {"number": number(amount)}


def _months(amount: Decimal) -> str:
    return ngettext("%(number)s month", "%(number)s months", _plural(amount)) % {"number": number(amount)}


def _projects(amount: Decimal) -> str:
    return _("%(number)s at once") % {"number": number(amount)}


def _share(amount: Decimal) -> str:
    return percent(amount, 2)


def _plural(amount: Decimal) -> int:
    """Return the whole number whose grammar the amount follows."""
    return 1 if amount == 1 else 2


_FIGURES: dict[str, Callable[[Decimal], str]] = {
    "DKK": kroner,
    "hours": hours,
    "share": _share,
    "rate": _share,
    "working_days": _working_days,
    "days": _days,
    "months": _months,
    "projects": _projects,
}
