"""What a scenario settles for one case, and in a committed one what it proposes for it."""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import LockGround, RowLock
from governance.models.scenario import Scenario
from portfolio.models import Proposal

# Rows hang on their scenario: once it is committed they can be neither added, changed nor removed.
_STANDS = """
            IF EXISTS (
                SELECT 1 FROM governance_scenario
                WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.scenario_id ELSE OLD.scenario_id END
                AND committed_at IS NOT NULL
            ) THEN
                RAISE EXCEPTION 'pgtrigger: the scenario is committed';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """


def stands_with_scenario() -> pgtrigger.Trigger:
    """Make the trigger for a table whose rows belong to a scenario."""
    return pgtrigger.Trigger(
        name="stands_with_scenario",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_STANDS,
    )


class ScenarioCase(models.Model):
    """A lock with its ground, or another amount than the case asks for; `proposed` is what a committed one gives it.

    `amount` is DKK, None where the case's own stands. `proposed` is None until the scenario is committed, and then 0
    for a case that was not chosen; `proposed_years` is what each year gives of it, DKK by year.
    """

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="cases")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="scenarios")
    lock = models.CharField(_("Lock"), max_length=3, choices=RowLock, blank=True)
    ground = models.CharField(_("Ground"), max_length=12, choices=LockGround, blank=True)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    amount: "models.DecimalField[Decimal | None, Decimal | None]" = models.DecimalField(
        _("Amount"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    proposed: "models.DecimalField[Decimal | None, Decimal | None]" = models.DecimalField(
        _("Proposed"), max_digits=14, decimal_places=2, null=True
    )

    proposed_years = models.JSONField(_("Proposed a year"), default=dict, blank=True)

    class Meta:
        verbose_name = _("case in a scenario")
        verbose_name_plural = _("cases in scenarios")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("scenario", "proposal"), name="scenario_case_once"),
            models.CheckConstraint(
                condition=models.Q(lock="", ground="")
                | models.Q(lock__in=RowLock.values, ground__in=LockGround.values),
                name="scenario_lock_has_a_ground",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gt=0), name="scenario_amount_above_zero"
            ),
        )
        triggers = (stands_with_scenario(), row_history())

    def __str__(self) -> str:
        return f"{self.scenario_id} {self.proposal_id}"

    @property
    def shares(self) -> dict[int, Decimal]:
        """Return what each year is proposed to give, in their order."""
        return {int(year): Decimal(amount) for year, amount in sorted(self.proposed_years.items())}
