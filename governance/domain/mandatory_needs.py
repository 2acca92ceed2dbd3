"""The register of joint obligations that will need the pool's money, and with it the forecast (D9, D10, D43)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import ALLOWED, Answer, Refused, require
from governance.domain.ledger import CODE, EARLIEST, LATEST, require_amount
from governance.enums import BodyKind
from governance.models import MandatoryNeed, Pool
from governance.models.mandatory_need import LEVELS
from governance.selectors.pool_criteria import criteria_in_force
from governance.selectors.standing import standing_of

if TYPE_CHECKING:
    from core.models import User
    from governance.selectors.standing import Standing

_KEEPERS = frozenset({BodyKind.MANAGEMENT, BodyKind.ADMINISTRATION, BodyKind.IT_DEPARTMENT})


@dataclass(frozen=True, slots=True)
class Need:
    """An obligation as it is entered: `amount` is DKK excluding VAT, `level` a `BindingLevel`."""

    title: str
    year: int
    amount: Decimal
    level: str
    legal_basis: str


def may_keep_register(standing: "Standing") -> Answer:
    """Answer whether a person keeps the register: who follows the joint strategies, and who keeps the pool."""
    if standing.kinds & _KEEPERS or BodyKind.STRATEGY_GROUP in standing.secretary_of:
        return ALLOWED
    return Answer(
        allowed=False,
        reason=_("You do not keep the register of obligations."),
        who=_("the IT department, the strategy group's secretary, management or an administrator"),
    )


@transaction.atomic
def record_need(need: Need, *, actor: "User | None") -> MandatoryNeed:
    """Enter an obligation; if it is binding, money of its year is kept from now on. `actor` is None for the demo."""
    _ask(actor, "need.record")
    _require_whole(need)
    pool, _created = Pool.objects.get_or_create(code=CODE, defaults={"name": _("The digitalisation pool")})
    row = MandatoryNeed.objects.create(
        pool=pool,
        recorded_by=actor,
        recorded_by_name=", ".join(filter(None, [actor.name, actor.title])) if actor else "",
        recorded_at=clock.now(),
        **_columns(need),
    )
    record("need.record", actor=actor, subject=row, data=_facts(need))
    return row


@transaction.atomic
def change_need(row: MandatoryNeed, need: Need, *, actor: "User") -> MandatoryNeed:
    """Change what is expected of an obligation; the history keeps what was expected before."""
    _ask(actor, "need.change")
    _require_whole(need)
    row = _lock_standing(row)
    for name, value in _columns(need).items():
        setattr(row, name, value)
    row.save()
    record("need.change", actor=actor, subject=row, data=_facts(need))
    return row


@transaction.atomic
def withdraw_need(row: MandatoryNeed, *, reason: str, actor: "User") -> MandatoryNeed:
    """Keep no more money for an obligation that will not need it; the line stays with the reason."""
    _ask(actor, "need.withdraw")
    if not reason.strip():
        raise Refused(_("Write the reason."))
    row = _lock_standing(row)
    row.withdrawn_at, row.withdrawal_reason = clock.now(), reason.strip()[:300]
    row.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    record("need.withdraw", actor=actor, subject=row, reason=reason.strip())
    return row


def _ask(actor: "User | None", act: str) -> None:
    if actor is not None:
        require(may_keep_register(standing_of(actor)), act=act)


def _lock_standing(row: MandatoryNeed) -> MandatoryNeed:
    row = MandatoryNeed.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.withdrawn_at is not None:
        raise Refused(_("The obligation is no longer expected."))
    return row


def _require_whole(need: Need) -> None:
    if not criteria_in_force():
        raise Refused(_("The policy in force has no pool."))
    if not EARLIEST <= need.year <= LATEST:
        raise Refused(_("Write a year between %(first)s and %(last)s.") % {"first": EARLIEST, "last": LATEST})
    if not need.title.strip():
        raise Refused(_("Write which obligation it is."))
    if not need.legal_basis.strip():
        raise Refused(_("Write the act, the agreement or the announcement that the obligation follows from."))
    if need.level not in {level for level, _label in LEVELS}:
        raise Refused(_("Choose how binding the obligation is."))
    require_amount(need.amount)


def _columns(need: Need) -> dict[str, object]:
    return {
        "title": need.title.strip()[:200],
        "year": need.year,
        "amount": need.amount,
        "binding_level": need.level,
        "legal_basis": need.legal_basis.strip()[:300],
    }


def _facts(need: Need) -> dict[str, object]:
    return {"year": need.year, "amount": need.amount, "level": need.level}
