"""Something that may happen, and what it costs if it does (state model: up to twelve risks)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from businesscase.models.business_case_version import FIRST_YEAR, LAST_YEAR, MOST_YEARS, BusinessCaseVersion
from core.models.row_history import row_history
from portfolio.models.frozen import frozen_through

MOST_RISKS = 12


class RiskItem(models.Model):
    """One risk of a case. `probability` is a percentage; `impact` is DKK in `year`, a calendar year of the case.

    None where nothing is written yet. The risk-adjusted result counts probability times impact.
    """

    case = models.ForeignKey(BusinessCaseVersion, on_delete=models.CASCADE, related_name="risks")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("What may happen"), max_length=200, blank=True)
    probability = models.DecimalField(
        _("Probability"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    impact = models.DecimalField(
        _("What it costs"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    year = models.PositiveSmallIntegerField(_("In which year"), null=True, blank=True)
    mitigation = models.TextField(_("What is done about it"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Who watches it"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        ordering = ("case", "position")
        constraints = (
            models.UniqueConstraint(fields=("case", "position"), name="risk_item_position_once"),
            models.CheckConstraint(
                condition=models.Q(probability__isnull=True) | models.Q(probability__range=(0, 100)),
                name="risk_item_probability_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=models.Q(impact__isnull=True) | models.Q(impact__gte=0), name="risk_item_impact_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(year__isnull=True) | models.Q(year__range=(FIRST_YEAR, LAST_YEAR + MOST_YEARS)),
                name="risk_item_year_sane",
            ),
        )
        triggers = (frozen_through("businesscase_businesscaseversion", "case_id"), row_history())

    def __str__(self) -> str:
        return self.title or gettext("Risk %(number)s") % {"number": (self.position or 0) + 1}
