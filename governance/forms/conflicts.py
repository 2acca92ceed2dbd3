"""The form of a declared conflict of interest."""

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.enums import ConflictGround
from governance.forms.moves import LONGEST


class ConflictForm(forms.Form):
    """The ground and one sentence."""

    ground = forms.TypedChoiceField(
        label=_("Ground"),
        choices=ConflictGround,
        coerce=lambda value: ConflictGround(int(value)),
        widget=forms.RadioSelect,
    )
    explanation = forms.CharField(
        label=_("What is the conflict?"),
        help_text=_(
            "One sentence is enough. It is read by those who run the meeting, by management and by the auditor."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
