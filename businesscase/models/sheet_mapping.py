"""A saved mapping: what the lines of somebody's own spreadsheet are in a business case."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history


class SheetMapping(models.Model):
    """A mapping by name; `definition` is what `businesscase.workbook.mapping` reads."""

    name = models.SlugField(_("Name"), max_length=60, unique=True)
    definition = models.JSONField(_("Definition"))
    saved_at = models.DateTimeField(_("Saved"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Saved by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("mapping of lines")
        verbose_name_plural = _("mappings of lines")
        ordering = ("name",)
        triggers = (row_history(),)

    def __str__(self) -> str:
        return self.name
