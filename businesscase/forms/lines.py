"""The lines of a case: costs in DKK, staff hours in hours, gains in DKK, and risks."""

from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from businesscase.enums import MONEY_CATEGORIES, BenefitType, CostCategory, HarvestMode
from businesscase.forms.boxes import EstimateForm, stored_figures
from businesscase.forms.people_and_units import OwnerField, UnitTextField
from businesscase.models import BenefitLine, CostLine
from core.models import Unit, User
from portfolio.forms.boxes import HoursField

# Sixty lines; of thirty years with estimates they stay below the fields that a page may post (see settings).
MOST_COSTS, MOST_HOURS, MOST_BENEFITS = 30, 10, 20


class CostForm(EstimateForm):
    """A cost that is paid in money."""

    category = forms.ChoiceField(
        label=_("Kind of cost"), choices=[(one.value, one.label) for one in MONEY_CATEGORIES], required=False
    )
    supplier = forms.CharField(label=_("Supplier"), max_length=200, required=False)

    def row(self, years: int) -> CostLine:
        """Return the unsaved line."""
        data = self.cleaned_data
        return CostLine(
            category=data["category"] or CostCategory.PURCHASE,
            label=data["label"],
            supplier=data["supplier"],
            amounts=self.figures[:years],
            **self.bounds(years),
        )


class HoursForm(EstimateForm):
    """Hours of the municipality's own people."""

    def make_box(self) -> forms.Field:
        """Make the box of one year's hours."""
        return HoursField(max_digits=9, min_value=0, required=False)

    def row(self, years: int) -> CostLine:
        """Return the unsaved line."""
        label, hours = self.cleaned_data["label"], self.figures[:years]
        return CostLine(category=CostCategory.STAFF_HOURS, label=label, hours=hours, **self.bounds(years))


class BenefitForm(EstimateForm):
    """A gain; it is more often below than above what was expected."""

    usual_spread = (30, 10)
    label = forms.CharField(label=_("What is gained"), max_length=200, required=False)
    type = forms.ChoiceField(label=_("Kind of gain"), choices=BenefitType.choices, required=False)
    owner = OwnerField(label=_("Benefit owner"), max_length=300, required=False)
    unit = UnitTextField(label=_("Unit in which it is made"), max_length=600, required=False)
    indirect = forms.BooleanField(label=_("Follows indirectly"), required=False)
    cash_releasing = forms.BooleanField(label=_("Releases money in a budget"), required=False)
    harvest_mode = forms.ChoiceField(
        label=_("What becomes of the money"),
        choices=[("", _("Not decided yet")), *HarvestMode.choices],
        required=False,
    )

    def __init__(
        self, *arguments: Any, known: dict[str, User] | None, units: dict[str, Unit] | None, **options: Any
    ) -> None:
        """Know the page's people and units; with None they are not read, as where only the sums are wanted."""
        super().__init__(*arguments, **options)
        know(self, "owner", known, "people")
        know(self, "unit", units, "units")

    @property
    def written(self) -> bool:
        """Whether anything but a choice stands in the line."""
        data = self.cleaned_data
        return super().written or data.get("owner") is not None or data.get("unit") is not None

    def row(self, years: int) -> BenefitLine:
        """Return the unsaved line; what becomes of the money is asked only where money is released."""
        data = self.cleaned_data
        return BenefitLine(
            type=data["type"] or BenefitType.ECONOMIC,
            label=data["label"],
            owner=data.get("owner"),
            unit=data.get("unit"),
            indirect=data["indirect"],
            cash_releasing=data["cash_releasing"],
            harvest_mode=data["harvest_mode"] if data["cash_releasing"] else "",
            amounts=self.figures[:years],
            **self.bounds(years),
        )


CostSet: "type[BaseFormSet[CostForm]]" = formset_factory(
    CostForm, extra=0, max_num=MOST_COSTS, absolute_max=MOST_COSTS, validate_max=True
)
HoursSet: "type[BaseFormSet[HoursForm]]" = formset_factory(
    HoursForm, extra=0, max_num=MOST_HOURS, absolute_max=MOST_HOURS, validate_max=True
)
BenefitSet: "type[BaseFormSet[BenefitForm]]" = formset_factory(
    BenefitForm, extra=0, max_num=MOST_BENEFITS, absolute_max=MOST_BENEFITS, validate_max=True
)


def know(form: forms.Form, name: str, known: "dict[str, Any] | None", suggestions: str) -> None:
    """Give a box what the page knows, and the list of suggestions; take the box away where nothing is to be read."""
    if known is None:
        del form.fields[name]
        return
    form.fields[name].known = known  # type: ignore[attr-defined]
    form.fields[name].widget.attrs["list"] = suggestions


def stored_cost(line: CostLine) -> dict[str, Any]:
    """Return a line as its form shows it."""
    words = {"category": line.category, "label": line.label, "supplier": line.supplier, "estimate": line.is_uncertain}
    return {**words, **stored_figures(line.figures, line.low, line.high)}


def stored_benefit(line: BenefitLine) -> dict[str, Any]:
    """Return a gain as its form shows it."""
    names = ("type", "label", "owner", "unit", "indirect", "cash_releasing", "harvest_mode")
    words = {name: getattr(line, name) for name in names}
    return {**words, "estimate": line.is_uncertain, **stored_figures(line.amounts, line.low, line.high)}
