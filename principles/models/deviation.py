"""A departure from a principle, as a record of its own (C23, D23, D33)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from portfolio.models import ProposalVersion
from principles.enums import AssessmentRole, DeviationStatus
from principles.models.frozen import frozen_for_applicant
from principles.models.strategy_node import StrategyNode
from principles.querysets import DeviationQuerySet


class Deviation(models.Model):
    """From which principle, why and until when; `role` is the side whose answer says so.

    Opened by the answer "deviates". On a frozen version only the status of the applicant's can change.
    """

    version = models.ForeignKey(ProposalVersion, on_delete=models.CASCADE, related_name="deviations")
    principle = models.ForeignKey(StrategyNode, on_delete=models.PROTECT, related_name="deviations")
    role = models.CharField(_("Who says so"), max_length=10, choices=AssessmentRole)
    why = models.TextField(_("Why"), blank=True)
    until = models.DateField(_("Until"), null=True, blank=True)
    status = models.CharField(_("Status"), max_length=10, choices=DeviationStatus, default=DeviationStatus.OPEN)
    opened_at = models.DateTimeField(_("Opened"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Opened by"), on_delete=models.PROTECT, related_name="+"
    )

    objects = DeviationQuerySet.as_manager()

    class Meta:
        verbose_name = _("deviation")
        verbose_name_plural = _("deviations")
        ordering = ("principle__document", "principle__position")
        constraints = (
            models.UniqueConstraint(fields=("version", "principle", "role"), name="deviation_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=DeviationStatus.values), name="deviation_status_known"
            ),
        )
        triggers = (
            frozen_for_applicant(
                "version_id",
                "role",
                unless="TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'status' = to_jsonb(OLD) - 'status'",
            ),
            row_history(),
        )

    def __str__(self) -> str:
        return str(self.principle)
