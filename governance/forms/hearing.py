"""The forms of a hearing: IT asks, the applicant answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.forms.moves import LONGEST


class QuestionForm(forms.Form):
    """What IT wants to know."""

    question = forms.CharField(
        label=_("What do you want to know?"),
        help_text=_("Ask for one thing at a time, and say what you need it for."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class HearingAnswerForm(forms.Form):
    """What the applicant answers."""

    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_("Answer everything that IT has asked. If the case itself is wrong, correct the case instead."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
