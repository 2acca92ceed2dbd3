"""The figures of the size step as they stand while being typed."""

from typing import Any

from django import forms

from core.models import Unit
from portfolio.enums import AcquisitionType
from portfolio.forms.boxes import AmountField, HoursField


class TriagePreviewForm(forms.Form):
    """Reads leniently: a field that cannot be read yet is None, since its writer is still typing."""

    vendor_cost = AmountField(required=False, max_digits=14)
    staff_hours = HoursField(required=False, max_digits=9)
    acquisition_type = forms.ChoiceField(required=False, choices=[("", ""), *AcquisitionType.choices])
    needs_cooperation = forms.NullBooleanField(required=False)
    external_assistance = forms.NullBooleanField(required=False)
    units_involved = forms.ModelMultipleChoiceField(
        required=False, queryset=Unit.objects.select_related("department", "area")
    )

    def typed(self) -> dict[str, Any]:
        """Return every field's value; None, "" or nothing where it cannot be read."""
        self.full_clean()
        empty: dict[str, Any] = {"acquisition_type": "", "units_involved": ()}
        return {name: self.cleaned_data.get(name, empty.get(name)) for name in self.fields}
