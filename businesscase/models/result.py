"""What a business case comes to, as it was calculated from what was written."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from businesscase.enums import IrrNote
from businesscase.models.business_case_version import BusinessCaseVersion
from core.models.row_history import row_history
from portfolio.models.frozen import frozen_through


class Result(models.Model):
    """The stored figures that page, PDF, API and decision paper read (architecture, section 7).

    `rows` is one object a year of decimal strings (finance.YearRow); `discount` is one object a band with
    `from_year`, `rate`, `valid_from` and `source`. `figure` and `distance` are DKK, or years where `definition`
    judges by payback; None where there is no such number. `key_figures` is one object of decimal strings by the names
    of finance.KeyFigures; None on a result from before they were calculated. `simulation`, `sensitivity`,
    `alternatives`, `reference` and `prices` are described where they are made, in `businesscase.domain.results` and its
    neighbours; None where there was nothing to say. `input_digest` names what it was calculated from.
    """

    case = models.OneToOneField(BusinessCaseVersion, on_delete=models.CASCADE, related_name="result")
    npv = models.DecimalField(_("Net present value"), max_digits=14, decimal_places=2)
    net_gain = models.DecimalField(_("Net gain"), max_digits=14, decimal_places=2)
    irr = models.DecimalField(_("Internal rate of return"), max_digits=24, decimal_places=18, null=True)
    irr_note = models.CharField(max_length=10, choices=IrrNote, blank=True)
    payback = models.DecimalField(_("Payback"), max_digits=12, decimal_places=6, null=True)
    payback_lost_again = models.BooleanField(default=False)
    discounted_payback = models.DecimalField(_("Discounted payback"), max_digits=12, decimal_places=6, null=True)
    discounted_lost_again = models.BooleanField(default=False)
    rows = models.JSONField()
    key_figures = models.JSONField(null=True)
    risk_adjusted_npv = models.DecimalField(_("Risk-adjusted"), max_digits=14, decimal_places=2, null=True)
    simulation = models.JSONField(null=True)
    sensitivity = models.JSONField(null=True)
    alternatives = models.JSONField(null=True)
    reference = models.JSONField(null=True)
    prices = models.JSONField(null=True)
    is_positive = models.BooleanField(_("Positive"))
    definition = models.CharField(max_length=40)
    definition_source = models.CharField(max_length=300)
    figure = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    distance = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    discount = models.JSONField(_("Discount rate"))
    input_digest = models.CharField(max_length=64)
    computed_at = models.DateTimeField(_("Calculated"))

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = (
            models.CheckConstraint(condition=models.Q(irr_note__in=IrrNote.values), name="result_irr_note_known"),
            models.CheckConstraint(
                condition=models.Q(irr__isnull=False, irr_note="")
                | (models.Q(irr__isnull=True) & ~models.Q(irr_note="")),
                name="result_irr_or_why_not",
            ),
        )
        triggers = (frozen_through("businesscase_businesscaseversion", "case_id"), row_history())

    def __str__(self) -> str:
        return str(self.case)
