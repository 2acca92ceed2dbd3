"""What others pay beside the pool (B13)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from portfolio.enums import Financier
from portfolio.models.frozen import frozen_with_version
from portfolio.models.proposal_version import ProposalVersion, money_field


class CoFinancing(models.Model):
    """One contribution to the purchase and implementation that an application asks the pool for, DKK excluding VAT.

    `secured` tells whether it has been promised in writing. A half-written one is kept in a draft; `completeness` sees
    to it that a submitted one is whole.
    """

    version = models.ForeignKey(ProposalVersion, on_delete=models.CASCADE, related_name="co_financing")
    kind = models.CharField(_("Who pays"), max_length=10, choices=Financier, blank=True)
    who = models.CharField(_("Name of the payer"), max_length=200, blank=True)
    amount = money_field(_("Their amount"))
    secured = models.BooleanField(_("Promised in writing"), null=True, blank=True)

    class Meta:
        verbose_name = _("co-financing")
        verbose_name_plural = _("co-financing")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0),
                name="co_financing_not_negative",
                violation_error_message=_("The amount cannot be negative."),
            ),
        )
        triggers = (frozen_with_version(), row_history())

    def __str__(self) -> str:
        return self.who
