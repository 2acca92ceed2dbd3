"""The form in which a dated value of the policy is set: its box follows what the value is."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from businesscase.finance import Definition, Measure
from core.forms.dates import DayField
from core.forms.widgets import AffixedInput, PercentInput
from governance.domain.policy_values import NewValue, earliest
from governance.forms.moves import needed_by_choice
from governance.policy.positive_case import KEY as POSITIVE
from governance.policy.profile import ParameterValue
from governance.policy.settable import Settable, settable
from governance.selectors.parameter_words import choice_words
from portfolio.forms.boxes import AmountField, HoursField, NumberField

_HUNDRED = Decimal(100)


class DaysInput(AffixedInput):
    """A number of days."""

    suffix = _("days")


class WorkingDaysInput(AffixedInput):
    """A number of working days."""

    suffix = _("working days")


class MonthsInput(AffixedInput):
    """A number of months."""

    suffix = _("months")


class ProjectsInput(AffixedInput):
    """A number of projects and cases."""

    suffix = _("at once")


class YearsInput(AffixedInput):
    """A number of years."""

    suffix = _("years")


_BOXES = {"days": DaysInput, "working_days": WorkingDaysInput, "months": MonthsInput, "projects": ProjectsInput}
_SHARES = ("share", "rate")


class PolicyValueForm(forms.Form):
    """The value, the day it begins, where it comes from, and why."""

    valid_from = DayField(label=_("Valid from"), help_text=_("Tomorrow at the earliest. The past stays as it was."))
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Who has decided it, and where it stands: a decision, a letter, a law."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why. Everyone can read it on “How we govern”."),
    )

    def __init__(self, *arguments: Any, key: str, **options: Any) -> None:
        """Put the box of the value first."""
        super().__init__(*arguments, **options)
        self.key, self.said = key, cast("Settable", settable(key))
        boxes = _definition_boxes() if key == POSITIVE else {"value": _box(key, self.said)}
        self.fields = {**boxes, **self.fields}
        self.fields["valid_from"].initial = earliest

    def clean(self) -> dict[str, Any]:
        """Demand the years of a payback, and only there."""
        data = super().clean() or self.cleaned_data
        if data.get("value") == Measure.PAYBACK and data.get("years") is None and "years" not in self.errors:
            self.add_error("years", _("Say within how many years the case must be paid back."))
        return data

    def new_value(self) -> NewValue:
        """Return what was written."""
        data = self.cleaned_data
        return NewValue(self.key, self._value(), data["valid_from"], data["source"], data["note"])

    def _value(self) -> ParameterValue:
        value = self.cleaned_data["value"]
        if self.key == POSITIVE:
            measure = Measure(value)
            years = self.cleaned_data["years"] if measure == Measure.PAYBACK else None
            return str(Definition(measure, None if years is None else _plain(years)))
        return value / _HUNDRED if self.said.unit in _SHARES else value  # type: ignore[no-any-return]


def _box(key: str, said: Settable) -> forms.Field:
    label = _("New value")
    if said.choices:
        choices = [(one, choice_words(key, one)) for one in said.choices]
        return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
    if said.unit == "DKK":
        return AmountField(label=label, max_digits=14)
    if said.unit == "hours":
        return HoursField(label=label, max_digits=9)
    if said.unit in _SHARES:
        errors = {"invalid": _("Write the percentage, for instance 3,5.")}
        return NumberField(label=label, max_digits=7, widget=PercentInput, error_messages=errors)
    return NumberField(label=label, max_digits=7, widget=_BOXES[said.unit])


def _definition_boxes() -> dict[str, forms.Field]:
    choices = (
        (Measure.NPV, _("The net present value is above zero")),
        (Measure.NET_GAIN, _("The net gain is above zero: all gains less all costs, without discounting")),
        (Measure.PAYBACK, _("The money is back within a number of years")),
    )
    return {
        "value": forms.ChoiceField(
            label=_("A business case is positive when"),
            choices=[(str(measure), words) for measure, words in choices],
            widget=forms.RadioSelect,
        ),
        "years": needed_by_choice(
            NumberField(
                label=_("Within how many years?"),
                required=False,
                max_digits=5,
                widget=YearsInput,
                help_text=_("Only where it is about when the money is back. For instance 4 or 2,5."),
            )
        ),
    }


def _plain(number: Decimal) -> Decimal:
    """Return the number without trailing zeros and without an exponent: 10, not 1E+1."""
    return Decimal(f"{number.normalize():f}")
