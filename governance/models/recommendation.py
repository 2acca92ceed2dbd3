"""The strategy group's recommendation to management: a formal document of its own (A8, B11, C4)."""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import RecommendationOutcome
from governance.policy.financing import Financing
from portfolio.models import Proposal, ProposalVersion


class Recommendation(models.Model):
    """What the group recommends of one version, and why. It never moves money (A8).

    `years` is what each of the pool's years is to give of the amount, DKK by year; empty where it is one.

    `amount` is DKK excluding VAT: at most what was applied for, 0 for a rejection and for a notification.
    `criterion` is the code of the pool's criterion, empty where no money is asked for. `eligibility` holds the rules
    tried with the figures of that day (`governance.policy.eligibility`). Frozen: a case that comes back gets a new one.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="recommendations")
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="recommendations")
    outcome = models.CharField(_("Recommendation"), max_length=20, choices=RecommendationOutcome)
    amount = models.DecimalField(_("Amount recommended"), max_digits=14, decimal_places=2)
    criterion = models.CharField(_("Pool criterion"), max_length=30, blank=True)
    years = models.JSONField(_("Instalments"), default=dict, blank=True)
    reasons = models.TextField(_("Reasons"))
    conditions = models.TextField(_("Conditions"), blank=True)
    minority = models.TextField(_("Minority opinion"), blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_by_name = models.CharField(_("Name and title at the time"), max_length=310, blank=True)
    recorded_at = models.DateTimeField(_("Recorded"))
    eligibility = models.JSONField(_("Rules tried"), default=dict, blank=True)
    # Who pays, as it stood that day (`governance.policy.financing`); empty where the case asks the pool for nothing.
    financing_record = models.JSONField(_("Financing"), default=dict, blank=True)

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount__gte=0),
                name="recommendation_amount_not_negative",
                violation_error_message=_("The amount cannot be negative."),
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome=RecommendationOutcome.REJECT) | models.Q(amount=0),
                name="recommendation_rejection_has_no_amount",
                violation_error_message=_("A recommendation to reject has no amount."),
            ),
            models.CheckConstraint(condition=~models.Q(reasons=""), name="recommendation_has_reasons"),
        )
        triggers = (
            pgtrigger.Protect(name="recommendation_stands", operation=pgtrigger.Update | pgtrigger.Delete),
            row_history(by_act=True),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.outcome}"

    @property
    def shares(self) -> dict[int, Decimal]:
        """Return what each year is to give, in their order; empty where nothing is said of it."""
        return {int(year): Decimal(amount) for year, amount in sorted(self.years.items())}

    @property
    def financing(self) -> Financing | None:
        """Return who pays, the pool and others; None where nothing is kept of it."""
        return Financing.from_record(self.financing_record)

    @property
    def condition_lines(self) -> list[str]:
        """Return the conditions, one a line."""
        return [line for line in self.conditions.splitlines() if line.strip()]
