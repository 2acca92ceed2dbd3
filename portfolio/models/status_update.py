"""A monthly status of a project (C19, B24)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models.row_history import row_history
from portfolio.enums import Light
from portfolio.models.project import Project


class StatusUpdate(models.Model):
    """Four lights with one sentence each, and the figures, for one month. Stands: a correction is a new one.

    `month` is its first day. Amounts are DKK excluding VAT from the project's beginning; None is not stated.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="statuses")
    month = models.DateField(_("Month"))
    time = models.CharField(pgettext_lazy("side of a project", "Time"), max_length=10, choices=Light)
    time_text = models.CharField(_("Time in one sentence"), max_length=300)
    economy = models.CharField(_("Economy"), max_length=10, choices=Light)
    economy_text = models.CharField(_("Economy in one sentence"), max_length=300)
    benefits = models.CharField(_("Benefits"), max_length=10, choices=Light)
    benefits_text = models.CharField(_("Benefits in one sentence"), max_length=300)
    quality = models.CharField(_("Quality"), max_length=10, choices=Light)
    quality_text = models.CharField(_("Quality in one sentence"), max_length=300)
    spent = models.DecimalField(_("Spent"), max_digits=14, decimal_places=2, null=True, blank=True)
    forecast = models.DecimalField(_("Expected cost"), max_digits=14, decimal_places=2, null=True, blank=True)
    expected_end = models.DateField(_("Expected end"), null=True, blank=True)
    decision_needed = models.CharField(_("What management must decide"), max_length=300, blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_by_name = models.CharField(_("Name and title at the time"), max_length=310, blank=True)
    reported_at = models.DateTimeField(_("Reported"))

    class Meta:
        verbose_name = _("status")
        verbose_name_plural = _("statuses")
        ordering = ("-month", "-pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(month__day=1), name="status_month_is_a_first"),
            models.CheckConstraint(
                condition=models.Q(spent__isnull=True) | models.Q(spent__gte=0),
                name="status_spent_not_negative",
                violation_error_message=_("What has been spent cannot be negative."),
            ),
            models.CheckConstraint(
                condition=models.Q(forecast__isnull=True) | models.Q(forecast__gte=0),
                name="status_forecast_not_negative",
                violation_error_message=_("The expected cost cannot be negative."),
            ),
            *(
                models.CheckConstraint(condition=models.Q(**{f"{side}__in": Light.values}), name=f"status_{side}_known")
                for side in ("time", "economy", "benefits", "quality")
            ),
        )
        triggers = (
            pgtrigger.Protect(name="status_stands", operation=pgtrigger.Update | pgtrigger.Delete),
            row_history(),
        )

    def __str__(self) -> str:
        return f"{self.project_id} {self.month:%Y-%m}"
