"""The form of what a body sets for itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

WAIT, AT_ONCE = "wait", "at_once"


class BodySettingsForm(forms.Form):
    """Whether the letters of a meeting wait for its minutes."""

    letters = forms.ChoiceField(
        label=_("When do the letters leave?"),
        choices=(
            (WAIT, _("When the minutes have been approved. Until then the chair can read them through.")),
            (AT_ONCE, _("At once, when the meeting is closed.")),
        ),
        widget=forms.RadioSelect,
        help_text=_("It holds for the meetings that are closed from now on. Letters that wait already go on waiting."),
    )

    def waits(self) -> bool:
        """Return what was chosen."""
        return bool(self.cleaned_data["letters"] == WAIT)
