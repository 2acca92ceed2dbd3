"""The form of a condition: how it is met."""

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.forms.moves import LONGEST


class ConditionForm(forms.Form):
    """How a condition is met."""

    how = forms.CharField(
        label=_("How is the condition met?"),
        help_text=_("Say what has been done and where it can be seen, such as the clause of the contract."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
