"""Why a decision does not give everything that was asked for (B2, C4, D9-D16)."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import CauseKind, NextDate
from governance.models.decision import Decision
from principles.models import StrategyNode


class DecisionCause(models.Model):
    """The criterion or principle that a decision rests on, the facts of that day, and what comes next. Stands.

    `code` is the criterion's, `node` the principle, and `name` what it was called then. `facts` is what
    `governance.policy.shortfall.Shortfall` writes. The human sentence is the decision's own reasons.
    """

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="cause")
    kind = models.CharField(_("Rests on"), max_length=12, choices=CauseKind)
    code = models.CharField(_("Pool criterion"), max_length=30, blank=True)
    node = models.ForeignKey(
        StrategyNode, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("Principle")
    )
    name = models.CharField(_("Name at the time"), max_length=300, blank=True)
    facts = models.JSONField(_("Facts of the day"))
    next_kind = models.CharField(_("What comes next"), max_length=12, choices=NextDate)
    next_on = models.DateField(_("Next date"), null=True)
    contact = models.CharField(_("Who to talk to"), max_length=310, blank=True)

    class Meta:
        verbose_name = _("cause of a decision")
        verbose_name_plural = _("causes of decisions")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind=CauseKind.CRITERION, node__isnull=True) & ~models.Q(code="")
                | models.Q(kind=CauseKind.PRINCIPLE, node__isnull=False, code="")
                | models.Q(kind=CauseKind.NOTHING, node__isnull=True, code=""),
                name="cause_tied_to_one",
            ),
            models.CheckConstraint(
                condition=models.Q(next_kind=NextDate.NONE, next_on__isnull=True)
                | models.Q(next_kind__in=(NextDate.MEETING, NextDate.RESERVE), next_on__isnull=False),
                name="cause_next_date",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="cause_stands", operation=pgtrigger.Update | pgtrigger.Delete),
            row_history(by_act=True),
        )

    def __str__(self) -> str:
        return f"{self.decision_id} {self.name}"
