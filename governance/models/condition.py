"""A condition of an approval, which follows the case into contract and project."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.models.it_assessment import ITAssessment


class Condition(models.Model):
    """One thing that the IT department's approval depends on; met once somebody has said how."""

    assessment = models.ForeignKey(ITAssessment, on_delete=models.PROTECT, related_name="conditions")
    text = models.TextField(_("Condition"))
    met_on = models.DateField(_("Met"), null=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Reported by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    met_how = models.TextField(_("How it is met"), blank=True)

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(met_on__isnull=True, met_by__isnull=True, met_how="")
                | (models.Q(met_on__isnull=False, met_by__isnull=False) & ~models.Q(met_how="")),
                name="condition_met_whole",
                violation_error_message=_("Say how the condition is met."),
            ),
        )
        triggers = (row_history(),)

    def __str__(self) -> str:
        return self.text
