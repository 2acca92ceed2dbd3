"""What a benefit has come to on a day (C20)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from businesscase.models.benefit import Benefit
from core.models.row_history import row_history

# Whoever writes a measurement, its benefit knows of it.
_CARRY = """
            UPDATE businesscase_benefit SET is_measured = true, is_settled = is_settled OR NEW.final
            WHERE id = NEW.benefit_id;
            RETURN NULL;
        """


class Measurement(models.Model):
    """One measurement: the indicator's value, and DKK for a benefit in money. It stands; a better one is added.

    `realised` is what it gave from `since` to `measured_on`, both included, and without `since` in the year up to
    `measured_on`; `hours` are those that it was reckoned from. `expected` is what a full year is now expected to give.
    `final` says that the measurement settles the benefit. None where nothing is stated, which is not 0.
    """

    benefit = models.ForeignKey(Benefit, on_delete=models.CASCADE, related_name="measurements")
    since = models.DateField(_("Measured from"), null=True, blank=True)
    measured_on = models.DateField(_("Measured on"))
    value = models.DecimalField(_("Measured value"), max_digits=14, decimal_places=2, null=True, blank=True)
    hours = models.DecimalField(_("Hours saved"), max_digits=9, decimal_places=2, null=True, blank=True)
    realised = models.DecimalField(_("Realised"), max_digits=14, decimal_places=2, null=True, blank=True)
    expected = models.DecimalField(_("Now expected a year"), max_digits=14, decimal_places=2, null=True, blank=True)
    final = models.BooleanField(_("This settles it"), default=False)
    note = models.TextField(_("What lies behind the figures"), blank=True)
    created_at = models.DateTimeField(_("Created"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ("benefit", "-measured_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(value__isnull=False) | models.Q(realised__isnull=False),
                name="measurement_states_something",
            ),
            models.CheckConstraint(
                condition=models.Q(since__isnull=True)
                | models.Q(since__lte=models.F("measured_on"), realised__isnull=False),
                name="measurement_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(hours__isnull=True) | models.Q(realised__isnull=False),
                name="measurement_of_hours_has_an_amount",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="measurement_stands", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="carry_to_the_benefit", when=pgtrigger.After, operation=pgtrigger.Insert, func=_CARRY
            ),
            row_history(
                shown=("since", "measured_on", "value", "hours", "realised", "expected"),
                named_by="measured_on",
                by_act=True,
            ),
        )

    def __str__(self) -> str:
        return f"{self.benefit} {self.measured_on}"
