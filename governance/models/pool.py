"""A pool: ring-fenced money that management allocates (B13)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history


class Pool(models.Model):
    """One pool, such as the digitalisation pool; its money lies in its years."""

    code = models.SlugField(_("Code"), max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=150)
    source = models.CharField(_("Source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("pool")
        verbose_name_plural = _("pools")
        ordering = ("pk",)
        triggers = (row_history(),)

    def __str__(self) -> str:
        return self.name
