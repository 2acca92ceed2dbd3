"""The form of the pool's frame."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.domain.ledger import Frame
from portfolio.forms.boxes import AmountField


def money_field(label: Any, *, required: bool = False, help_text: Any = "") -> AmountField:
    """Return a box for an amount of DKK 0 or more."""
    return AmountField(label=label, help_text=help_text, max_digits=14, min_value=0, required=required)


def year_field(label: Any) -> forms.IntegerField:
    """Return a box as wide as a year."""
    box = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "form-input--short"})
    return forms.IntegerField(label=label, widget=box)


class FrameForm(forms.Form):
    """A year's frame as the council's budget gives it."""

    year = year_field(_("Year"))
    amount = money_field(_("Frame"), required=True)
    price_year = year_field(_("Price year"))
    budget_reference = forms.CharField(
        label=_("Budget reference"), max_length=300, help_text=_("Where the council's budget gives the money.")
    )

    def frame(self) -> Frame:
        """Return what was written."""
        cleaned = self.cleaned_data
        return Frame(
            year=cleaned["year"],
            amount=cleaned["amount"],
            budget_reference=cleaned["budget_reference"],
            price_year=cleaned["price_year"],
        )
