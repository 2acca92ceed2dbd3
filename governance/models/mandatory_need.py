"""A joint obligation that will need the pool's money: the register behind the forecast (D9, D10, D43)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.models.pool import Pool
from portfolio.enums import BindingLevel

# Each year's forecast is brought to the new sum, also the one that a need has been moved from.
_CARRY = """
            UPDATE governance_poolyear SET id = id
            WHERE (pool_id, year) IN ((OLD.pool_id, OLD.year), (NEW.pool_id, NEW.year));
            RETURN NULL;
        """
LEVELS = [(level.value, level.label) for level in (BindingLevel.BINDING, BindingLevel.GUIDING)]


class MandatoryNeed(models.Model):
    """What an obligation is expected to cost the pool in a year, DKK excluding VAT.

    Money is kept for what is binding; a guiding one stands in the register only. A need that is no longer expected is
    withdrawn with a reason and stays.
    """

    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="needs")
    year = models.PositiveSmallIntegerField(_("Expected year"))
    title = models.CharField(_("Obligation"), max_length=200)
    binding_level = models.CharField(_("How binding"), max_length=10, choices=BindingLevel)
    legal_basis = models.CharField(_("Legal basis or agreement"), max_length=300)
    amount = models.DecimalField(_("Expected amount"), max_digits=14, decimal_places=2)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by_name = models.CharField(_("Name and title at the time"), max_length=310, blank=True)
    recorded_at = models.DateTimeField(_("Recorded"))
    withdrawn_at = models.DateTimeField(_("Withdrawn"), null=True)
    withdrawal_reason = models.CharField(_("Why it is no longer expected"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("mandatory need")
        verbose_name_plural = _("mandatory needs")
        ordering = ("year", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="need_amount_above_zero"),
            models.CheckConstraint(
                condition=models.Q(binding_level__in=[level for level, _label in LEVELS]), name="need_is_joint"
            ),
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(legal_basis=""), name="need_names_its_obligation"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawal_reason="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawal_reason="")),
                name="need_withdrawn_with_a_reason",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="carry_to_the_forecast", when=pgtrigger.After, operation=pgtrigger.Update, func=_CARRY
            ),
            pgtrigger.Trigger(
                name="carry_new_to_the_forecast",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func=_CARRY.replace("(OLD.pool_id, OLD.year), ", ""),
            ),
            pgtrigger.Protect(name="needs_stay", operation=pgtrigger.Delete),
            row_history(by_act=True),
        )

    def __str__(self) -> str:
        return self.title
