"""A contract on a system: with whom, until when, and how early it must be given notice of."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.clock import today
from core.models.row_history import row_history
from portfolio.models.proposal import Proposal
from portfolio.models.system import System

# A month of notice as the register counts it.
_MONTH = timedelta(days=30)


class Contract(models.Model):
    """One contract. Without an end it runs until somebody gives notice; `proposal` is the case it carries out."""

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="contracts")
    title = models.CharField(_("Contract"), max_length=200)
    case_number = models.CharField(_("ESDH case number"), max_length=60, blank=True)
    supplier = models.CharField(_("Supplier"), max_length=200, blank=True)
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Expires"), null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(_("Months of notice"), null=True, blank=True)
    yearly_cost = models.DecimalField(_("Cost a year"), max_digits=14, decimal_places=2, null=True, blank=True)
    proposal = models.ForeignKey(
        Proposal, verbose_name=_("Case"), on_delete=models.PROTECT, null=True, blank=True, related_name="contracts"
    )

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering = ("ends_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="contract_ends_after_it_starts",
                violation_error_message=_("A contract expires after it has begun."),
            ),
            models.CheckConstraint(
                condition=models.Q(yearly_cost__isnull=True) | models.Q(yearly_cost__gte=0),
                name="contract_cost_not_negative",
                violation_error_message=_("The cost cannot be negative."),
            ),
        )
        triggers = (row_history(shown=("title", "starts_on", "ends_on", "yearly_cost"), named_by="title"),)

    def __str__(self) -> str:
        return self.title

    @property
    def has_expired(self) -> bool:
        """Return whether its last day has passed."""
        return self.ends_on is not None and self.ends_on < today()

    @property
    def notice_by(self) -> date | None:
        """Return the last day to give notice so that the contract ends on its day."""
        if self.ends_on is None or self.notice_months is None:
            return None
        return self.ends_on - self.notice_months * _MONTH
