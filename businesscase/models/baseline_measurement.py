"""The zero point of a benefit: how things stood before (D19)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from businesscase.models.benefit import Benefit
from core.models.row_history import row_history


class BaselineMeasurement(models.Model):
    """The value of the indicator before the change, in the benefit's unit of measure, with its day and source.

    A better one is added; the newest counts, and the earlier ones stand.
    """

    benefit = models.ForeignKey(Benefit, on_delete=models.CASCADE, related_name="baselines")
    value = models.DecimalField(_("Zero point"), max_digits=14, decimal_places=2)
    measured_on = models.DateField(_("Measured on"))
    source = models.CharField(_("Source"), max_length=300)
    created_at = models.DateTimeField(_("Created"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("baseline measurement")
        verbose_name_plural = _("baseline measurements")
        ordering = ("benefit", "-pk")
        triggers = (
            pgtrigger.Protect(name="zero_point_stands", operation=pgtrigger.Update),
            row_history(shown=("value", "measured_on"), named_by="measured_on", by_act=True),
        )

    def __str__(self) -> str:
        return f"{self.benefit} {self.measured_on}"
