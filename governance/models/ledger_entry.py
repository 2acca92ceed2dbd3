"""An entry in the pool's ledger: append-only, corrected by a counter-entry (B13)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import EntryKind
from governance.models.decision import Decision
from governance.models.pool_year import PoolYear
from portfolio.models import Proposal

# The year's row is locked by its update and brought to the new sum; its constraint refuses an overdraft.
_CARRY = """
            UPDATE governance_poolyear SET id = id WHERE id = NEW.pool_year_id;
            RETURN NULL;
        """


class LedgerEntry(models.Model):
    """One movement, DKK, positive into what its kind counts and negative out of it.

    `priority` is 1 for mandatory solutions and 2 for the rest; None where the kind has none (frame). `key` makes a
    posting that is sent twice post once.
    """

    pool_year = models.ForeignKey(PoolYear, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("Kind"), max_length=12, choices=EntryKind)
    amount = models.DecimalField(_("Amount"), max_digits=14, decimal_places=2)
    priority = models.PositiveSmallIntegerField(_("Priority"), null=True)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, null=True, related_name="ledger_entries")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="ledger_entries")
    text = models.CharField(_("Text"), max_length=300)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    posted_by_name = models.CharField(_("Name and title at the time"), max_length=310, blank=True)
    posted_at = models.DateTimeField(_("Posted"))
    key = models.CharField(max_length=150, unique=True)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=EntryKind.values), name="entry_kind_known"),
            models.CheckConstraint(condition=~models.Q(amount=0), name="entry_moves_something"),
            models.CheckConstraint(
                condition=models.Q(kind=EntryKind.FRAME, priority__isnull=True, proposal__isnull=True)
                | (~models.Q(kind=EntryKind.FRAME) & models.Q(priority__in=(1, 2), proposal__isnull=False)),
                name="entry_names_its_case",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=EntryKind.COMMITMENT) | models.Q(amount__gt=0, decision__isnull=False),
                name="entry_commitment_has_a_decision",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=EntryKind.RETURN) | models.Q(amount__lt=0), name="entry_return_gives_back"
            ),
        )
        triggers = (
            pgtrigger.Protect(name="entries_stand", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(name="carry_to_the_year", when=pgtrigger.After, operation=pgtrigger.Insert, func=_CARRY),
            row_history(by_act=True),
        )

    def __str__(self) -> str:
        return f"{self.pool_year_id} {self.kind} {self.amount}"
