"""An import of projects: the file, how it was read, and what came of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from portfolio.querysets import ProjectImportQuerySet


class ProjectImport(models.Model):
    """One file. Received on the page it waits, with the file as its `Document`, until somebody carries it out.

    `mapping` is the one in use, copied, so that the import can be explained when the saved one has changed; it is
    empty until the columns have been chosen. The counts are those of the day it was carried out.
    """

    file_name = models.CharField(_("File"), max_length=200)
    sha256 = models.CharField(max_length=64)
    mapping = models.JSONField(_("Mapping"), default=dict, blank=True)
    mapping_name = models.CharField(_("Name of the mapping"), max_length=60, blank=True)
    created_at = models.DateTimeField(_("Received"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Received from"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    imported_at = models.DateTimeField(_("Carried out"), null=True)
    new = models.PositiveIntegerField(_("New"), default=0)
    known = models.PositiveIntegerField(_("Already there"), default=0)
    changed = models.PositiveIntegerField(_("There, but different"), default=0)

    objects = ProjectImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of projects")
        verbose_name_plural = _("imports of projects")
        ordering = ("-pk",)
        triggers = (row_history(),)

    def __str__(self) -> str:
        return self.file_name
