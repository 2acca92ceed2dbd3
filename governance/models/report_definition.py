"""A report definition: what is reported to whom, and when it is made by itself (AM19)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import ReportCadence, ReportKind, ReportScope
from governance.models.body import Body

FIRST_DAY, LAST_DAY = 1, 31
FIRST_HOUR, LAST_HOUR = 0, 23


class ReportDefinition(models.Model):
    """One report with its schedule; the schedule is data, and PostgreSQL is its only truth.

    It is for `body`: whoever has a seat there on the day gets it, and `extra_people` beside them. `day` is a day of the
    month, its last day where the month is shorter; `hour` is Danish local time. Nothing is made up from before
    `scheduled_from`, which every change of the schedule sets anew.
    """

    code = models.SlugField(_("Code"), max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=150)
    kind = models.CharField(
        _("Kind"), max_length=20, choices=ReportKind, default=ReportKind.PORTFOLIO_STATUS, editable=False
    )
    body = models.ForeignKey(Body, verbose_name=_("For"), on_delete=models.PROTECT, related_name="reports")
    scope = models.CharField(_("Covers"), max_length=10, choices=ReportScope, default=ReportScope.ALL)
    cadence = models.CharField(_("How often"), max_length=10, choices=ReportCadence, default=ReportCadence.MONTHLY)
    day = models.PositiveSmallIntegerField(_("Day of the month"), default=FIRST_DAY)
    hour = models.PositiveSmallIntegerField(_("Hour"), default=7)
    is_active = models.BooleanField(_("In use"), default=True)
    extra_people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("Also to"), blank=True, related_name="extra_reports"
    )
    scheduled_from = models.DateTimeField(_("Scheduled from"), editable=False)
    created_at = models.DateTimeField(_("Created"), editable=False)

    class Meta:
        verbose_name = _("report definition")
        verbose_name_plural = _("report definitions")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=ReportKind.values), name="report_kind_known"),
            models.CheckConstraint(condition=models.Q(scope__in=ReportScope.values), name="report_scope_known"),
            models.CheckConstraint(condition=models.Q(cadence__in=ReportCadence.values), name="report_cadence_known"),
            models.CheckConstraint(
                condition=models.Q(day__range=(FIRST_DAY, LAST_DAY), hour__range=(FIRST_HOUR, LAST_HOUR)),
                name="report_time_exists",
                violation_error_message=_("Choose a day from 1 to 31 and an hour from 0 to 23."),
            ),
        )
        triggers = (row_history(),)

    def __str__(self) -> str:
        return self.name
