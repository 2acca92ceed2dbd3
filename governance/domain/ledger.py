"""The pool's ledger: frames, reservations, commitments and money that comes back, append-only (B13).

The database keeps each year's balances equal to the sum of its entries and refuses an overdraft whoever posts. The
rules here give the reason before that, under the year's lock. An entry's key lets a posting that is sent twice post
once.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Min, Q, Sum
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
OERE = Decimal("0.01")
LARGEST = Decimal("999999999999.99")
# A frame is set for years that somebody can mean.
EARLIEST, LATEST = 2000, 2100


@dataclass(frozen=True, slots=True)
class Frame:
    """What the council's budget gives the pool in a year, DKK."""

    year: int
    amount: Decimal
    budget_reference: str
    price_year: int


@dataclass(frozen=True, slots=True)
class Held:
    """What a case has of one of the pool's years, DKK: bound by decisions less what came back, and spent of it."""

    bound: Decimal
    spent: Decimal
    priority: int | None

    @property
    def unspent(self) -> Decimal:
        """Return what can still be spent or given back."""
        return self.bound - self.spent


_NOTHING = Held(Decimal(0), Decimal(0), None)


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
    bound = year.committed + year.reserved - year.transferred
    if frame.amount < bound:
        raise Refused(
            _("%(committed)s has been allocated in %(year)s already, so the frame cannot be less.")
            % {"committed": kroner(bound), "year": frame.year}
        )
    before = year.frame
    year.price_year, year.budget_reference = frame.price_year, frame.budget_reference.strip()
    year.save()
    if frame.amount != before:
        text = _("Frame: %(reference)s") if before == 0 else _("Frame changed: %(reference)s")
        LedgerEntry.objects.create(
            pool_year=year,
            kind=EntryKind.FRAME,
            amount=frame.amount - before,
            text=(text % {"reference": year.budget_reference})[:300],
            key=f"frame:{year.pk}:{year.entries.filter(kind=EntryKind.FRAME).count() + 1}",
            **signature(actor),
        )
    year.refresh_from_db()
    facts = {"year": year.year, "before": before, "after": year.frame, "reference": year.budget_reference}
    record("pool.set_frame", actor=actor, subject=year, data=facts)
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
            **signature(actor),
        },
    )
    return entry


def post_reservation(
    year: PoolYear, decision: Decision, amount: Decimal, *, priority: int, actor: "User"
) -> LedgerEntry:
    """Hold back what a decision promises on its conditions. Part of the decision, as a commitment is."""
    return LedgerEntry.objects.create(
        pool_year=year,
        kind=EntryKind.RESERVATION,
        amount=amount,
        priority=priority,
        proposal_id=decision.proposal_id,
        decision=decision,
        text=_("Reserved by management's decision until the condition is met"),
        key=f"reservation:{decision.pk}:{year.year}",
        **signature(actor),
    )


def release_reservation(decision: Decision, *, text: str, actor: "User | None") -> list[LedgerEntry]:
    """Give back what a decision holds in reserve, by counter-entries; return what was held. Part of a grant's end.

    The years stay locked until the transaction ends.
    """
    held = list(decision.ledger_entries.filter(kind=EntryKind.RESERVATION).select_related("pool_year"))
    years = PoolYear.objects.filter(pk__in=[entry.pool_year_id for entry in held]).order_by("year")
    list(years.select_for_update(of=("self",)))
    for entry in held:
        LedgerEntry.objects.create(
            pool_year=entry.pool_year,
            kind=EntryKind.RESERVATION,
            amount=-entry.amount,
            priority=entry.priority,
            proposal_id=decision.proposal_id,
            decision=decision,
            text=text[:300],
            key=f"release:{decision.pk}:{entry.pool_year.year}",
            **signature(actor),
        )
    return held


def held_by(proposal: Proposal) -> dict[int, Held]:
    """Return what the case has of each year, the earliest first. Read under the lock of the case."""
    bound = Q(kind__in=(EntryKind.COMMITMENT, EntryKind.RETURN))
    rows = (
        LedgerEntry.objects.filter(bound | Q(kind=EntryKind.EXPENDITURE), proposal=proposal)
        .order_by()
        .values("pool_year__year")
        .annotate(
            bound=Sum("amount", filter=bound, default=Decimal(0)),
            used=Sum("amount", filter=Q(kind=EntryKind.EXPENDITURE), default=Decimal(0)),
            priority=Min("priority"),
        )
        .order_by("pool_year__year")
    )
    return {row["pool_year__year"]: Held(row["bound"], row["used"], row["priority"]) for row in rows}


@transaction.atomic
def post_return(
    proposal: Proposal, year: int, amount: Decimal, *, key: str, reason: str, actor: "User | None"
) -> LedgerEntry:
    """Post money back from a case to the year it was allocated from; the same `key` posts nothing twice.

    Refused beyond what the case has allocated and not spent in that year. `actor` is None for the portal itself.
    """
    proposal = lock_proposal(proposal)
    posted = LedgerEntry.objects.filter(key=key).first()
    if posted is not None:
        return posted
    pool_year = lock_year(year)
    held = held_by(proposal).get(year, _NOTHING)
    require_amount(amount)
    if pool_year is None or amount > held.unspent:
        raise Refused(
            _("The case has %(left)s left of the pool's money in %(year)s. No more can be given back.")
            % {"left": kroner(held.unspent), "year": year}
        )
    entry = LedgerEntry.objects.create(
        pool_year=pool_year,
        kind=EntryKind.RETURN,
        amount=-amount,
        priority=held.priority,
        proposal=proposal,
        text=reason[:300],
        key=key,
        **signature(actor),
    )
    data = {"year": year, "amount": amount}
    record("proposal.return_money", actor=actor, subject=proposal, reason=reason, data=data)
    return entry


def lock_year(year: int) -> PoolYear | None:
    """Return a year of the pool, locked until the transaction ends; None where it has no frame."""
    return PoolYear.objects.select_for_update(of=("self",)).filter(pool__code=CODE, year=year).first()


def _require_frame(frame: Frame) -> None:
    if not criteria_in_force():
        raise Refused(_("The policy in force has no pool."))
    if not EARLIEST <= frame.year <= LATEST or not EARLIEST <= frame.price_year <= LATEST:
        raise Refused(_("Write a year between %(first)s and %(last)s.") % {"first": EARLIEST, "last": LATEST})
    if not frame.amount.is_finite() or not 0 <= frame.amount <= LARGEST or frame.amount != frame.amount.quantize(OERE):
        raise Refused(_("Write an amount of DKK 0 or more with at most two decimals."))
    if not frame.budget_reference.strip():
        raise Refused(_("Write where the council's budget gives the money."))


def require_amount(amount: Decimal) -> None:
    """Refuse what is no amount that can be posted."""
    if not amount.is_finite() or not 0 < amount <= LARGEST or amount != amount.quantize(OERE):
        raise Refused(_("Write an amount above DKK 0 with at most two decimals."))


def signature(actor: "User | None") -> dict[str, object]:
    """Return who posts an entry and when; None is the portal itself."""
    name = ", ".join(filter(None, [actor.name, actor.title])) if actor else ""
    return {"posted_by": actor, "posted_by_name": name, "posted_at": clock.now()}
