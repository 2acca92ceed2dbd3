"""Management's meetings in the demo: those at which it has decided, and one that is in session."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

from core import clock
from core.models import User
from governance.demo.strategy_group import hold, meeting_day
from governance.domain.meeting_session import Chair, open_meeting, seats_of
from governance.domain.meetings import create_meetings
from governance.enums import BodyKind
from governance.models import Meeting, Membership

Row = dict[str, Any]
BEGINS, PLACE = time(9, 0), "Rådhuset, direktionens mødelokale"


def call_management(rows: Iterable[Row], start: datetime) -> None:
    """Call management to the meetings of the demo's decisions, and to one that began this hour."""
    ago = [row["days_ago"]["decided"] for row in rows if "recommended" in row["days_ago"] and "decision" in row]
    days = {meeting_day(start, days_ago) for days_ago in ago}
    local = start.astimezone(clock.COPENHAGEN)
    create_meetings(days - {local.date()}, begins=BEGINS, place=PLACE, actor=None, kind=BodyKind.MANAGEMENT)
    hour = time(local.hour)
    create_meetings([local.date()], begins=hour, place=PLACE, actor=None, kind=BodyKind.MANAGEMENT)


def management_road(start: datetime) -> Iterator[datetime]:
    """Yield when each meeting is opened, over and its minutes approved; the last one is left in session."""
    *held, last = Meeting.objects.filter(body__kind=BodyKind.MANAGEMENT).order_by("day")
    director = _director()
    for meeting in held:
        yield from hold(meeting, closes=director, approves=director)
    yield max(last.begins_at, start - timedelta(minutes=1))
    open_meeting(last, present=[Chair(seat.person_id) for seat in seats_of(last)], actor=director)


def _director() -> User:
    seats = Membership.objects.filter(body__kind=BodyKind.MANAGEMENT, person__email="director@demo.invalid")
    return seats.select_related("person")[0].person
