"""A milestone that a business case plans (the template's chapter on implementation)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from businesscase.models.business_case_version import BusinessCaseVersion
from core.models.row_history import row_history
from portfolio.models.frozen import frozen_through


class PlannedMilestone(models.Model):
    """What is to be reached when, as the case says; the project's own milestones follow their own plan."""

    case = models.ForeignKey(BusinessCaseVersion, on_delete=models.CASCADE, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(_("Milestone"), max_length=200, blank=True)
    due_on = models.DateField(_("To be reached by"), null=True, blank=True)

    class Meta:
        verbose_name = _("planned milestone")
        verbose_name_plural = _("planned milestones")
        ordering = ("case", "position")
        constraints = (models.UniqueConstraint(fields=("case", "position"), name="planned_milestone_position_once"),)
        triggers = (frozen_through("businesscase_businesscaseversion", "case_id"), row_history())

    def __str__(self) -> str:
        return self.label
