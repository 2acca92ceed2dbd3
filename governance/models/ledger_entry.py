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

# What moves between years moves nothing in all, once the transaction that posts it ends.
_BALANCE = """
            IF NEW.kind = 'transfer' AND (
                SELECT SUM(amount) FROM governance_ledgerentry WHERE kind = 'transfer' AND posting = NEW.posting
            ) <> 0 THEN
                RAISE EXCEPTION 'the posting % does not balance', NEW.posting
                USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_balances';
            END IF;
            RETURN NULL;
        """
# A counter-entry takes back exactly what it reverses, which is not a counter-entry itself.
_MIRROR = """
            IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM governance_ledgerentry AS wrong
                WHERE wrong.id = NEW.reverses_id AND wrong.reverses_id IS NULL AND wrong.amount = -NEW.amount
                AND (wrong.pool_year_id, wrong.kind) = (NEW.pool_year_id, NEW.kind)
                AND (wrong.priority, wrong.proposal_id) IS NOT DISTINCT FROM (NEW.priority, NEW.proposal_id)
            ) THEN
                RAISE EXCEPTION 'entry % is not what the counter-entry takes back', NEW.reverses_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_entry_mirrors';
            END IF;
            RETURN NEW;
        """
# The year's row is locked by its update and brought to the new sum; its constraint refuses an overdraft.
_CARRY = """
            UPDATE governance_poolyear SET id = id WHERE id = NEW.pool_year_id;
            RETURN NULL;
        """

_OF_THE_YEAR = (EntryKind.FRAME, EntryKind.TRANSFER)
# What a counter-entry can take back. A frame has counter-entries of its own; a decision stands, and money that it has
# bound comes back by a return.
REVERSIBLE = (EntryKind.TRANSFER, EntryKind.RETURN, EntryKind.EXPENDITURE)


class LedgerEntry(models.Model):
    """One movement, DKK, positive into what its kind counts and negative out of it.

    `priority` is 1 for mandatory solutions and 2 for the rest; None where the kind has none (frame, transfer).
    `posting` names the entries that belong together: the two sides of a transfer. `reverses` is the entry that a
    counter-entry takes back. `key` makes a posting that is sent twice post once.
    """

    pool_year = models.ForeignKey(PoolYear, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("Kind"), max_length=12, choices=EntryKind)
    amount = models.DecimalField(_("Amount"), max_digits=14, decimal_places=2)
    priority = models.PositiveSmallIntegerField(_("Priority"), null=True)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, null=True, related_name="ledger_entries")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="ledger_entries")
    posting = models.CharField(max_length=150, blank=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
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
                condition=models.Q(kind__in=_OF_THE_YEAR, priority__isnull=True, proposal__isnull=True)
                | (~models.Q(kind__in=_OF_THE_YEAR) & models.Q(priority__in=(1, 2), proposal__isnull=False)),
                name="entry_names_its_case",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=EntryKind.COMMITMENT) | models.Q(amount__gt=0, decision__isnull=False),
                name="entry_commitment_has_a_decision",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=EntryKind.RESERVATION) | models.Q(decision__isnull=False),
                name="entry_reservation_has_a_decision",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=EntryKind.RETURN) | models.Q(amount__lt=0) | models.Q(reverses__isnull=False),
                name="entry_return_gives_back",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=EntryKind.TRANSFER) | ~models.Q(posting=""),
                name="entry_transfer_has_a_posting",
            ),
            models.CheckConstraint(
                condition=models.Q(reverses__isnull=True) | models.Q(kind__in=REVERSIBLE),
                name="entry_reverses_what_can_be",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="entries_stand", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(name="carry_to_the_year", when=pgtrigger.After, operation=pgtrigger.Insert, func=_CARRY),
            pgtrigger.Trigger(
                name="counter_entry_mirrors", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_MIRROR
            ),
            pgtrigger.Trigger(
                name="transfer_balances",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=_BALANCE,
            ),
            row_history(by_act=True),
        )

    def __str__(self) -> str:
        return f"{self.pool_year_id} {self.kind} {self.amount}"

    @property
    def is_reversible(self) -> bool:
        """Whether a counter-entry can take it back, unless one has."""
        return self.kind in REVERSIBLE and self.reverses_id is None
