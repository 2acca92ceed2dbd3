"""A cost or a gain of an alternative, year by year."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from businesscase.enums import BenefitType, CostCategory, LineSide
from businesscase.finance import to_money
from businesscase.models.alternative import Alternative
from core.models.row_history import row_history
from portfolio.models.frozen import frozen_through

_CASE = "(SELECT version_id FROM businesscase_businesscaseversion AS written WHERE written.id = case_id)"


class AlternativeLine(models.Model):
    """One cost or gain of an alternative: DKK, or hours where the category is staff hours; None where nothing stands.

    `category` is a `CostCategory` on the side of costs, a `BenefitType` on that of gains.
    """

    alternative = models.ForeignKey(Alternative, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=10, choices=LineSide)
    category = models.CharField(_("Kind"), max_length=20, choices=[*CostCategory.choices, *BenefitType.choices])
    label = models.CharField(_("What it is"), max_length=200, blank=True)
    cash_releasing = models.BooleanField(_("Releases money in a budget"), default=False)
    figures = ArrayField(
        models.DecimalField(max_digits=14, decimal_places=2, null=True), verbose_name=_("Figures"), default=list
    )

    class Meta:
        verbose_name = _("line of an alternative")
        verbose_name_plural = _("lines of an alternative")
        ordering = ("alternative", "position")
        constraints = (
            models.UniqueConstraint(fields=("alternative", "position"), name="alternative_line_position_once"),
            models.CheckConstraint(
                condition=models.Q(side=LineSide.COST, category__in=CostCategory.values)
                | models.Q(side=LineSide.BENEFIT, category__in=BenefitType.values),
                name="alternative_line_kind_known",
            ),
        )
        triggers = (frozen_through("businesscase_alternative", "alternative_id", version=_CASE), row_history())

    def __str__(self) -> str:
        return self.label or str(self.get_category_display())

    @property
    def counts_hours(self) -> bool:
        """Whether the figures are hours."""
        return self.category == CostCategory.STAFF_HOURS

    @property
    def is_stated(self) -> bool:
        """Whether any figure is written."""
        return any(figure is not None for figure in self.figures)

    def priced(self, hourly_rate: Decimal | None) -> list[Decimal | None]:
        """Return the amounts in DKK, one a year; hours without a rate have no amount."""
        if not self.counts_hours:
            return self.figures
        return [
            None if hours is None or hourly_rate is None else to_money(hours * hourly_rate) for hours in self.figures
        ]
