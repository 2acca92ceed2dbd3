"""A year of a pool: its frame, and what has been spoken for (B13, D10)."""

from decimal import Decimal
from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.models.pool import Pool

# Whatever is written to the four balances, the database puts the sums of the year's entries instead.
_SUMS = """
            NEW.frame := 0; NEW.committed_mandatory := 0; NEW.committed_other := 0; NEW.spent := 0;
            IF TG_OP = 'UPDATE' THEN
                SELECT
                    COALESCE(SUM(amount) FILTER (WHERE kind = 'frame'), 0),
                    COALESCE(SUM(amount) FILTER (WHERE kind IN ('commitment', 'return') AND priority = 1), 0),
                    COALESCE(SUM(amount) FILTER (WHERE kind IN ('commitment', 'return') AND priority = 2), 0),
                    COALESCE(SUM(amount) FILTER (WHERE kind = 'expenditure'), 0)
                INTO NEW.frame, NEW.committed_mandatory, NEW.committed_other, NEW.spent
                FROM governance_ledgerentry WHERE pool_year_id = NEW.id;
            END IF;
            RETURN NEW;
        """


def _balance(label: Any) -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(label, max_digits=14, decimal_places=2, default=Decimal(0), editable=False)


class PoolYear(models.Model):
    """One budget year, DKK. The balances are always the sums of the entries: a trigger writes them, nobody else can.

    What is committed can never exceed the frame; the database refuses it, whoever posts.
    """

    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("Year"))
    price_year = models.PositiveSmallIntegerField(_("Price year"))
    # What the council's budget calls the money; management's act on it is never an appropriation (§ 40).
    budget_reference = models.CharField(_("Budget reference"), max_length=300)
    # What mandatory solutions are expected to need in all this year (D10).
    expected_mandatory = models.DecimalField(
        _("Expected need of mandatory solutions"), max_digits=14, decimal_places=2, default=Decimal(0)
    )
    frame = _balance(_("Frame"))
    committed_mandatory = _balance(_("Committed to mandatory solutions"))
    committed_other = _balance(_("Committed to other purposes"))
    spent = _balance(_("Spent"))

    class Meta:
        verbose_name = _("pool year")
        verbose_name_plural = _("pool years")
        ordering = ("pool", "year")
        constraints = (
            models.UniqueConstraint(fields=("pool", "year"), name="pool_year_once"),
            models.CheckConstraint(
                condition=models.Q(frame__gte=models.F("committed_mandatory") + models.F("committed_other")),
                name="pool_year_not_overdrawn",
                violation_error_message=_("The pool does not hold that much."),
            ),
            models.CheckConstraint(
                condition=models.Q(committed_mandatory__gte=0, committed_other__gte=0, spent__gte=0, frame__gte=0),
                name="pool_year_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(expected_mandatory__gte=0), name="pool_year_expected_not_negative"
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="balance_is_the_sum",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_SUMS,
            ),
            row_history(),
        )

    def __str__(self) -> str:
        return f"{self.pool} {self.year}"

    @property
    def committed(self) -> Decimal:
        """Return what decisions have spoken for, DKK."""
        return self.committed_mandatory + self.committed_other

    @property
    def left(self) -> Decimal:
        """Return what no decision has spoken for, DKK."""
        return self.frame - self.committed

    @property
    def still_expected(self) -> Decimal:
        """Return what mandatory solutions are expected to need beyond what they have been allocated, DKK (D10)."""
        return max(Decimal(0), self.expected_mandatory - self.committed_mandatory)
