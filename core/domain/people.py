"""People: created, moved and closed by an administrator, each act in the chain."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.organisation import may_manage_organisation
from core.domain.outbox import promise
from core.domain.refusal import Refused, require
from core.models import Unit, User

if TYPE_CHECKING:
    from django.contrib.auth.models import Group


@transaction.atomic
def create_person(
    *,
    email: str,
    name: str,
    title: str,
    unit: Unit | None,
    is_management: bool,
    actor: User | None,
    password: str | None = None,
) -> User:
    """Create a person; without `password` the account waits until the person has chosen one.

    Raises `Refused` when the address is taken or the unit is closed.
    """
    require(may_manage_organisation(actor))
    _require_free_address(email)
    _require_open(unit)
    person = User.objects.create_user(email, password, name=name, title=title, unit=unit, is_management=is_management)
    record("person.create", actor=actor, subject=person, data={"unit": unit.path if unit else ""})
    return person


@transaction.atomic
def change_person(
    person: User,
    *,
    email: str,
    name: str,
    title: str,
    unit: Unit | None,
    is_management: bool,
    is_active: bool,
    actor: User,
) -> User:
    """Change who a person is or where they work; closing your own account is refused."""
    require(may_manage_organisation(actor))
    person = User.objects.select_for_update().get(pk=person.pk)
    if person == actor and not is_active:
        raise Refused(_("You cannot close your own account."))
    if email.strip().lower() != person.email:
        _require_free_address(email)
    if unit is not None and unit.pk != person.unit_id:
        _require_open(unit)
    before = _facts(person)
    person.email, person.name, person.title, person.unit = email.strip().lower(), name, title, unit
    person.is_management, person.is_active = is_management, is_active
    person.save(update_fields=["email", "name", "title", "unit", "is_management", "is_active"])
    record("person.change", actor=actor, subject=person, data={"before": before, "after": _facts(person)})
    return person


@transaction.atomic
def send_password_link(person: User, *, link: str, actor: User) -> None:
    """Promise the person a mail with `link`, which lets them choose a password once.

    Raises `Refused` for a closed account.
    """
    require(may_manage_organisation(actor))
    if not person.is_active:
        raise Refused(_("The account is closed."))
    promise(
        person,
        subject=_("Choose your password for Pejling"),
        body=_(
            "Hello %(name)s\n\n"
            "You have an account in Pejling. Open the link and choose your password:\n\n"
            "%(link)s\n\n"
            "The link works once and for three days. Ask your administrator for a new one if it is too late."
        )
        % {"name": person.name, "link": link},
        key=f"password-link-{person.pk}-{clock.now():%Y%m%d%H%M%S}",
    )
    record("person.send_password_link", actor=actor, subject=person)


@transaction.atomic
def join_group(person: User, group: "Group", *, role: str, actor: User | None) -> None:
    """Give a person the rights of a group; `role` is what its members are called today."""
    person.groups.add(group)
    record("person.join_group", actor=actor, subject=person, data={"group": group.name, "role": role})


@transaction.atomic
def leave_group(person: User, group: "Group", *, role: str, actor: User | None) -> None:
    """Take the rights of a group from a person."""
    person.groups.remove(group)
    record("person.leave_group", actor=actor, subject=person, data={"group": group.name, "role": role})


def _require_free_address(email: str) -> None:
    if User.objects.filter(email=email.strip().lower()).exists():
        raise Refused(_("Another account already has this e-mail address."))


def _require_open(unit: Unit | None) -> None:
    if unit is not None and unit.valid_to is not None and unit.valid_to < clock.today():
        raise Refused(_("%(unit)s is closed down.") % {"unit": unit.name})


def _facts(person: User) -> dict[str, object]:
    return {
        "email": person.email,
        "name": person.name,
        "title": person.title,
        "unit": str(person.unit or ""),
        "management": person.is_management,
        "active": person.is_active,
    }
