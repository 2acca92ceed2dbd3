"""A saved mapping: how one source's files of projects are read."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history


class ImportMapping(models.Model):
    """A mapping by name; `definition` is what `portfolio.reading.mapping` reads. Shipped ones lie in `mappings/`."""

    name = models.SlugField(_("Name"), max_length=60, unique=True)
    definition = models.JSONField(_("Definition"))
    saved_at = models.DateTimeField(_("Saved"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Saved by"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("mapping of columns")
        verbose_name_plural = _("mappings of columns")
        ordering = ("name",)
        triggers = (row_history(),)

    def __str__(self) -> str:
        return self.name
