"""What those who keep the pool's ledger post themselves: transfers, expenditure and counter-entries (B13).

Each locks the case first and then the years, in their order, as a decision does.
"""

from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from core.clock import today
from core.domain.audit import record
from core.domain.refusal import ALLOWED, Answer, Refused, require
from core.templatetags.danish import kroner
from governance.domain.ledger import CODE, held_by, require_amount, signature
from governance.enums import BodyKind, EntryKind
from governance.models import LedgerEntry, PoolYear
from governance.selectors.standing import standing_of
from portfolio.domain.states import lock_proposal
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import User
    from governance.selectors.standing import Standing


def may_keep_ledger(standing: "Standing") -> Answer:
    """Answer whether a person posts in the ledger: management and administrators."""
    if standing.kinds & {BodyKind.MANAGEMENT, BodyKind.ADMINISTRATION}:
        return ALLOWED
    reason = _("You do not post in the pool's ledger.")
    return Answer(allowed=False, reason=reason, who=_("management or an administrator"))


@transaction.atomic
def transfer_money(source: int, target: int, amount: Decimal, *, reference: str, actor: "User") -> list[LedgerEntry]:
    """Move money from one of the pool's years to another, as `reference` says that the council has decided.

    What is kept for mandatory solutions stays (D10); of a year that is over nothing is kept any more.
    """
    require(may_keep_ledger(standing_of(actor)), act="pool.transfer")
    reference = _words(reference, _("Write where the council has decided it."))
    require_amount(amount)
    if source == target:
        raise Refused(_("Choose two different years."))
    years = {row.year: row for row in _locked((source, target))}
    for number in (source, target):
        if number not in years:
            raise Refused(_("The pool has no frame for %(year)s.") % {"year": number})
    giving = years[source]
    kept = giving.still_expected if source >= today().year else Decimal(0)
    if amount > giving.left - kept:
        raise Refused(_too_much(giving, kept))
    posting = f"transfer:{uuid4()}"
    text = _("From %(source)s to %(target)s: %(reference)s")
    entries = [
        LedgerEntry.objects.create(
            pool_year=years[number],
            kind=EntryKind.TRANSFER,
            amount=moved,
            posting=posting,
            text=(text % {"source": source, "target": target, "reference": reference})[:300],
            key=f"{posting}:{number}",
            **signature(actor),
        )
        for number, moved in ((source, -amount), (target, amount))
    ]
    data = {"source": source, "target": target, "amount": amount}
    record("pool.transfer", actor=actor, subject=giving, reason=reference, data=data)
    return entries


@transaction.atomic
def record_expenditure(proposal: Proposal, year: int, amount: Decimal, *, text: str, actor: "User") -> LedgerEntry:
    """Post what a case has spent of what it was allocated from a year; `text` names the voucher."""
    require(may_keep_ledger(standing_of(actor)), act="pool.spend")
    text = _words(text, _("Write what has been paid, and the voucher's number."))
    require_amount(amount)
    proposal = lock_proposal(proposal)
    left = held_by(proposal)[year].unspent if year in held_by(proposal) else Decimal(0)
    if amount > left:
        raise Refused(
            _("The case has %(left)s left of the pool's money in %(year)s. No more can be spent.")
            % {"left": kroner(left), "year": year}
        )
    return post_expenditure(proposal, year, amount, text=text, actor=actor)


def post_expenditure(proposal: Proposal, year: int, amount: Decimal, *, text: str, actor: "User") -> LedgerEntry:
    """Post an expenditure that the case is known to hold the money for; the caller has its lock."""
    entry = LedgerEntry.objects.create(
        pool_year=PoolYear.objects.select_for_update(of=("self",)).get(pool__code=CODE, year=year),
        kind=EntryKind.EXPENDITURE,
        amount=amount,
        priority=held_by(proposal)[year].priority,
        proposal=proposal,
        text=text[:300],
        key=f"expenditure:{uuid4()}",
        **signature(actor),
    )
    record("pool.spend", actor=actor, subject=proposal, reason=text, data={"year": year, "amount": amount})
    return entry


@transaction.atomic
def reverse_entry(entry: LedgerEntry, *, reason: str, actor: "User") -> list[LedgerEntry]:
    """Set a wrong entry right by a counter-entry; of a transfer, both sides are taken back."""
    require(may_keep_ledger(standing_of(actor)), act="pool.reverse")
    reason = _words(reason, _("Write the reason."))
    if entry.proposal is not None:
        lock_proposal(entry.proposal)
    wrong = [entry] if entry.kind != EntryKind.TRANSFER else list(_sides_of(entry))
    years = {row.pk: row for row in _locked([one.pool_year.year for one in wrong])}
    answer = may_reverse(entry)
    if not answer:
        raise Refused(answer.reason)
    for one in wrong:
        _require_room(one, years[one.pool_year_id])
    # What leaves a year's money first, so that no year is overdrawn on the way.
    posted = [_reverse(one, reason, actor) for one in sorted(wrong, key=lambda one: one.amount)]
    data = {"entries": [one.pk for one in wrong], "amount": entry.amount, "year": entry.pool_year.year}
    record("pool.reverse", actor=actor, subject=entry.proposal or entry.pool_year, reason=reason, data=data)
    return posted


def may_reverse(entry: LedgerEntry) -> Answer:
    """Answer whether an entry can be taken back at all, whoever asks."""
    if not entry.is_reversible:
        return Answer(allowed=False, reason=_("This entry cannot be taken back by a counter-entry."))
    if LedgerEntry.objects.filter(reverses=entry).exists():
        return Answer(allowed=False, reason=_("The entry has been taken back already."))
    return ALLOWED


def _reverse(entry: LedgerEntry, reason: str, actor: "User") -> LedgerEntry:
    posting = f"reversal:{entry.posting}" if entry.posting else ""
    return LedgerEntry.objects.create(
        pool_year=entry.pool_year,
        kind=entry.kind,
        amount=-entry.amount,
        priority=entry.priority,
        proposal=entry.proposal,
        posting=posting,
        reverses=entry,
        text=(_("Counter-entry: %(reason)s") % {"reason": reason})[:300],
        key=f"reversal:{entry.pk}",
        **signature(actor),
    )


def _require_room(entry: LedgerEntry, year: PoolYear) -> None:
    """Refuse to take back what has been used since: the pool's money has gone to something else."""
    takes = entry.amount if entry.kind == EntryKind.TRANSFER else -entry.amount
    if entry.kind != EntryKind.EXPENDITURE and takes > year.left:
        raise Refused(
            _("Only %(left)s is left in %(year)s, so the entry cannot be taken back.")
            % {"left": kroner(year.left), "year": year.year}
        )


def _sides_of(entry: LedgerEntry) -> "list[LedgerEntry]":
    sides = LedgerEntry.objects.filter(kind=EntryKind.TRANSFER, posting=entry.posting, reverses__isnull=True)
    return list(sides.select_related("pool_year"))


def _locked(numbers: "tuple[int, ...] | list[int]") -> list[PoolYear]:
    years = PoolYear.objects.filter(pool__code=CODE, year__in=numbers).order_by("year")
    return list(years.select_for_update(of=("self",)))


def _too_much(year: PoolYear, kept: Decimal) -> str:
    said = {"left": kroner(max(Decimal(0), year.left - kept)), "year": year.year, "kept": kroner(kept)}
    if kept:
        return _("Only %(left)s can be moved from %(year)s: %(kept)s is kept for mandatory solutions.") % said
    return _("Only %(left)s can be moved from %(year)s.") % said


def _words(text: str, sentence: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(sentence)
    return text
