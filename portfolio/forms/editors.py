"""The form with which a draft is shared."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portfolio.forms.boxes import PersonField


class EditorForm(forms.Form):
    """The person who is to write along."""

    person = PersonField(
        label=_("Who is to write along?"),
        max_length=300,
        help_text=_("Write a name or an e-mail address."),
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
        error_messages={"required": _("Write a name or an e-mail address first.")},
    )
