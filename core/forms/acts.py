"""What the audit log is narrowed to."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.dates import DayField
from core.selectors.acts import ActFilter, act_choices


class ActFilterForm(forms.Form):
    """Person, act and period."""

    person = forms.CharField(label=_("Person"), max_length=150, required=False)
    act = forms.ChoiceField(label=_("Act"), required=False)
    from_day = DayField(label=_("From"), required=False)
    to_day = DayField(label=_("Until"), required=False)
    refused = forms.BooleanField(label=_("Only what was refused"), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer every act that the portal knows."""
        super().__init__(*arguments, **options)
        cast("forms.ChoiceField", self.fields["act"]).choices = [("", _("All acts")), *act_choices()]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("from_day"), data.get("to_day")
        if first and last and last < first:
            raise forms.ValidationError(_("The period ends before it begins."))
        return data

    def wanted(self) -> ActFilter | None:
        """Return what is asked for, or None while there is an error to put right."""
        return ActFilter(**self.cleaned_data) if self.is_valid() else None
