"""What may go wrong, how likely it is and what it costs: one form a risk."""

from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from businesscase.forms.lines import know
from businesscase.forms.people_and_units import OwnerField
from businesscase.models import RiskItem
from businesscase.models.business_case_version import FIRST_YEAR, LAST_YEAR, MOST_YEARS
from businesscase.models.risk_item import MOST_RISKS
from core.forms.widgets import AffixedInput, PercentInput
from core.models import User
from portfolio.forms.boxes import AmountField, NumberField

_MOST_PERCENT = 100
_MOST_CHARACTERS = 2_000


class YearInput(AffixedInput):
    """A calendar year."""

    input_mode = "numeric"


class RiskForm(forms.Form):
    """One risk. Nothing is demanded of a draft."""

    use_required_attribute = False
    title = forms.CharField(label=_("What may happen"), max_length=200, required=False)
    probability = NumberField(
        label=_("Probability"),
        min_value=0,
        max_value=_MOST_PERCENT,
        max_digits=5,
        widget=PercentInput,
        required=False,
        error_messages={
            "min_value": _("The probability must be from 0 to 100 percent."),
            "max_value": _("The probability must be from 0 to 100 percent."),
        },
    )
    impact = AmountField(label=_("What it costs"), max_digits=14, min_value=0, required=False)
    year = forms.IntegerField(
        label=_("In which year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR + MOST_YEARS,
        widget=YearInput,
        required=False,
        error_messages={
            "invalid": _("Write a year in four figures."),
            "min_value": _("Write a year from 2000 to 2180."),
            "max_value": _("Write a year from 2000 to 2180."),
        },
    )
    mitigation = forms.CharField(
        label=_("What is done about it"),
        max_length=_MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    owner = OwnerField(label=_("Who watches it"), max_length=300, required=False)

    def __init__(self, *arguments: Any, known: dict[str, User] | None, **options: Any) -> None:
        """Know the page's people; with None they are not read, as where only the sums are wanted."""
        super().__init__(*arguments, **options)
        know(self, "owner", known, "people")

    @property
    def written(self) -> bool:
        """Whether anything stands in the boxes."""
        return any(value not in (None, "") for value in self.cleaned_data.values())

    def row(self) -> RiskItem:
        """Return the unsaved risk."""
        return RiskItem(**self.cleaned_data)


RiskSet: "type[BaseFormSet[RiskForm]]" = formset_factory(
    RiskForm, extra=0, max_num=MOST_RISKS, absolute_max=MOST_RISKS, validate_max=True
)


def stored_risk(risk: RiskItem) -> dict[str, Any]:
    """Return a risk as its form shows it."""
    return {name: getattr(risk, name) for name in RiskForm.base_fields}
