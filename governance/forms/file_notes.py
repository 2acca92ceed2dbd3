"""The form of a file note."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.enums import AccessMarking
from governance.forms.moves import LONGEST


class FileNoteForm(forms.Form):
    """What was learnt, from whom, and how the note stands when somebody asks for access."""

    text = forms.CharField(
        label=pgettext_lazy("file note", "Note"),
        help_text=_(
            "Facts and professional assessments that you have got by telephone or at a meeting. Keep to what was said."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    source = forms.CharField(
        label=_("Where it comes from"), help_text=_("Who said it, and when."), max_length=300, required=False
    )
    marking = forms.ChoiceField(
        label=_("When somebody asks for access"), choices=AccessMarking, initial=AccessMarking.OPEN
    )
