"""A gain of a business case, year by year (D17, D18)."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from businesscase.enums import BenefitType, HarvestMode
from businesscase.models.business_case_version import BusinessCaseVersion
from core.models import Unit
from core.models.row_history import row_history
from portfolio.models.frozen import frozen_through


class BenefitLine(models.Model):
    """One gain in DKK a year, None where nothing is written; one without figures is not priced, which is not 0.

    `cash_releasing` says that the money can be taken out of a budget, and `harvest_mode` what becomes of it.
    `owner` answers for the gain in the line, and `unit` is where it is made.
    """

    case = models.ForeignKey(BusinessCaseVersion, on_delete=models.CASCADE, related_name="benefit_lines")
    position = models.PositiveSmallIntegerField()
    type = models.CharField(_("Kind of gain"), max_length=20, choices=BenefitType)
    label = models.CharField(_("What is gained"), max_length=200, blank=True)
    cash_releasing = models.BooleanField(_("Releases money in a budget"), default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Benefit owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_benefit_lines",
    )
    amounts = ArrayField(
        models.DecimalField(max_digits=14, decimal_places=2, null=True), verbose_name=_("Amounts"), default=list
    )
    # A three-point estimate: low and high as `amounts` are written, one a year; both empty where the line is certain.
    low = ArrayField(
        models.DecimalField(max_digits=14, decimal_places=2, null=True),
        verbose_name=_("Lowest"),
        default=list,
        blank=True,
    )
    high = ArrayField(
        models.DecimalField(max_digits=14, decimal_places=2, null=True),
        verbose_name=_("Highest"),
        default=list,
        blank=True,
    )
    indirect = models.BooleanField(_("Follows indirectly"), default=False)
    unit = models.ForeignKey(
        Unit, verbose_name=_("Unit"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    harvest_mode = models.CharField(_("What becomes of the money"), max_length=20, choices=HarvestMode, blank=True)

    class Meta:
        verbose_name = _("benefit line")
        verbose_name_plural = _("benefit lines")
        ordering = ("case", "position")
        constraints = (
            models.UniqueConstraint(fields=("case", "position"), name="benefit_line_position_once"),
            models.CheckConstraint(condition=models.Q(type__in=BenefitType.values), name="benefit_type_known"),
            models.CheckConstraint(
                condition=models.Q(harvest_mode__in=["", *HarvestMode.values]), name="benefit_harvest_known"
            ),
            models.CheckConstraint(
                condition=models.Q(low=[], high=[]) | (~models.Q(low=[]) & ~models.Q(high=[])),
                name="benefit_low_and_high_or_neither",
            ),
        )
        triggers = (frozen_through("businesscase_businesscaseversion", "case_id"), row_history())

    def __str__(self) -> str:
        return self.label or str(self.get_type_display())

    @property
    def figures(self) -> list[Decimal | None]:
        """What was written, one amount a year."""
        return self.amounts

    @property
    def is_stated(self) -> bool:
        """Whether any figure is written."""
        return any(figure is not None for figure in self.amounts)

    @property
    def is_uncertain(self) -> bool:
        """Whether the line is a three-point estimate."""
        return bool(self.low)
