"""The agenda with a cover page for each case, as it went out."""

import uuid

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.models.meeting import Meeting


def storage_name(_pack: "MeetingPack", _filename: str) -> str:
    """Return a name that says nothing, as attachments have it."""
    return f"packs/{uuid.uuid4().hex}"


class MeetingPack(models.Model):
    """One version of the pack: all that it says, and the whole file. It is never changed; a later one takes over.

    Whoever has a conflict of interest in a case gets the same snapshot without it, set anew.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    version = models.PositiveSmallIntegerField(_("Version"))
    snapshot = models.JSONField(encoder=DjangoJSONEncoder)
    snapshot_sha256 = models.CharField(max_length=64)
    file = models.FileField(_("File"), upload_to=storage_name)
    size = models.PositiveIntegerField(_("Size in bytes"))
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(_("Frozen"))
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("meeting pack")
        verbose_name_plural = _("meeting packs")
        ordering = ("-version",)
        constraints = (models.UniqueConstraint(fields=("meeting", "version"), name="pack_one_of_a_version"),)
        triggers = (
            pgtrigger.Protect(name="pack_stands", operation=pgtrigger.Update | pgtrigger.Delete),
            row_history(kept_out=("snapshot",)),
        )

    def __str__(self) -> str:
        return f"{self.meeting} v{self.version}"
