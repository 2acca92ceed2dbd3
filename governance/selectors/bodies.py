"""The bodies as their pages show them: powers, seats and the coverage of the director areas (A4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404
from django.utils.translation import gettext as _

from core import clock
from core.act_names import act_name
from core.enums import AREA_KINDS, AuditOutcome
from core.models import AuditEntry, Unit, User
from core.ui import HistoryLine
from governance.domain.bodies import in_force, may_manage_seats
from governance.enums import BodyKind, BodyRole
from governance.models import Body, Membership

if TYPE_CHECKING:
    from django.http import HttpRequest

# The secretary serves the group and represents nobody.
REPRESENTATIVES = (BodyRole.MEMBER, BodyRole.CHAIR)
_RANK = {BodyRole.CHAIR: 0, BodyRole.SECRETARY: 1, BodyRole.MEMBER: 2}


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body in the list."""

    body: Body
    powers: tuple[str, ...]
    chair: User | None
    deputy_chair: User | None
    seats: int


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat in the register; `area` is the director area that the person comes from."""

    membership: Membership
    person: User
    role: str
    area: Unit | None
    is_over: bool
    is_to_come: bool


@dataclass(frozen=True, slots=True)
class BodyPage:
    """A body with its seats now, to come and over; `uncovered` names areas without a representative."""

    body: Body
    powers: tuple[str, ...]
    seats: tuple[Seat, ...]
    former: tuple[Seat, ...]
    deputy_chair: User | None
    checks_coverage: bool
    areas: int
    uncovered: tuple[Unit, ...]
    manages: bool


def body_lines() -> tuple[BodyLine, ...]:
    """Return every body with its chair and the number of seats in force; two queries."""
    rows = Membership.objects.filter(in_force(clock.today())).select_related("person", "deputy")
    seated = rows.order_by("person__sort_key")
    bodies = Body.objects.prefetch_related(Prefetch("memberships", queryset=seated, to_attr="seated"))
    return tuple(_line(body) for body in bodies)


def body_page(code: str, reader: User) -> BodyPage:
    """Return the page of the body `code`; 404 where there is none."""
    body = Body.objects.filter(code=code).first()
    if body is None:
        raise Http404
    today = clock.today()
    rows = body.memberships.select_related("person__unit__area", "deputy")
    seats = sorted((_seat(row, today) for row in rows), key=_order)
    held = [seat.membership for seat in seats if not seat.is_over and not seat.is_to_come]
    checks = body.kind == BodyKind.STRATEGY_GROUP
    return BodyPage(
        body=body,
        powers=powers(body),
        seats=tuple(seat for seat in seats if not seat.is_over),
        former=tuple(seat for seat in seats if seat.is_over),
        deputy_chair=deputy_chair(body, held),
        checks_coverage=checks,
        areas=_areas(today).count() if checks else 0,
        uncovered=uncovered_areas(today) if checks else (),
        manages=bool(may_manage_seats(body, reader)),
    )


def deputy_chair(body: Body, seats: Sequence[Membership]) -> User | None:
    """Return who makes the strategy group's chair's moves where the chair cannot judge (AM28).

    The deputy named on the chair's seat, as long as they are a member of the group themselves
    (`governance.permissions.may`). `seats` are those in force.
    """
    if body.kind != BodyKind.STRATEGY_GROUP:
        return None
    deputy = next((seat.deputy for seat in seats if seat.role == BodyRole.CHAIR), None)
    members = {seat.person_id for seat in seats if seat.role in REPRESENTATIVES}
    return deputy if deputy is not None and deputy.is_active and deputy.pk in members else None


def uncovered_areas(day: date | None = None) -> tuple[Unit, ...]:
    """Return the director areas that nobody in the strategy group comes from on `day` (A4); one query."""
    when = day or clock.today()
    representing = Membership.objects.filter(
        in_force(when),
        body__kind=BodyKind.STRATEGY_GROUP,
        role__in=REPRESENTATIVES,
        person__is_active=True,
        person__unit__area=OuterRef("pk"),
    )
    return tuple(_areas(when).filter(~Exists(representing)))


def seats_of(person: User) -> tuple[Seat, ...]:
    """Return the person's seats that are not over, by body."""
    today = clock.today()
    rows = person.memberships.select_related("body", "person__unit__area", "deputy").order_by("body_id", "valid_from")
    return tuple(seat for seat in (_seat(row, today) for row in rows) if not seat.is_over)


def seat_history(body: Body, *, limit: int = 50) -> tuple[HistoryLine, ...]:
    """Return the acts on the body with whom they were about, newest first; one query."""
    return tuple(
        HistoryLine(
            at=entry.at,
            who=entry.actor_name or _("The portal"),
            what=": ".join(filter(None, (act_name(entry.act), entry.data.get("person", "")))),
            why=entry.reason,
            refused=entry.outcome == AuditOutcome.REFUSED,
        )
        for entry in AuditEntry.objects.about(body)[:limit]
    )


def person_panel(_request: "HttpRequest", person: User) -> dict[str, Any]:
    """Fill the person page's slot with the seats."""
    return {"seats": seats_of(person), "person": person}


def powers(body: Body) -> tuple[str, ...]:
    """Return what the body does with a case, in words (AM14)."""
    words = (
        (body.decides, _("decides")),
        (body.recommends, _("recommends")),
        (body.advises, _("advises")),
        (body.hears, _("is heard")),
    )
    return tuple(word for holds, word in words if holds)


def _areas(day: date) -> Any:
    return Unit.objects.valid_on(day).filter(kind__in=AREA_KINDS)


def _line(body: Body) -> BodyLine:
    seated: list[Membership] = body.seated  # type: ignore[attr-defined]  # prefetched above
    chair = next((seat.person for seat in seated if seat.role == BodyRole.CHAIR), None)
    return BodyLine(body, powers(body), chair, deputy_chair(body, seated), len(seated))


def _seat(row: Membership, today: date) -> Seat:
    unit = row.person.unit
    return Seat(
        membership=row,
        person=row.person,
        role=row.get_role_display(),
        area=unit.area if unit else None,
        is_over=row.valid_to is not None and row.valid_to < today,
        is_to_come=row.valid_from > today,
    )


def _order(seat: Seat) -> tuple[int, str, date]:
    row = seat.membership
    return _RANK[BodyRole(row.role)], seat.person.sort_key, row.valid_from
