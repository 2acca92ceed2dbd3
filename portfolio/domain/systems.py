"""Keeping the register of systems and contracts: the IT department and the administrators (B19, A19, D45)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.domain.audit import record
from core.domain.refusal import ALLOWED, Answer, Refused, require
from portfolio.models import Contract, System

if TYPE_CHECKING:
    from core.models import User

KEEPS = "portfolio.keep_systems"


def may_keep(person: "User | None") -> Answer:
    """Answer whether `person` keeps the register; None is the portal itself, which imports."""
    if person is None or person.has_perm(KEEPS):
        return ALLOWED
    return Answer(
        allowed=False,
        reason=_("You do not have the role that this takes."),
        who=_("the IT department or an administrator"),
    )


@transaction.atomic
def keep_system(system: System | None, *, actor: "User | None", fields: Mapping[str, Any]) -> System:
    """Enter a system, or change one. Only a management representative is responsible for a system (A19)."""
    act = "system.change" if system else "system.create"
    require(may_keep(actor), act=act, subject=system)
    system = System.objects.select_for_update(of=("self",)).get(pk=system.pk) if system else System()
    owner: User | None = fields.get("owner")
    if owner is not None and owner.pk != system.owner_id and not owner.is_management:
        sentence = _("%(name)s is not a management representative, and only one can be responsible for a system.")
        raise Refused(sentence % {"name": owner.name})
    for name, value in fields.items():
        setattr(system, name, value)
    try:
        with transaction.atomic():
            system.save()
    except IntegrityError as error:
        raise Refused(_("Another system has that number.")) from error
    record(act, actor=actor, subject=system, data={"owner": owner.name if owner else ""})
    return system


@transaction.atomic
def keep_contract(
    system: System, contract: Contract | None, *, actor: "User | None", fields: Mapping[str, Any]
) -> Contract:
    """Enter a contract on a system, or change one."""
    act = "contract.change" if contract else "contract.create"
    require(may_keep(actor), act=act, subject=system)
    row = contract or Contract(system=system)
    for name, value in fields.items():
        setattr(row, name, value)
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        raise Refused(_("A contract expires after it has begun."))
    row.save()
    record(act, actor=actor, subject=system, data={"contract": row.title, "ends_on": row.ends_on})
    return row
