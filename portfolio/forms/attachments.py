"""The form with which a document is attached."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.domain.documents import ACCEPTED
from core.enums import AccessMarking


class AttachmentForm(forms.Form):
    """A file, what it is, and how it stands when somebody asks for access to the case."""

    upload = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("Word, Excel, PowerPoint, OpenDocument, PDF, text or picture, at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(ACCEPTED)}),
        error_messages={"required": _("Choose the file first."), "empty": _("The file is empty.")},
    )
    title = forms.CharField(
        label=_("What it is"),
        max_length=200,
        required=False,
        help_text=_("For instance “Offer from the supplier”. Without a title the file's name is used."),
    )
    marking = forms.ChoiceField(
        label=_("Access to documents"),
        choices=AccessMarking.choices,
        initial=AccessMarking.OPEN,
        help_text=_("How the document stands when somebody asks for access to the case. It can be judged anew then."),
        error_messages={"invalid_choice": _("Choose one of the markings.")},
    )
