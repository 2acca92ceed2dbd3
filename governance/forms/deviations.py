"""The forms of a deviation that comes back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.dates import DayField
from governance.forms.moves import LONGEST


class RenewalForm(forms.Form):
    """Until when, and why."""

    until = DayField(label=_("Holds until"))
    reason = forms.CharField(
        label=_("Why does the case still need to deviate?"),
        help_text=_("Say what has been tried, and what has to happen before the principle can be followed."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class EndForm(forms.Form):
    """How the principle is followed now."""

    reason = forms.CharField(
        label=_("Why does the case no longer deviate?"),
        help_text=_("Say how the principle is followed now, or that the solution is out of use."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
