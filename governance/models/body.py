"""A body: who decides, recommends, advises or is heard (AM14)."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import BodyKind


class Body(models.Model):
    """A body with its capabilities; `group` carries the rights that its members have on all cases.

    `letters_wait` holds the letters of what a meeting settles back until its minutes are approved.
    """

    code = models.SlugField(_("Code"), max_length=60, unique=True)
    kind = models.CharField(_("Kind"), max_length=20, choices=BodyKind, unique=True)
    name = models.CharField(_("Name"), max_length=150)
    decides = models.BooleanField(_("Decides"), default=False)
    recommends = models.BooleanField(_("Recommends"), default=False)
    advises = models.BooleanField(_("Advises"), default=False)
    hears = models.BooleanField(_("Is heard"), default=False)
    letters_wait = models.BooleanField(_("Letters wait for the minutes"), default=True)
    source = models.CharField(_("Source"), max_length=300, blank=True)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ("pk",)
        triggers = (row_history(),)

    def __str__(self) -> str:
        return self.name
