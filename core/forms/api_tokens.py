"""What a person says about a new access token."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.enums import TokenScope

LIVES = ((30, _("30 days")), (90, _("90 days")), (365, _("A year")))


class ApiTokenForm(forms.Form):
    """Name, scope and life."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("What it is for, so that you know it again, for instance the data warehouse."),
    )
    scope = forms.ChoiceField(
        label=_("What it may do"),
        choices=TokenScope.choices,
        initial=TokenScope.READ,
        widget=forms.RadioSelect,
        help_text=_("It can never do more than you can yourself. To calculate it need only read."),
    )
    days = forms.TypedChoiceField(label=_("Expires after"), choices=LIVES, coerce=int, initial=90)

    def __init__(self, *arguments: Any, taken: frozenset[str] = frozenset(), **options: Any) -> None:
        """Take the names that the person's tokens in use have."""
        super().__init__(*arguments, **options)
        self.taken = taken

    def clean_name(self) -> str:
        """Refuse a name in use: two could not be told apart, and a page sent twice makes one token."""
        name: str = self.cleaned_data["name"]
        if name in self.taken:
            raise forms.ValidationError(_("You already have an access token with that name."))
        return name
