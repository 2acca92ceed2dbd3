"""Management's own direction of a case to the pool (D14)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from portfolio.models import Proposal


class Direction(models.Model):
    """By which decision of its own, named by date or case number, management has directed a case to the pool."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="directions")
    reference = models.CharField(_("Decision"), max_length=300)
    reasons = models.TextField(_("Reasons"))
    directed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    directed_by_name = models.CharField(_("Name and title at the time"), max_length=310)
    directed_at = models.DateTimeField(_("Directed"))

    class Meta:
        verbose_name = _("direction")
        verbose_name_plural = _("directions")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(reference="") & ~models.Q(reasons=""), name="direction_names_its_decision"
            ),
        )
        triggers = (
            pgtrigger.Protect(name="direction_stands", operation=pgtrigger.Update | pgtrigger.Delete),
            row_history(by_act=True),
        )

    def __str__(self) -> str:
        return self.reference
