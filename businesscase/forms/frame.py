"""The frame and the words of a case: years, prices, uncertainty, rationale, follow-up."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from businesscase.domain.terms import Terms
from businesscase.enums import PriceBasis, Spreading
from businesscase.models import BusinessCaseVersion
from core.forms.widgets import AffixedInput, PercentInput
from portfolio.enums import ProposalKind
from portfolio.forms.boxes import AmountField, NumberField
from portfolio.models import Proposal

MOST_CHARACTERS = 10_000
HELP: dict[str, Any] = {
    "start_year": _("The first year with costs."),
    "years": _("How far ahead you look, 1 to 30."),
    "price_year": _("The year whose prices you count in."),
    "price_basis": _("Fixed prices are the price year's throughout; current prices are those of each year."),
    "spreading": _("PERT gathers closer around the likely figure than a triangle does."),
    "supplier_correlation": _("0 means that each line goes its own way; 100 that all lines of a supplier move alike."),
    "hourly_rate": _("What an hour costs the municipality, with pension and holidays."),
    "hourly_rate_source": _("For instance the finance department's price list."),
    "follow_up_months": _("Number of months from the day the solution is in operation."),
    "rationale_economic": _("What does it save, and how have you counted? Say so too if there is no saving."),
    "rationale_service": _("What becomes better for citizens or companies?"),
    "rationale_efficiency": _("What can be done faster or with fewer steps, and how much?"),
    "learning_goals": _("What do you want to know when it is over, that you do not know today?"),
    "stop_criteria": _("The figure or the day at which you stop, also if you would rather go on."),
    "difference_reason": _("Fill it in when purchase and implementation differ from the supplier cost of the case."),
    "staff_hours_override_reason": _(
        "As a clear main rule the pool does not pay staff hours. Management decides whether to make an exception."
    ),
    "no_benefits_reason": _("Only where you have written no gain above."),
}
ASKED = {
    "start_year", "years", "price_year", "price_basis", "spreading", "supplier_correlation",
    "hourly_rate", "hourly_rate_source", "follow_up_months",
    "rationale_economic", "rationale_service", "rationale_efficiency", "learning_goals", "stop_criteria",
}  # fmt: skip


class NumberInput(AffixedInput):
    """A whole number."""

    input_mode = "numeric"
    size = "form-input--figure"


class ShareField(NumberField):
    """A share from 0 to 1, written as whole percent."""

    widget = PercentInput
    whole = Decimal(100)

    def __init__(self, **options: Any) -> None:
        """Take from 0 to 100 percent."""
        sentence = _("Write a whole percentage from 0 to 100.")
        errors = dict.fromkeys(("invalid", "min_value", "max_value", "max_decimal_places"), sentence)
        super().__init__(min_value=0, max_value=self.whole, error_messages=errors, **options)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored share as a percentage; what was typed stays."""
        return super().prepare_value(value * self.whole if isinstance(value, Decimal) else value or "0")

    def clean(self, value: Any) -> Any:
        """Return the share; an empty box is none."""
        percent = super().clean(value) or Decimal(0)
        if percent != percent.to_integral_value():
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return percent / self.whole


class MonthsInput(NumberInput):
    """A number of months."""

    suffix = _("months")


def box_for(column: "models.Field[Any, Any]", **_options: Any) -> forms.Field | None:
    """Make the box in which `column` is written; a draft demands nothing but the years."""
    common: dict[str, Any] = {"label": column.verbose_name, "help_text": HELP.get(column.name, ""), "required": False}
    if isinstance(column, models.BooleanField):
        return forms.BooleanField(**common)
    if isinstance(column, models.TextField):
        area = forms.Textarea(attrs={"rows": 3, "class": "case-text"})
        return forms.CharField(max_length=MOST_CHARACTERS, widget=area, **common)
    if column.choices:
        return forms.ChoiceField(choices=column.choices, **common)
    if isinstance(column, models.DecimalField):
        share = column.name == "supplier_correlation"
        return ShareField(**common) if share else AmountField(max_digits=column.max_digits, min_value=0, **common)
    if isinstance(column, models.CharField):
        return forms.CharField(max_length=column.max_length, **common)
    return _number_box(column, common)


def _number_box(column: "models.Field[Any, Any]", common: dict[str, Any]) -> forms.Field:
    widget = MonthsInput if column.name == "follow_up_months" else NumberInput
    return forms.IntegerField(widget=widget, validators=column.validators, error_messages=_whole(column), **common)


def _whole(column: "models.Field[Any, Any]") -> dict[str, Any]:
    beyond = ("min_value", "max_value")
    if column.name == "follow_up_months":
        sentence = _("Write a number of months from 1 to 120.")
        return {"invalid": _("Write the number of months in figures.")} | dict.fromkeys(beyond, sentence)
    if column.name == "years":
        sentence = _("Write a number from 1 to 30.")
        return {"invalid": _("Write the number of years in figures.")} | dict.fromkeys(beyond, sentence)
    sentence = _("Write a year from 2000 to 2150.")
    return {"invalid": _("Write a year in four figures.")} | dict.fromkeys(beyond, sentence)


class FrameForm(forms.ModelForm[BusinessCaseVersion]):
    """Everything of a case but its lines; `edition` is the one the writer saw."""

    edition = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)
    use_required_attribute = False

    class Meta:
        model = BusinessCaseVersion
        fields = (
            "start_year", "years", "price_year", "price_basis", "spreading", "supplier_correlation",
            "follow_up_months", "is_trial", "learning_goals", "stop_criteria", "hourly_rate", "hourly_rate_source",
            "no_benefits_reason", "rationale_economic", "no_economic", "rationale_service", "no_service",
            "rationale_efficiency", "no_efficiency", "difference_reason", "staff_hours_override_reason",
        )  # fmt: skip
        formfield_callback = box_for

    def __init__(self, *arguments: Any, proposal: Proposal, terms: Terms, **options: Any) -> None:
        """Leave out what this case is not asked: a rate that policy gives, and the pool where none is sought."""
        super().__init__(*arguments, **options)
        self.initial["edition"] = self.instance.edition
        if terms.hourly_rate is not None:
            del self.fields["hourly_rate"], self.fields["hourly_rate_source"]
        if proposal.kind != ProposalKind.APPLICATION:
            del self.fields["staff_hours_override_reason"]
        for name in ("start_year", "years", "price_year"):
            self.fields[name].error_messages["required"] = _("Write a year in four figures.")
            self.fields[name].required = True
        self.fields["years"].error_messages["required"] = _("Write the number of years in figures.")

    def clean_edition(self) -> int:
        """Read the edition; a page without one was read before anything was saved."""
        return int(self.cleaned_data["edition"] or 0)

    def clean_price_basis(self) -> str:
        """Read what the amounts are in; fixed prices where nothing is said."""
        return self.cleaned_data["price_basis"] or PriceBasis.FIXED

    def clean_spreading(self) -> str:
        """Read how estimates spread; PERT where nothing is said."""
        return self.cleaned_data["spreading"] or Spreading.PERT

    @property
    def answers(self) -> dict[str, Any]:
        """Return what was written, for `save_case`; call it on a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "edition"}

    def ask(self) -> None:
        """Mark as optional only what may be left out for good, once the draft has been judged."""
        for name, field in self.fields.items():
            field.required = name in ASKED
