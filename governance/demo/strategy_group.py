"""The strategy group in the demo: its meetings, reviews, conflicts of interest and recommendations."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from core import clock
from core.models import User
from governance.domain.advice import give_advice
from governance.domain.agenda import acknowledge_items, move_item, next_meeting
from governance.domain.conflicts import declare_conflict
from governance.domain.meeting_closing import close_meeting
from governance.domain.meeting_packs import freeze_pack
from governance.domain.meeting_session import Chair, open_meeting, seats_of
from governance.domain.meetings import create_meetings
from governance.domain.minutes import approve_minutes
from governance.domain.recommendations import Proposed, recommend
from governance.domain.reviews import Mark, Opinion, give_review
from governance.domain.working_days import add_working_days
from governance.enums import AgendaKind, BodyKind, ConflictGround, Position, RecommendationOutcome, ScoreLevel
from governance.models import AgendaItem, Body, Meeting
from governance.selectors.direction import direction_of
from portfolio.enums import ProposalKind
from portfolio.models import Proposal

Row = dict[str, Any]
# The meetings to come, in working days from today; those that have been lie on the days of the recommendations.
TO_COME = (9, 29)
BEGINS, PLACE = time(9, 0), "Rådhuset, lokale 2.14"
LASTS = timedelta(hours=5)
_WEEKEND = timedelta(days=2)
_FRIDAY = 4


def call_meetings(rows: Iterable[Row], start: datetime) -> None:
    """Call every meeting of the demo, those of the past too, before the first case is written."""
    if not Body.objects.filter(kind=BodyKind.STRATEGY_GROUP).exists():
        return
    ago = [row["days_ago"]["recommended"] for row in rows if "recommended" in row["days_ago"]]
    today = start.astimezone(clock.COPENHAGEN).date()
    days = {meeting_day(start, days_ago) for days_ago in ago} | {add_working_days(today, ahead) for ahead in TO_COME}
    create_meetings(days, begins=BEGINS, place=PLACE, actor=None)


def meeting_day(start: datetime, days_ago: int) -> date:
    """Return the working day on or before a day counted from today."""
    day = (start - timedelta(days=days_ago)).astimezone(clock.COPENHAGEN).date()
    return day - timedelta(days=max(0, day.weekday() - _FRIDAY))


def play_reviews(proposal: Proposal, row: Row, people: dict[str, User], start: datetime) -> None:
    """Let the network advise, the members declare their conflicts and review; the case is on the right agenda."""
    _put_on_agenda(proposal, row, people["secretary@demo.invalid"], start)
    for one in row.get("conflicts", ()):
        ground = ConflictGround(one["category"])
        declare_conflict(proposal, actor=people[one["account"]], ground=ground, explanation=one["text"])
    for one in row.get("advice", ()):
        give_advice(proposal, text=one["text"], actor=people[one["account"]])
    for one in row.get("reviews", ()):
        give_review(proposal, _opinion(proposal, row, one), actor=people[one["account"]])


def may_be_recommended(proposal: Proposal, row: Row) -> bool:
    """Whether the file's recommendation can be recorded; one that management directs waits for its decision."""
    return "recommendation" in row and ("directed_by" not in row or bool(direction_of(proposal)))


def play_recommendation(proposal: Proposal, said: Row, people: dict[str, User]) -> None:
    """Let the chair record what the group recommends."""
    proposed = Proposed(
        outcome=RecommendationOutcome(said["outcome"]),
        amount=Decimal(said["amount_dkk"]),
        criterion=said["criterion"],
        reasons=said["reasons"],
        conditions="\n".join(said["conditions"]),
        minority=said.get("minority", ""),
    )
    recommend(proposal, proposed, actor=people[said["account"]])


def note_road(secretary: User) -> Iterator[datetime]:
    """Yield when each meeting that has been held is over; what follows is that the group has taken note.

    The last one waits for the secretary.
    """
    for meeting in _held()[:-1]:
        yield meeting.begins_at + LASTS
        if meeting.items.filter(kind=AgendaKind.FOR_INFORMATION, acknowledged_at__isnull=True).exists():
            acknowledge_items(meeting, actor=secretary)


def meeting_road(secretary: User, chair: User, start: datetime) -> Iterator[datetime]:
    """Yield when each meeting is opened, over and its minutes approved; what the group recommends lies in between.

    The last one waits for the secretary, who at the end lays the pack of the next one fast.
    """
    for meeting in _held()[:-1]:
        yield from hold(meeting, closes=secretary, approves=chair)
    yield start - timedelta(minutes=1)
    following = next_meeting()
    if following is not None and following.items.exists():
        freeze_pack(following, actor=secretary)


def hold(meeting: Meeting, *, closes: User, approves: User) -> Iterator[datetime]:
    """Yield the road of one meeting with everybody there."""
    yield meeting.begins_at
    present = [Chair(seat.person_id) for seat in seats_of(meeting)]
    open_meeting(meeting, present=present, actor=closes)
    # A recommendation whose day falls on a week-end is recorded after the Friday of its meeting.
    yield meeting.begins_at + LASTS + (_WEEKEND if meeting.day.weekday() == _FRIDAY else timedelta())
    minutes = close_meeting(meeting, actor=closes)
    yield meeting.begins_at + LASTS + _WEEKEND + timedelta(days=1)
    approve_minutes(minutes, actor=approves)


def _held() -> list[Meeting]:
    rows = Meeting.objects.filter(body__kind=BodyKind.STRATEGY_GROUP).order_by("day")
    return [meeting for meeting in rows if meeting.begins_at < clock.now()]


def _put_on_agenda(proposal: Proposal, row: Row, secretary: User, start: datetime) -> None:
    """Put the case on the meeting that recommends it, or, while it is open, on the next one."""
    item = AgendaItem.objects.filter(proposal=proposal, kind=AgendaKind.FOR_REVIEW).latest("pk")
    ago = row["days_ago"].get("recommended")
    meeting = (
        next_meeting()
        if ago is None
        else Meeting.objects.get(day=meeting_day(start, ago), body__kind=BodyKind.STRATEGY_GROUP)
    )
    if meeting is not None:
        move_item(item, meeting=meeting, actor=secretary)


def _opinion(proposal: Proposal, row: Row, said: Row) -> Opinion:
    position = Position(said["position"])
    if proposal.kind != ProposalKind.APPLICATION:
        return Opinion(position, said["comment"])
    return Opinion(position, marks={row["criterion"]: Mark(ScoreLevel(said["score"]), said["comment"])})
