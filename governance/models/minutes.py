"""The minutes of a meeting, in versions."""

import uuid

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.models.meeting import Meeting


def storage_name(_minutes: "Minutes", _filename: str) -> str:
    """Return a name that says nothing, as attachments have it."""
    return f"minutes/{uuid.uuid4().hex}"


class Minutes(models.Model):
    """One version: a draft until it is approved, frozen after. A reopened meeting gets a new one, with `reason`.

    `content` is what the closing settled (`governance.selectors.minutes_content`), `remarks` what the secretary adds.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    version = models.PositiveSmallIntegerField(_("Version"))
    content = models.JSONField(encoder=DjangoJSONEncoder)
    content_sha256 = models.CharField(max_length=64)
    remarks = models.TextField(_("Remarks"), blank=True)
    reason = models.TextField(_("Why it was reopened"), blank=True)
    written_at = models.DateTimeField(_("Written"))
    approved_at = models.DateTimeField(_("Approved"), null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by_name = models.CharField(_("Name and title at the time"), max_length=310, blank=True)
    file = models.FileField(_("File"), upload_to=storage_name, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=("meeting", "version"), name="minutes_one_of_a_version"),
            models.UniqueConstraint(
                fields=("meeting",), condition=models.Q(approved_at__isnull=True), name="minutes_one_draft"
            ),
            models.CheckConstraint(
                condition=models.Q(version=1) | ~models.Q(reason=""),
                name="minutes_reopened_with_reason",
                violation_error_message=_("Write the reason."),
            ),
            models.CheckConstraint(
                condition=models.Q(approved_at__isnull=True, approved_by__isnull=True, sha256="")
                | (models.Q(approved_at__isnull=False, approved_by__isnull=False) & ~models.Q(sha256="")),
                name="minutes_approved_whole",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="approved_minutes_stand",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__approved_at__isnull=False),
            ),
            row_history(kept_out=("content",)),
        )

    def __str__(self) -> str:
        return f"{self.meeting} v{self.version}"
