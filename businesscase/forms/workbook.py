"""The form that takes a workbook."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_BYTES = 10 * 1024 * 1024


class WorkbookForm(forms.Form):
    """A workbook from the portal, or somebody else's spreadsheet."""

    upload = forms.FileField(
        label=gettext_lazy("File"),
        max_length=200,
        help_text=gettext_lazy("An Excel workbook (.xlsx), at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": gettext_lazy("Choose the file first."),
            "empty": gettext_lazy("The file is empty."),
        },
    )

    def clean_upload(self) -> "UploadedFile[bytes]":
        """Refuse a file that is too large before anything of it is read."""
        upload: UploadedFile[bytes] = self.cleaned_data["upload"]
        most = min(MOST_BYTES, settings.DOCUMENT_MAX_BYTES)
        if (upload.size or 0) > most:
            raise ValidationError(_("The file is larger than %(limit)s MB.") % {"limit": most // (1024 * 1024)})
        return upload
