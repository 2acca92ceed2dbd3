"""What has been ruled on a deviation since it was opened: approved, renewed, ended (C23, D23)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from principles.enums import DeviationStep
from principles.models.deviation import Deviation


class DeviationRuling(models.Model):
    """One ruling, never edited; the newest one with a date says until when the deviation holds."""

    deviation = models.ForeignKey(Deviation, on_delete=models.PROTECT, related_name="rulings")
    step = models.CharField(_("Ruling"), max_length=10, choices=DeviationStep)
    until = models.DateField(_("Until"), null=True)
    reason = models.TextField(_("Reason"), blank=True)
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ruled_by_name = models.CharField(_("Name and title at the time"), max_length=310)
    ruled_at = models.DateTimeField(_("Ruled"))

    class Meta:
        verbose_name = _("ruling on a deviation")
        verbose_name_plural = _("rulings on deviations")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=models.Q(step__in=DeviationStep.values), name="deviation_step_known"),
            models.CheckConstraint(
                condition=models.Q(step=DeviationStep.APPROVED) | ~models.Q(reason=""),
                name="deviation_ruling_says_why",
                violation_error_message=_("Write the reason."),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="ruling_stands", operation=pgtrigger.Update | pgtrigger.Delete),
            row_history(by_act=True),
        )

    def __str__(self) -> str:
        return f"{self.deviation_id} {self.step}"
