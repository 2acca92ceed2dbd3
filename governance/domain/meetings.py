"""The fixed meetings of the strategy group and of management: called one by one or as a series (A6, E6)."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.domain.audit import record
from core.domain.refusal import Refused, require
from core.templatetags.danish import date_long
from governance.domain.agenda import may_arrange, place_waiting_decisions
from governance.domain.meeting_notices import Moved, tell_of_moved, when
from governance.enums import BodyKind, MeetingPhase
from governance.models import Body, Meeting
from governance.selectors.standing import standing_of

if TYPE_CHECKING:
    from core.models import User

# A year of weekly meetings; nobody means more.
MOST_MEETINGS = 53


@transaction.atomic
def create_meetings(
    days: Iterable[date],
    *,
    begins: time,
    place: str,
    actor: "User | None",
    ends: time | None = None,
    kind: BodyKind = BodyKind.STRATEGY_GROUP,
) -> list[Meeting]:
    """Call a body to a meeting on each of `days`, all or none. `actor` is None for the demo's past.

    Raises `Refused` for no day, a day that is over, a day that has a meeting, or an end before the beginning.
    """
    if actor is not None:
        require(may_arrange(standing_of(actor), kind))
    _require_to_end(begins, ends)
    wanted = sorted(set(days))
    if not wanted or len(wanted) > MOST_MEETINGS:
        raise Refused(_("Choose between 1 and %(most)s days.") % {"most": MOST_MEETINGS})
    body = Body.objects.select_for_update(of=("self",)).filter(kind=kind).first()
    if body is None:
        raise Refused(_("There is no such body."))
    _require_to_come(wanted[0])
    _require_free(body, wanted)
    meetings = Meeting.objects.bulk_create(
        Meeting(body=body, day=day, begins=begins, ends=ends, place=place) for day in wanted
    )
    for meeting in meetings:
        record("meeting.create", actor=actor, subject=meeting, data=_facts(meeting))
    if kind == BodyKind.MANAGEMENT:
        place_waiting_decisions()
    return meetings


@transaction.atomic
def change_meeting(
    meeting: Meeting, *, day: date, begins: time, place: str, actor: "User", ends: time | None = None
) -> Meeting:
    """Move a meeting that has not begun to another day, time or place; its agenda follows, and its members are told."""
    moved = move_meeting(meeting, day=day, begins=begins, ends=ends, place=place, actor=actor)
    tell_of_move([moved], actor=actor)
    return moved.meeting


def move_meeting(
    meeting: Meeting, *, day: date, begins: time, place: str, actor: "User", ends: time | None = None
) -> Moved:
    """Move one meeting, part of a larger change; whoever calls tells the members (`tell_of_move`)."""
    require(may_arrange(standing_of(actor), meeting.body.kind))
    _require_to_end(begins, ends)
    body = Body.objects.select_for_update(of=("self",)).get(pk=meeting.body_id)
    meeting = body.meetings.select_related("body").get(pk=meeting.pk)
    if meeting.phase != MeetingPhase.CALLED or clock.now() >= meeting.begins_at:
        raise Refused(_("The meeting has begun and stands as it was."))
    _require_to_come(day)
    if day != meeting.day:
        _require_free(body, [day])
    before, was = _facts(meeting), when(meeting)
    meeting.day, meeting.begins, meeting.ends, meeting.place = day, begins, ends, place
    meeting.save(update_fields=["day", "begins", "ends", "place"])
    entry = record("meeting.change", actor=actor, subject=meeting, data={"before": before, "after": _facts(meeting)})
    return Moved(was, when(meeting), meeting, act=entry.sequence)


def tell_of_move(moved: Iterable[Moved], *, actor: "User") -> None:
    """Tell the members of the meetings that really have another day, hour or place, in one letter each."""
    changed = [row for row in moved if row.before != row.after]
    if changed:
        tell_of_moved(changed[0].meeting.body, changed, key=f"meeting.change:{changed[0].act}", actor=actor)


def every_weeks(first: date, last: date, weeks: int) -> list[date]:
    """Return `first` and every `weeks` weeks after it up to `last`."""
    step = timedelta(weeks=weeks)
    count = max(0, (last - first) // step + 1)
    return [first + step * index for index in range(min(count, MOST_MEETINGS))]


def every_month(first: date, last: date) -> list[date]:
    """Return the same weekday of each month up to `last`: the second Tuesday stays the second Tuesday.

    A fifth one is the last of its kind in months that have only four.
    """
    rank = (first.day - 1) // 7
    days: list[date] = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month) and len(days) < MOST_MEETINGS:
        day = _ranked(year, month, first.weekday(), rank)
        if day <= last:
            days.append(day)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004 - December
    return days


def _ranked(year: int, month: int, weekday: int, rank: int) -> date:
    offset = (weekday - date(year, month, 1).weekday()) % 7
    length = monthrange(year, month)[1]
    day = offset + 1 + 7 * rank
    return date(year, month, day if day <= length else day - 7)


def _require_to_come(day: date) -> None:
    if day < clock.today():
        raise Refused(_("%(day)s is over. Choose a day to come.") % {"day": date_long(day)})


def _require_to_end(begins: time, ends: time | None) -> None:
    if ends is not None and ends <= begins:
        raise Refused(_("The meeting ends before it begins."))


def _require_free(body: Body, days: list[date]) -> None:
    taken = list(body.meetings.filter(day__in=days).values_list("day", flat=True))
    if taken:
        raise Refused(
            ngettext("There is already a meeting on %(days)s.", "There are already meetings on %(days)s.", len(taken))
            % {"days": ", ".join(map(date_long, taken))}
        )


def _facts(meeting: Meeting) -> dict[str, object]:
    ends = {"ends": f"{meeting.ends:%H:%M}"} if meeting.ends else {}
    return {"day": meeting.day, "begins": f"{meeting.begins:%H:%M}", **ends, "place": meeting.place}
