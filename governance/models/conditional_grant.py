"""A conditional grant: money reserved by a decision until its condition is met, or the day it lapses (B13)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import GrantOutcome
from governance.models.decision import Decision


class ConditionalGrant(models.Model):
    """What a decision has promised on its conditions; the money stands reserved until `outcome` says more.

    `settled_by` is None where the portal itself lets it lapse. Once settled it stands.
    """

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="conditional_grant")
    lapses_on = models.DateField(_("Lapses on"))
    outcome = models.CharField(_("Outcome"), max_length=10, choices=GrantOutcome, blank=True)
    settled_at = models.DateTimeField(_("Settled"), null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_by_name = models.CharField(_("Name and title at the time"), max_length=310, blank=True)
    reason = models.TextField(_("Reason"), blank=True)

    class Meta:
        verbose_name = _("conditional grant")
        verbose_name_plural = _("conditional grants")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", *GrantOutcome.values]), name="grant_outcome_known"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", settled_at__isnull=True, settled_by__isnull=True, reason="")
                | (~models.Q(outcome="") & models.Q(settled_at__isnull=False) & ~models.Q(reason="")),
                name="grant_settled_whole",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="grant_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="settled_grant_stands",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__outcome=""),
            ),
            row_history(by_act=True),
        )

    def __str__(self) -> str:
        return f"{self.decision_id} {self.lapses_on}"

    @property
    def is_open(self) -> bool:
        """Whether the condition is still to be met."""
        return not self.outcome
