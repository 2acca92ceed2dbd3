"""A condition of an approval, which follows the case into contract and project."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.models.it_assessment import ITAssessment


class Condition(models.Model):
    """One thing that the IT department's approval depends on."""

    assessment = models.ForeignKey(ITAssessment, on_delete=models.PROTECT, related_name="conditions")
    text = models.TextField(_("Condition"))

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ("pk",)
        triggers = (row_history(),)

    def __str__(self) -> str:
        return self.text
