"""A cost of a business case, year by year (D15, D16)."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from businesscase.enums import CostCategory
from businesscase.finance import to_money
from businesscase.models.business_case_version import BusinessCaseVersion
from core.models.row_history import row_history
from portfolio.models.frozen import frozen_through


class CostLine(models.Model):
    """One cost: amounts in DKK, or for staff hours the hours; one figure a year, None where nothing is written.

    The amount of staff hours is hours times the case's hourly rate; it is calculated, never stored twice.
    """

    case = models.ForeignKey(BusinessCaseVersion, on_delete=models.CASCADE, related_name="cost_lines")
    position = models.PositiveSmallIntegerField()
    category = models.CharField(_("Kind of cost"), max_length=20, choices=CostCategory)
    label = models.CharField(_("What it is for"), max_length=200, blank=True)
    amounts = ArrayField(
        models.DecimalField(max_digits=14, decimal_places=2, null=True), verbose_name=_("Amounts"), default=list
    )
    hours = ArrayField(
        models.DecimalField(max_digits=9, decimal_places=2, null=True), verbose_name=_("Hours"), default=list
    )
    # A three-point estimate: low and high as `figures` are written, one a year; both empty where the line is certain.
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
    # Uncertain lines of one supplier may move together (see finance.simulation).
    supplier = models.CharField(_("Supplier"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("cost line")
        verbose_name_plural = _("cost lines")
        ordering = ("case", "position")
        constraints = (
            models.UniqueConstraint(fields=("case", "position"), name="cost_line_position_once"),
            models.CheckConstraint(condition=models.Q(category__in=CostCategory.values), name="cost_category_known"),
            models.CheckConstraint(
                condition=models.Q(category=CostCategory.STAFF_HOURS, amounts=[])
                | (~models.Q(category=CostCategory.STAFF_HOURS) & models.Q(hours=[])),
                name="cost_hours_or_amounts",
            ),
            models.CheckConstraint(
                condition=models.Q(low=[], high=[]) | (~models.Q(low=[]) & ~models.Q(high=[])),
                name="cost_low_and_high_or_neither",
            ),
        )
        triggers = (frozen_through("businesscase_businesscaseversion", "case_id"), row_history())

    def __str__(self) -> str:
        return self.label or str(self.get_category_display())

    @property
    def counts_hours(self) -> bool:
        """Whether the figures are hours."""
        return self.category == CostCategory.STAFF_HOURS

    @property
    def figures(self) -> list[Decimal | None]:
        """What was written, one figure a year: hours or DKK."""
        return self.hours if self.counts_hours else self.amounts

    @property
    def is_stated(self) -> bool:
        """Whether any figure is written."""
        return any(figure is not None for figure in self.figures)

    @property
    def is_uncertain(self) -> bool:
        """Whether the line is a three-point estimate."""
        return bool(self.low)

    def priced(self, hourly_rate: Decimal | None) -> list[Decimal | None]:
        """Return the amounts in DKK, one a year; hours without a rate have no amount."""
        return self.priced_as(self.figures, hourly_rate)

    def priced_as(self, figures: list[Decimal | None], hourly_rate: Decimal | None) -> list[Decimal | None]:
        """Return `figures` of this line (its likely, low or high ones) in DKK."""
        if not self.counts_hours:
            return figures
        return [None if hours is None or hourly_rate is None else to_money(hours * hourly_rate) for hours in figures]
