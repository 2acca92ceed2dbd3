"""A year of a pool: its frame, and what has been spoken for (B13, D10)."""

from decimal import Decimal
from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.models.pool import Pool

# Whatever is written to the balances, the database puts the sums of the year's entries instead, and of the register.
_SUMS = """
            NEW.frame := 0; NEW.transferred := 0; NEW.reserved_mandatory := 0; NEW.reserved_other := 0;
            NEW.committed_mandatory := 0; NEW.committed_other := 0; NEW.returned := 0; NEW.spent := 0;
            IF TG_OP = 'UPDATE' THEN
                SELECT
                    COALESCE(SUM(amount) FILTER (WHERE kind = 'frame'), 0),
                    COALESCE(SUM(amount) FILTER (WHERE kind = 'transfer'), 0),
                    COALESCE(SUM(amount) FILTER (WHERE kind = 'reservation' AND priority = 1), 0),
                    COALESCE(SUM(amount) FILTER (WHERE kind = 'reservation' AND priority = 2), 0),
                    COALESCE(SUM(amount) FILTER (WHERE kind IN ('commitment', 'return') AND priority = 1), 0),
                    COALESCE(SUM(amount) FILTER (WHERE kind IN ('commitment', 'return') AND priority = 2), 0),
                    COALESCE(-SUM(amount) FILTER (WHERE kind = 'return'), 0),
                    COALESCE(SUM(amount) FILTER (WHERE kind = 'expenditure'), 0)
                INTO NEW.frame, NEW.transferred, NEW.reserved_mandatory, NEW.reserved_other,
                    NEW.committed_mandatory, NEW.committed_other, NEW.returned, NEW.spent
                FROM governance_ledgerentry WHERE pool_year_id = NEW.id;
            END IF;
            SELECT COALESCE(SUM(amount), 0) INTO NEW.expected_mandatory FROM governance_mandatoryneed
            WHERE pool_id = NEW.pool_id AND year = NEW.year AND binding_level = 'binding' AND withdrawn_at IS NULL;
            RETURN NEW;
        """


def _balance(label: Any) -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(label, max_digits=14, decimal_places=2, default=Decimal(0), editable=False)


_SPOKEN_FOR = (
    models.F("committed_mandatory") + models.F("committed_other") + models.F("reserved_mandatory")
    + models.F("reserved_other")
)  # fmt: skip


class PoolYear(models.Model):
    """One budget year, DKK. The balances are always the sums of the entries: a trigger writes them, nobody else can.

    `expected_mandatory` is the sum of the register's binding needs of the year, written in the same way (D10). What is
    reserved and committed can never exceed the frame with what has been moved to or from other years, and no more is
    spent than is committed; the database refuses it, whoever posts.
    """

    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("Year"))
    price_year = models.PositiveSmallIntegerField(_("Price year"))
    # What the council's budget calls the money; management's act on it is never an appropriation (§ 40).
    budget_reference = models.CharField(_("Budget reference"), max_length=300)
    expected_mandatory = _balance(_("Expected need of mandatory solutions"))
    frame = _balance(_("Frame"))
    transferred = _balance(_("Moved from other years"))
    reserved_mandatory = _balance(_("Reserved for mandatory solutions"))
    reserved_other = _balance(_("Reserved for other purposes"))
    committed_mandatory = _balance(_("Committed to mandatory solutions"))
    committed_other = _balance(_("Committed to other purposes"))
    returned = _balance(_("Returned"))
    spent = _balance(_("Spent"))

    class Meta:
        verbose_name = _("pool year")
        verbose_name_plural = _("pool years")
        ordering = ("pool", "year")
        constraints = (
            models.UniqueConstraint(fields=("pool", "year"), name="pool_year_once"),
            models.CheckConstraint(
                condition=models.Q(frame__gte=_SPOKEN_FOR - models.F("transferred")),
                name="pool_year_not_overdrawn",
                violation_error_message=_("The pool does not hold that much."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    committed_mandatory__gte=0,
                    committed_other__gte=0,
                    reserved_mandatory__gte=0,
                    reserved_other__gte=0,
                    returned__gte=0,
                    spent__gte=0,
                    frame__gte=0,
                ),
                name="pool_year_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(spent__lte=models.F("committed_mandatory") + models.F("committed_other")),
                name="pool_year_spends_what_is_committed",
                violation_error_message=_("No more can be spent than has been allocated."),
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
    def reserved(self) -> Decimal:
        """Return what conditional grants hold until their conditions are met, DKK."""
        return self.reserved_mandatory + self.reserved_other

    @property
    def available(self) -> Decimal:
        """Return the frame with what has been moved to or from other years, DKK."""
        return self.frame + self.transferred

    @property
    def left(self) -> Decimal:
        """Return what no decision has spoken for, DKK."""
        return self.available - self.committed - self.reserved

    @property
    def spoken_for_mandatory(self) -> Decimal:
        """Return what mandatory solutions have been allocated or promised, DKK."""
        return self.committed_mandatory + self.reserved_mandatory

    @property
    def spoken_for_other(self) -> Decimal:
        """Return what other purposes have been allocated or promised, DKK."""
        return self.committed_other + self.reserved_other

    @property
    def still_expected(self) -> Decimal:
        """Return what mandatory solutions are expected to need beyond what they have been allocated, DKK (D10)."""
        return max(Decimal(0), self.expected_mandatory - self.spoken_for_mandatory)
