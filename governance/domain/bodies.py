"""Bodies and their seats: who sits, for how long, and which rights follow the seat (A2-A4, AM14, AM28)."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.organisation import may_manage_organisation
from core.domain.people import join_group, leave_group
from core.domain.refusal import ALLOWED, Answer, Refused, require
from core.jobs import enqueue
from core.models import User
from governance.domain.rights import grant_rights
from governance.enums import BodyKind, BodyRole
from governance.models import Body, Membership

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import OuterRef

    from core.statement import Given

# One person at a time holds each of these in a body (AM28).
OFFICES = (BodyRole.CHAIR, BodyRole.SECRETARY)
# The job that lets deputies step in and out on the cases with the group.
DEPUTIES = "governance.call_in_deputies"


@dataclass(frozen=True, slots=True)
class Powers:
    """What a body may do with a case (AM14)."""

    decides: bool = False
    recommends: bool = False
    advises: bool = False
    hears: bool = False


def in_force(day: "date | Given | OuterRef") -> Q:
    """Return the condition on memberships that are in force on `day`."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def may_manage_seats(body: Body, actor: User | None) -> Answer:
    """Answer whether `actor` may fill the seats of `body`: administrators, its chair and its secretary."""
    if may_manage_organisation(actor):
        return ALLOWED
    held = body.memberships.filter(in_force(clock.today()), person=actor, role__in=OFFICES)
    if actor is not None and actor.is_active and held.exists():
        return ALLOWED
    return Answer(
        allowed=False,
        reason=_("You cannot change the seats of %(body)s.") % {"body": body.name},
        who=_("an administrator, the chair and the secretary"),
    )


@transaction.atomic
def create_body(*, kind: BodyKind, code: str, name: str, powers: Powers, actor: User | None, source: str = "") -> Body:
    """Create a body with its group and the rights of its kind. Raises `Refused` when the kind is filled."""
    require(may_manage_organisation(actor))
    if Body.objects.filter(Q(kind=kind) | Q(code=code)).exists():
        raise Refused(_("There is already a body of that kind or code."))
    group = Group.objects.create(name=f"body:{code}")
    body = Body.objects.create(kind=kind, code=code, name=name, source=source, group=group, **asdict(powers))
    grant_rights(body)
    record("body.create", actor=actor, subject=body, data={"kind": kind, **asdict(powers)})
    return body


@transaction.atomic
def seat_member(
    body: Body,
    person: User,
    *,
    valid_from: date,
    actor: User | None,
    role: BodyRole = BodyRole.MEMBER,
    deputy: User | None = None,
) -> Membership:
    """Give `person` a seat from `valid_from` on; the rights come with the first day.

    Raises `Refused` for a closed account, a second seat, a taken office, or a seat for oneself.
    """
    body = _lock(body)
    require(may_manage_seats(body, actor))
    _require_another(person, actor)
    _require_open_account(person)
    _require_deputy(person, deputy)
    _require_no_seat(body, person, valid_from)
    _require_office_free(body, role, valid_from)
    seat = Membership.objects.create(body=body, person=person, role=role, valid_from=valid_from, deputy=deputy)
    record("body.seat", actor=actor, subject=body, data=_facts(seat))
    enqueue(DEPUTIES)
    align_rights(body, actor=actor)
    return seat


@transaction.atomic
def appoint(seat: Membership, *, role: BodyRole, actor: User | None) -> Membership:
    """Give the one who holds `seat` another role from today on, and return the seat in force.

    Whoever held the office steps back to member. The old seats end yesterday and stay in the register.
    """
    body = _lock(seat.body)
    require(may_manage_seats(body, actor))
    seat = body.memberships.select_related("person", "deputy").get(pk=seat.pk)
    _require_another(seat.person, actor)
    today = clock.today()
    if not _is_in_force(seat, today):
        raise Refused(_("The seat is not in force today."))
    if seat.role == role:
        return seat
    if role in OFFICES:
        _vacate(body, role, seat, today)
    turned = _turn(seat, role, today)
    record("body.appoint", actor=actor, subject=body, data=_facts(turned))
    enqueue(DEPUTIES)
    return turned


@transaction.atomic
def name_deputy(seat: Membership, *, deputy: User | None, actor: User | None) -> Membership:
    """Name who steps in, or nobody. A deputy has no rights until seated, or called in on a case."""
    body = _lock(seat.body)
    require(may_manage_seats(body, actor))
    seat = body.memberships.select_related("person").get(pk=seat.pk)
    _require_deputy(seat.person, deputy)
    _require_not_over(seat)
    seat.deputy = deputy
    seat.save(update_fields=["deputy"])
    record("body.name_deputy", actor=actor, subject=body, data=_facts(seat))
    enqueue(DEPUTIES)
    return seat


@transaction.atomic
def end_membership(seat: Membership, *, last_day: date, actor: User | None) -> Membership:
    """End a seat after `last_day`; the rights go with the day after.

    Raises `Refused` for a day before the seat began, a seat that is over, and the last administrator's.
    """
    body = _lock(seat.body)
    require(may_manage_seats(body, actor))
    seat = body.memberships.select_related("person").get(pk=seat.pk)
    _require_not_over(seat)
    if last_day < seat.valid_from:
        raise Refused(_("A seat cannot end before it begins."))
    _require_nothing_after(body, seat, last_day)
    _require_an_administrator(body, seat)
    seat.valid_to = last_day
    seat.save(update_fields=["valid_to"])
    record("body.end_seat", actor=actor, subject=body, data=_facts(seat))
    enqueue(DEPUTIES)
    align_rights(body, actor=actor)
    return seat


@transaction.atomic
def align_rights(body: Body, *, actor: User | None = None) -> int:
    """Bring the body's group into line with the seats in force today; return how many joined or left."""
    seated = set(User.objects.filter(memberships__in=body.memberships.filter(in_force(clock.today()))))
    members = set(User.objects.filter(groups=body.group))
    for person in _by_key(seated - members):
        join_group(person, body.group, role=body.name, actor=actor)
    for person in _by_key(members - seated):
        leave_group(person, body.group, role=body.name, actor=actor)
    return len(seated ^ members)


def align_all_rights() -> int:
    """Bring every body's group into line: seats begin and end at midnight. Idempotent."""
    return sum(_align_one(pk) for pk in Body.objects.values_list("pk", flat=True))


@transaction.atomic
def _align_one(pk: int) -> int:
    body = Body.objects.select_for_update(of=("self",)).select_related("group").get(pk=pk)
    # A right that a later version brings reaches the seats that are there already.
    grant_rights(body)
    return align_rights(body)


def _lock(body: Body) -> Body:
    return Body.objects.select_for_update(of=("self",)).select_related("group").get(pk=body.pk)


def _require_another(person: User, actor: User | None) -> None:
    if person == actor:
        raise Refused(_("Somebody else must give you a seat or an office."))


def _require_open_account(person: User) -> None:
    if not person.is_active:
        raise Refused(_("%(name)s has a closed account.") % {"name": person.name})


def _require_deputy(person: User, deputy: User | None) -> None:
    if deputy is None:
        return
    if deputy == person:
        raise Refused(_("A person cannot be their own deputy."))
    _require_open_account(deputy)


def _require_no_seat(body: Body, person: User, valid_from: date) -> None:
    if body.memberships.filter(_lives_from(valid_from), person=person).exists():
        raise Refused(_("%(name)s already has a seat then.") % {"name": person.name})


def _require_office_free(body: Body, role: BodyRole, valid_from: date) -> None:
    if role not in OFFICES:
        return
    holder = body.memberships.filter(_lives_from(valid_from), role=role).select_related("person").first()
    if holder:
        reason = _("%(name)s already holds that office. Seat the new one as a member and change the role.")
        raise Refused(reason % {"name": holder.person.name})


def _require_not_over(seat: Membership) -> None:
    if seat.valid_to is not None and seat.valid_to < clock.today():
        raise Refused(_("The seat is already over."))


def _require_nothing_after(body: Body, seat: Membership, last_day: date) -> None:
    """Refuse a last day that reaches into the person's or the office's next seat."""
    same = Q(person=seat.person_id) | Q(role=seat.role, role__in=OFFICES)
    later = body.memberships.filter(same, valid_from__gt=seat.valid_from, valid_from__lte=last_day)
    if later.exclude(pk=seat.pk).exists():
        raise Refused(_("Another seat begins before that day."))


def _require_an_administrator(body: Body, seat: Membership) -> None:
    if body.kind != BodyKind.ADMINISTRATION:
        return
    others = body.memberships.filter(in_force(clock.today()), valid_to__isnull=True, person__is_active=True)
    if not others.exclude(pk=seat.pk).exists():
        raise Refused(_("The portal must have an administrator. Seat another one first."))


def _vacate(body: Body, role: BodyRole, heir: Membership, today: date) -> None:
    held = body.memberships.filter(_lives_from(today), role=role).exclude(pk=heir.pk).select_related("person")
    for seat in held:
        if seat.valid_from > today:
            reason = _("%(name)s has been given that office from a later day. End that seat first.")
            raise Refused(reason % {"name": seat.person.name})
        _turn(seat, BodyRole.MEMBER, today)


def _turn(seat: Membership, role: BodyRole, today: date) -> Membership:
    """Change the role from today on: a seat that began today is corrected, an older one is followed by a new."""
    if seat.valid_from == today:
        seat.role = role
        seat.save(update_fields=["role"])
        return seat
    last_day, seat.valid_to = seat.valid_to, today - timedelta(days=1)
    seat.save(update_fields=["valid_to"])
    return Membership.objects.create(
        body=seat.body, person=seat.person, role=role, valid_from=today, valid_to=last_day, deputy=seat.deputy
    )


def _lives_from(day: date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gte=day)


def _is_in_force(seat: Membership, day: date) -> bool:
    return seat.valid_from <= day and (seat.valid_to is None or seat.valid_to >= day)


def _by_key(people: "Iterable[User]") -> list[User]:
    return sorted(people, key=lambda person: person.pk)


def _facts(seat: Membership) -> dict[str, object]:
    return {
        "person": seat.person.name,
        "role": seat.role,
        "from": seat.valid_from,
        "until": seat.valid_to,
        "deputy": seat.deputy.name if seat.deputy else "",
    }
