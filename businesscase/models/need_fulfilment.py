"""How far the needs of one group were met (D34: success is the fulfilment of needs)."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from businesscase.enums import Fulfilment
from businesscase.models.effect_evaluation import EffectEvaluation
from core.models.row_history import row_history


class NeedFulfilment(models.Model):
    """One group that the project was for, how far its needs were met, and how that is known."""

    evaluation = models.ForeignKey(EffectEvaluation, on_delete=models.CASCADE, related_name="needs")
    group = models.CharField(_("Group"), max_length=200)
    degree = models.CharField(_("How far its needs were met"), max_length=12, choices=Fulfilment)
    evidence = models.TextField(_("How we know"))

    class Meta:
        verbose_name = _("fulfilment of needs")
        verbose_name_plural = _("fulfilment of needs")
        ordering = ("evaluation", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(degree__in=Fulfilment.values), name="fulfilment_degree_known"),
        )
        triggers = (
            pgtrigger.Protect(name="fulfilment_stands", operation=pgtrigger.Update),
            row_history(shown=("degree",), named_by="group", by_act=True),
        )

    def __str__(self) -> str:
        return self.group
