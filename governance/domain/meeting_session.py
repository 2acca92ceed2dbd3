"""A meeting in session: opened with those present, and able to settle an item while enough of them take part (A6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core import clock
from core.children import Child, prefetch_together
from core.domain.audit import record
from core.domain.refusal import ALLOWED, Answer, Refused, require
from core.models import User
from core.selectors.parameters import parameters_in_force
from governance.domain.agenda import SETTLES
from governance.domain.bodies import in_force
from governance.domain.meeting_rules import meeting_rules
from governance.domain.stand_ins import deputy_for
from governance.enums import BodyKind, BodyRole, MeetingPhase
from governance.models import Attendance, Meeting, Membership
from governance.permissions import cannot_judge
from governance.selectors.review_members import kept_out_of
from governance.selectors.standing import standing_of
from portfolio.models import Proposal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from governance.selectors.standing import Standing

# People come before the hour, and the papers are opened then.
OPENS_BEFORE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Chair:
    """A place at the table: whose seat it is, and who sits there."""

    person_id: int
    stands_in_for_id: int | None = None


@dataclass(frozen=True, slots=True)
class Quorum:
    """Who takes part in an item of those present, and how many must."""

    taking_part: tuple[User, ...]
    excused: tuple[User, ...]
    needed: int
    # The deputies who take the seat of one of the excused for this item.
    stepping_in: tuple[Attendance, ...] = ()
    # Whoever has the chair's seat and takes part.
    in_chair: User | None = None

    @property
    def holds(self) -> bool:
        """Whether enough take part."""
        return len(self.taking_part) >= self.needed

    @property
    def names_excused(self) -> str:
        """Return the names of those who leave the room."""
        return ", ".join(person.name for person in self.excused)

    @property
    def names_stepping_in(self) -> tuple[str, ...]:
        """Return who steps in for whom."""
        return tuple(
            _("%(name)s for %(member)s") % {"name": row.person.name, "member": row.stands_in_for.name}
            for row in self.stepping_in
            if row.stands_in_for is not None
        )


def may_conduct(standing: "Standing", kind: str) -> Answer:
    """Answer whether a person opens, conducts and closes a body's meetings; each outcome asks the move's own right.

    The chair, the deputy and the secretary; management, which may have no chair, any of its members.
    """
    deputy = kind == BodyKind.STRATEGY_GROUP and standing.is_deputy and standing.is_group_member
    if standing.arranges(kind) or deputy or (kind == BodyKind.MANAGEMENT and kind in standing.kinds):
        return ALLOWED
    return Answer(
        allowed=False, reason=_("You do not conduct the body's meetings."), who=_("the chair or the secretary")
    )


def may_open(meeting: Meeting, standing: "Standing") -> Answer:
    """Answer whether a person may open the meeting now."""
    answer = may_conduct(standing, meeting.body.kind)
    if not answer:
        return answer
    if meeting.phase != MeetingPhase.CALLED:
        return Answer(allowed=False, reason=_("The meeting has been opened already."))
    if clock.now() < meeting.begins_at - OPENS_BEFORE:
        return Answer(allowed=False, reason=_("The meeting can be opened from one hour before it begins."))
    return ALLOWED


def seats_of(meeting: Meeting) -> "QuerySet[Membership]":
    """Return the seats of the body on the day of the meeting, with those who hold them and their deputies."""
    rows = meeting.body.memberships.filter(in_force(meeting.day), person__is_active=True)
    return rows.select_related("person", "deputy")


def with_members(rows: "QuerySet[Meeting]") -> "QuerySet[Meeting]":
    """Return the meetings with how many seats of the body are counted on the day, as `members`."""
    there = in_force(OuterRef("day")) & Q(body=OuterRef("body"), person__is_active=True)
    seats = Membership.objects.filter(there).exclude(role=BodyRole.SECRETARY).order_by()
    return rows.annotate(members=Coalesce(Subquery(seats.values("body").annotate(n=Count("pk")).values("n")), 0))


@transaction.atomic
def open_meeting(meeting: Meeting, *, present: Iterable[Chair], actor: User) -> Meeting:
    """Open the meeting with those present. Raises `Refused` before its time, twice, or with nobody there."""
    meeting = lock_meeting(meeting)
    require(may_open(meeting, standing_of(actor)), act="meeting.open", subject=meeting)
    meeting.phase, meeting.opened_at = MeetingPhase.OPEN, clock.now()
    meeting.save(update_fields=["phase", "opened_at"])
    names = _seat(meeting, present)
    record("meeting.open", actor=actor, subject=meeting, data={"present": names})
    return meeting


@transaction.atomic
def change_attendance(meeting: Meeting, *, present: Iterable[Chair], actor: User) -> None:
    """Say anew who is there: somebody has come or gone."""
    meeting = lock_meeting(meeting)
    require(may_conduct(standing_of(actor), meeting.body.kind), act="meeting.attend", subject=meeting)
    require_open(meeting)
    names = _seat(meeting, present)
    record("meeting.attend", actor=actor, subject=meeting, data={"present": names})


def lock_meeting(meeting: Meeting) -> Meeting:
    """Return the meeting as it stands in the database now, locked until the transaction ends."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)


def require_open(meeting: Meeting) -> None:
    """Refuse what only a meeting in session can do."""
    if meeting.phase == MeetingPhase.CALLED:
        raise Refused(_("The meeting has not been opened."))
    if meeting.phase == MeetingPhase.CLOSED:
        raise Refused(_("The meeting is closed and stands as it was."))


def quorum_on(meeting: Meeting, proposal: "Proposal") -> Quorum:
    """Return who of those present takes part in a case: whoever has a conflict of interest or speaks for it does not.

    The deputy who sits beside an excused member takes the seat for the item. The secretary takes the minutes and is
    counted on neither side.
    """
    rules = meeting_rules(parameters_in_force(meeting.day), meeting.body.kind)
    members = seats_of(meeting).exclude(role=BodyRole.SECRETARY).count()
    present = meeting.attendances.select_related("person", "stands_in_for")
    return quorum_among(present, proposal, rules.quorum(members))


def quorum_among(present: Iterable[Attendance], proposal: "Proposal", needed: int) -> Quorum:
    """Return the same where those present and what it takes have been read already."""
    rows = [row for row in present if row.role != BodyRole.SECRETARY]
    beside = sitting_beside(rows)
    people = [row.person for row in rows if row not in beside]
    excused = tuple(person for person in people if cannot_judge(proposal, person))
    stepping_in = tuple(
        row for row in beside if row.stands_in_for in excused and not cannot_judge(proposal, row.person)
    )
    taking_part = (
        *(person for person in people if person not in excused),
        *(row.person for row in stepping_in),
    )
    chairs = (row.person for row in rows if row.role == BodyRole.CHAIR and row.person in taking_part)
    return Quorum(taking_part, excused, needed, stepping_in, in_chair=next(chairs, None))


def sitting_beside(present: Iterable[Attendance]) -> list[Attendance]:
    """Return the deputies whose member is there too: they sit only where the member leaves the room."""
    rows = list(present)
    there = {row.person_id for row in rows}
    return [row for row in rows if row.stands_in_for_id in there]


def leaving(meeting: Meeting) -> frozenset[int]:
    """Return the members who leave the room for a case that the meeting settles, and whose deputy can take the seat."""
    items = meeting.items.filter(kind=SETTLES[BodyKind(meeting.body.kind)]).order_by()
    cases = list(Proposal.objects.filter(pk__in=items.values("proposal")).with_editors())
    prefetch_together(cases, Child("bars"))
    seats = [seat for seat in seats_of(meeting) if seat.role != BodyRole.SECRETARY]
    return frozenset(
        seat.person_id
        for kept_out in (kept_out_of(case) for case in cases)
        for seat in seats
        if seat.person_id in kept_out and deputy_for(seat, seats_of(meeting), kept_out) is not None
    )


def require_quorum(meeting: Meeting, proposal: "Proposal") -> Quorum:
    """Refuse to settle an item in which too few take part."""
    quorum = quorum_on(meeting, proposal)
    if not quorum.holds:
        raise Refused(
            _("The body cannot settle %(number)s: %(there)s take part, and it takes %(needed)s.")
            % {"number": proposal.number, "there": len(quorum.taking_part), "needed": quorum.needed}
        )
    return quorum


def _seat(meeting: Meeting, present: Iterable[Chair]) -> list[str]:
    """Put those present at the table: holders of a seat, or the deputy of one who is away."""
    seats = {seat.person_id: seat for seat in seats_of(meeting)}
    rows = []
    for chair in present:
        seat = seats.get(chair.stands_in_for_id or chair.person_id)
        if seat is None or (chair.stands_in_for_id is not None and seat.deputy_id != chair.person_id):
            raise Refused(_("Only those who have a seat, and their deputies, take part in the meeting."))
        row = Attendance(
            meeting=meeting, person_id=chair.person_id, role=seat.role, stands_in_for_id=chair.stands_in_for_id
        )
        rows.append(row)
    sitting = [row.person_id for row in rows]
    beside = {row.stands_in_for_id for row in sitting_beside(rows)}
    if len(set(sitting)) != len(sitting) or not beside <= leaving(meeting):
        sentence = _("Nobody sits in two places. A deputy steps in for one who is away, or leaves the room for a case.")
        raise Refused(sentence)
    if not any(row.role != BodyRole.SECRETARY for row in rows):
        raise Refused(_("Nobody of the body is there."))
    meeting.attendances.all().delete()
    Attendance.objects.bulk_create(rows)
    people = dict(User.objects.filter(pk__in=sitting).values_list("pk", "name"))
    return [people[pk] for pk in sitting]
