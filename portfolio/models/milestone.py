"""A milestone of a project."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from portfolio.models.project import Project


class Milestone(models.Model):
    """What is to be reached when. `baseline_on` is the first plan and stands; `planned_on` follows the latest one."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    label = models.CharField(_("Milestone"), max_length=200)
    baseline_on = models.DateField(_("First planned for"))
    planned_on = models.DateField(_("Planned for"))
    done_on = models.DateField(_("Reached"), null=True, blank=True)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ("planned_on", "pk")
        triggers = (
            pgtrigger.Protect(
                name="first_plan_stands", operation=pgtrigger.Update, condition=pgtrigger.AnyChange("baseline_on")
            ),
            row_history(shown=("label", "planned_on", "done_on"), named_by="label"),
        )

    def __str__(self) -> str:
        return self.label
