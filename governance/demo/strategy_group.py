"""The strategy group in the demo: its meetings, reviews, conflicts of interest and recommendations."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from core import clock
from core.models import User
from governance.domain.agenda import acknowledge_items, move_item, next_meeting
from governance.domain.conflicts import declare_conflict
from governance.domain.meetings import create_meetings
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
LASTS = timedelta(hours=3)
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
    """Let the members declare their conflicts and review; the secretary has put the case on the right agenda."""
    _put_on_agenda(proposal, row, people["secretary@demo.invalid"], start)
    for one in row.get("conflicts", ()):
        ground = ConflictGround(one["category"])
        declare_conflict(proposal, actor=people[one["account"]], ground=ground, explanation=one["text"])
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
    held = [meeting for meeting in Meeting.objects.order_by("day") if meeting.begins_at < clock.now()]
    for meeting in held[:-1]:
        yield meeting.begins_at + LASTS
        if meeting.items.filter(kind=AgendaKind.FOR_INFORMATION, acknowledged_at__isnull=True).exists():
            acknowledge_items(meeting, actor=secretary)


def _put_on_agenda(proposal: Proposal, row: Row, secretary: User, start: datetime) -> None:
    """Put the case on the meeting that recommends it, or, while it is open, on the next one."""
    item = AgendaItem.objects.filter(proposal=proposal, kind=AgendaKind.FOR_REVIEW).latest("pk")
    ago = row["days_ago"].get("recommended")
    meeting = next_meeting() if ago is None else Meeting.objects.get(day=meeting_day(start, ago))
    if meeting is not None:
        move_item(item, meeting=meeting, actor=secretary)


def _opinion(proposal: Proposal, row: Row, said: Row) -> Opinion:
    position = Position(said["position"])
    if proposal.kind != ProposalKind.APPLICATION:
        return Opinion(position, said["comment"])
    return Opinion(position, marks={row["criterion"]: Mark(ScoreLevel(said["score"]), said["comment"])})
