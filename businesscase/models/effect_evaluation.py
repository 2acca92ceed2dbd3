"""What a project gave, once it had been in operation for the agreed period (C28, D34)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from portfolio.models import Project


class EffectEvaluation(models.Model):
    """The evaluation that ends a project. It stands; how far needs were met hangs on it, one row a group.

    `shortfall_reason` says how a need can be fully met although a benefit fell short of its promise.
    """

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="evaluation")
    evaluated_on = models.DateField(_("Evaluated on"))
    conclusion = models.TextField(_("What it has given"))
    changes_in_work = models.TextField(_("Which changes in the work have been carried through"))
    shortfall_reason = models.TextField(_("Why the needs are met although benefits fell short"), blank=True)
    learned = models.TextField(_("What we would do otherwise"), blank=True)
    created_at = models.DateTimeField(_("Created"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("effect evaluation")
        verbose_name_plural = _("effect evaluations")
        triggers = (
            pgtrigger.Protect(name="evaluation_stands", operation=pgtrigger.Update),
            row_history(shown=("evaluated_on",), by_act=True),
        )

    def __str__(self) -> str:
        return str(self.project)
