"""A decision: who decided what on which version, and why."""

from decimal import Decimal
from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import BodyKind, EntryKind, Verdict
from governance.models.recommendation import Recommendation
from governance.policy.financing import Financing
from portfolio.models import Proposal, ProposalVersion

if TYPE_CHECKING:
    from governance.models.ledger_entry import LedgerEntry


class Decision(models.Model):
    """An act of a body (or of the head of a department, C9, C13, AM26); never edited (A2).

    `recommendation` is the one that management had before it, and `departs` whether the decision is another.
    `amount` is DKK excluding VAT, what is allocated from the pool: 0 unless an application is approved; how it is split
    over the pool's years stands in the ledger. `criterion` is the code of the pool's criterion it is allocated under.
    `staff_hours_reason` and `forecast_reason` are management's own exceptions (D16, D10); `staff_hours_amount` is the
    part of `amount` that pays staff hours. `eligibility` holds the rules tried with the figures of that day.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="decisions")
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="decisions")
    body_kind = models.CharField(_("Decided by"), max_length=20, choices=BodyKind)
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, related_name="decisions", verbose_name=_("Recommendation")
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by_name = models.CharField(_("Name and title at the time"), max_length=310)
    decided_at = models.DateTimeField(_("Decided"))
    verdict = models.CharField(_("Outcome"), max_length=20, choices=Verdict)
    departs = models.BooleanField(_("Departs from the recommendation"), default=False)
    amount = models.DecimalField(_("Amount allocated"), max_digits=14, decimal_places=2, default=Decimal(0))
    criterion = models.CharField(_("Pool criterion"), max_length=30, blank=True)
    reasons = models.TextField(_("Reasons"), blank=True)
    conditions = models.TextField(_("Conditions"), blank=True)
    staff_hours_reason = models.TextField(_("Why the pool pays staff hours"), blank=True)
    staff_hours_amount = models.DecimalField(
        _("Of which staff hours"), max_digits=14, decimal_places=2, default=Decimal(0)
    )
    forecast_reason = models.TextField(_("Why the forecast is departed from"), blank=True)
    eligibility = models.JSONField(_("Rules tried"), default=dict, blank=True)
    # Who pays, as it stood that day (`governance.policy.financing`); empty where the case asks the pool for nothing.
    financing_record = models.JSONField(_("Financing"), default=dict, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=models.Q(verdict__in=Verdict.values), name="decision_verdict_known"),
            models.CheckConstraint(
                condition=models.Q(amount=0) | models.Q(amount__gt=0, verdict__in=(Verdict.APPROVED, Verdict.CHANGED)),
                name="decision_allocates_what_it_approves",
                violation_error_message=_("Only an approval allocates money."),
            ),
            models.CheckConstraint(
                condition=models.Q(departs=False, verdict=Verdict.APPROVED) | ~models.Q(reasons=""),
                name="decision_says_why",
                violation_error_message=_("Write the reason."),
            ),
            models.CheckConstraint(
                condition=models.Q(staff_hours_amount=0)
                | (
                    models.Q(staff_hours_amount__gt=0, staff_hours_amount__lte=models.F("amount"))
                    & ~models.Q(staff_hours_reason="")
                ),
                name="decision_staff_hours_with_reason",
                violation_error_message=_("Staff hours are paid by exception only, with a reason."),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="decision_stands", operation=pgtrigger.Update | pgtrigger.Delete),
            row_history(by_act=True),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.verdict}"

    @property
    def shares(self) -> "list[LedgerEntry]":
        """Return what each of the pool's years gives: what is allocated, or else what has been reserved."""
        rows = [row for row in self.ledger_entries.all() if row.amount > 0]
        allocated = [row for row in rows if row.kind == EntryKind.COMMITMENT]
        return sorted(allocated or rows, key=lambda row: row.pool_year.year)

    @property
    def financing(self) -> Financing | None:
        """Return who pays, the pool and others; None where nothing is kept of it."""
        return Financing.from_record(self.financing_record)

    @property
    def condition_lines(self) -> list[str]:
        """Return the conditions, one a line."""
        return [line for line in self.conditions.splitlines() if line.strip()]
