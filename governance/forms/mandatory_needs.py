"""The form of an obligation in the register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.domain.mandatory_needs import Need
from governance.forms.pool import money_field, year_field
from governance.models.mandatory_need import LEVELS


class NeedForm(forms.Form):
    """What the obligation is, how binding, from where, when and how much."""

    title = forms.CharField(label=_("Obligation"), max_length=200, help_text=_("The solution that we must have."))
    level = forms.ChoiceField(
        label=_("How binding"),
        choices=LEVELS,
        widget=forms.RadioSelect,
        help_text=_("Money is kept for what is binding. What is guiding stands in the register only."),
    )
    legal_basis = forms.CharField(
        label=_("Legal basis or agreement"), max_length=300,
        help_text=_("The act, the agreement or the announcement, so that it can be looked up."),
    )  # fmt: skip
    year = year_field(_("Expected year"))
    amount = money_field(_("Expected amount"), required=True)

    def need(self) -> Need:
        """Return what was written."""
        said: dict[str, Any] = self.cleaned_data
        return Need(**said)
