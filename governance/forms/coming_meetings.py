"""The forms for a body's fixed meetings to come."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms.dates import DayField
from governance.forms.meetings import ClockField
from governance.forms.moves import LONGEST


class ComingForm(forms.Form):
    """From which day on."""

    from_day = DayField(label=_("From"), help_text=_("Every meeting to come from this day on."))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Begin with all of them."""
        super().__init__(*arguments, **options)
        self.fields["from_day"].initial = clock.today


class ComingChangeForm(ComingForm):
    """Another time and place; the days stay."""

    begins = ClockField(label=_("Time"), help_text=_("For instance 9.30."))
    ends = ClockField(label=_("Ends"), required=False)
    place = forms.CharField(label=_("Place"), max_length=150, required=False)


class ComingCancelForm(ComingForm):
    """Why they are cancelled."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
