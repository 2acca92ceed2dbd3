"""A measurable goal of a proposal (D19)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from portfolio.models.frozen import frozen_with_version
from portfolio.models.proposal_version import ProposalVersion


class Goal(models.Model):
    """What is to be reached: indicator, unit of measure, baseline, target, date and method.

    A half-written goal is kept in a draft; `completeness` sees to it that a submitted one is whole.
    """

    version = models.ForeignKey(ProposalVersion, on_delete=models.CASCADE, related_name="goals")
    indicator = models.CharField(_("Indicator"), max_length=200, blank=True)
    measure = models.CharField(_("Unit of measure"), max_length=60, blank=True)
    baseline = models.DecimalField(_("Baseline"), max_digits=14, decimal_places=2, null=True, blank=True)
    baseline_source = models.CharField(_("Where the baseline comes from"), max_length=200, blank=True)
    target = models.DecimalField(_("Target"), max_digits=14, decimal_places=2, null=True, blank=True)
    target_date = models.DateField(_("To be reached by"), null=True, blank=True)
    method = models.CharField(_("How it is measured"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ("pk",)
        triggers = (frozen_with_version(), row_history())

    def __str__(self) -> str:
        return self.indicator
