"""An attached file, with what it is and how it is marked for access."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.enums import AccessMarking
from core.models.row_history import row_history


def storage_name(_document: "Document", _filename: str) -> str:
    """Return a name that says nothing: the uploader's name is data, never a path."""
    return f"documents/{uuid.uuid4().hex}"


class Document(models.Model):
    """A file that hangs on an object; served as a download only, never inline."""

    holder_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    holder_id = models.PositiveBigIntegerField()
    holder = GenericForeignKey("holder_type", "holder_id")
    title = models.CharField(_("Title"), max_length=200)
    file = models.FileField(_("File"), upload_to=storage_name)
    file_name = models.CharField(_("File name"), max_length=200)
    content_type = models.CharField(_("File type"), max_length=100)
    size = models.PositiveIntegerField(_("Size in bytes"))
    sha256 = models.CharField(max_length=64)
    marking = models.CharField(_("Access marking"), max_length=20, choices=AccessMarking, default=AccessMarking.OPEN)
    uploaded_at = models.DateTimeField(_("Uploaded"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Uploaded by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("title",)
        indexes = (models.Index(fields=("holder_type", "holder_id"), name="document_holder"),)
        triggers = (row_history(),)

    def __str__(self) -> str:
        return self.title
