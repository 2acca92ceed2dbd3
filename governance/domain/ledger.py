"""The pool's ledger: frames, commitments and money that comes back, append-only (B13).

The database keeps each year's balances equal to the sum of its entries and refuses an overdraft whoever posts. The
rules here give the reason before that, under the year's lock. An entry's key lets a posting that is sent twice post
once.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import ALLOWED, Answer, Refused, require
from core.templatetags.danish import kroner
from governance.enums import BodyKind, EntryKind
from governance.models import Decision, LedgerEntry, Pool, PoolYear
from governance.selectors.pool_criteria import criteria_in_force
from governance.selectors.standing import standing_of
from portfolio.domain.states import lock_proposal
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import User
    from governance.selectors.standing import Standing

CODE = "digitaliseringspuljen"
_OERE = Decimal("0.01")
_LARGEST = Decimal("999999999999.99")
# A frame is set for years that somebody can mean.
EARLIEST, LATEST = 2000, 2100


@dataclass(frozen=True, slots=True)
class Frame:
    """What the council's budget gives the pool in a year, DKK, and what mandatory solutions are expected to need."""

    year: int
    amount: Decimal
    budget_reference: str
    price_year: int
    expected_mandatory: Decimal = Decimal(0)


def may_set_frame(standing: "Standing") -> Answer:
    """Answer whether a person enters the frame that the council has given: management and administrators."""
    if standing.kinds & {BodyKind.MANAGEMENT, BodyKind.ADMINISTRATION}:
        return ALLOWED
    return Answer(
        allowed=False,
        reason=_("You do not enter the pool's frame."),
        who=_("management or an administrator"),
    )


@transaction.atomic
def set_frame(frame: Frame, *, actor: "User | None") -> PoolYear:
    """Enter a year's frame, or change it by a counter-entry that carries the difference. `actor` is None for the demo.

    Refused without the council's budget reference, and below what has been allocated already.
    """
    if actor is not None:
        require(may_set_frame(standing_of(actor)), act="pool.set_frame")
    _require_frame(frame)
    pool, _created = Pool.objects.get_or_create(code=CODE, defaults={"name": _("The digitalisation pool")})
    # The pool's row is the lock under which a year is born.
    Pool.objects.select_for_update(of=("self",)).get(pk=pool.pk)
    year = PoolYear.objects.select_for_update(of=("self",)).filter(pool=pool, year=frame.year).first()
    year = year or PoolYear(pool=pool, year=frame.year)
    if frame.amount < year.committed:
        raise Refused(
            _("%(committed)s has been allocated in %(year)s already, so the frame cannot be less.")
            % {"committed": kroner(year.committed), "year": frame.year}
        )
    before = year.frame
    year.price_year, year.budget_reference = frame.price_year, frame.budget_reference.strip()
    year.expected_mandatory = frame.expected_mandatory
    year.save()
    if frame.amount != before:
        text = _("Frame: %(reference)s") if before == 0 else _("Frame changed: %(reference)s")
        LedgerEntry.objects.create(
            pool_year=year,
            kind=EntryKind.FRAME,
            amount=frame.amount - before,
            text=(text % {"reference": year.budget_reference})[:300],
            key=f"frame:{year.pk}:{year.entries.filter(kind=EntryKind.FRAME).count() + 1}",
            **_posted_by(actor),
        )
    year.refresh_from_db()
    facts = {"year": year.year, "before": before, "after": year.frame, "reference": year.budget_reference}
    record("pool.set_frame", actor=actor, subject=year, data={**facts, "expected": year.expected_mandatory})
    return year


def post_commitment(
    year: PoolYear, decision: Decision, amount: Decimal, *, priority: int, actor: "User"
) -> LedgerEntry:
    """Post what a decision allocates from a year. Part of the decision, which holds the locks and writes the act."""
    entry, _created = LedgerEntry.objects.get_or_create(
        key=f"decision:{decision.pk}:{year.year}",
        defaults={
            "pool_year": year,
            "kind": EntryKind.COMMITMENT,
            "amount": amount,
            "priority": priority,
            "proposal_id": decision.proposal_id,
            "decision": decision,
            "text": _("Allocated by management's decision"),
            **_posted_by(actor),
        },
    )
    return entry


@transaction.atomic
def post_return(
    proposal: Proposal, year: int, amount: Decimal, *, key: str, reason: str, actor: "User | None"
) -> LedgerEntry:
    """Post money back from a case to the year it was allocated from; the same `key` posts nothing twice.

    Refused beyond what the case still has allocated in that year. `actor` is None for the portal itself.
    """
    proposal = lock_proposal(proposal)
    posted = LedgerEntry.objects.filter(key=key).first()
    if posted is not None:
        return posted
    pool_year = PoolYear.objects.select_for_update(of=("self",)).filter(pool__code=CODE, year=year).first()
    held = LedgerEntry.objects.filter(
        pool_year=pool_year, proposal=proposal, kind__in=(EntryKind.COMMITMENT, EntryKind.RETURN)
    )
    left = held.aggregate(left=Sum("amount"))["left"] or Decimal(0)
    if amount <= 0 or amount != amount.quantize(_OERE):
        raise Refused(_("Write an amount above DKK 0 with at most two decimals."))
    if pool_year is None or amount > left:
        raise Refused(
            _("The case has %(left)s left of the pool's money in %(year)s. No more can be given back.")
            % {"left": kroner(left), "year": year}
        )
    entry = LedgerEntry.objects.create(
        pool_year=pool_year,
        kind=EntryKind.RETURN,
        amount=-amount,
        priority=held[0].priority,
        proposal=proposal,
        text=reason[:300],
        key=key,
        **_posted_by(actor),
    )
    data = {"year": year, "amount": amount}
    record("proposal.return_money", actor=actor, subject=proposal, reason=reason, data=data)
    return entry


def _require_frame(frame: Frame) -> None:
    if not criteria_in_force():
        raise Refused(_("The policy in force has no pool."))
    if not EARLIEST <= frame.year <= LATEST or not EARLIEST <= frame.price_year <= LATEST:
        raise Refused(_("Write a year between %(first)s and %(last)s.") % {"first": EARLIEST, "last": LATEST})
    for amount in (frame.amount, frame.expected_mandatory):
        if not amount.is_finite() or not 0 <= amount <= _LARGEST or amount != amount.quantize(_OERE):
            raise Refused(_("Write an amount of DKK 0 or more with at most two decimals."))
    if not frame.budget_reference.strip():
        raise Refused(_("Write where the council's budget gives the money."))


def _posted_by(actor: "User | None") -> dict[str, object]:
    name = ", ".join(filter(None, [actor.name, actor.title])) if actor else ""
    return {"posted_by": actor, "posted_by_name": name, "posted_at": clock.now()}
