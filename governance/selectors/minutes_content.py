"""What the minutes say, in words, as the closing of the meeting settled it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.templatetags.danish import date_long, kroner
from governance.domain.meeting_session import quorum_on, seats_of, sitting_beside
from governance.domain.outcomes import amount_in, instalments_in, lapse_in, outcome_words
from governance.enums import AgendaKind, BodyRole
from governance.selectors.pool_criteria import criterion_names

if TYPE_CHECKING:
    from datetime import datetime

    from core.models import User
    from governance.models import AgendaItem, Meeting, Resolution

Content = dict[str, Any]
_VOTING = (BodyRole.MEMBER, BodyRole.CHAIR)


def minutes_content(meeting: "Meeting", *, carried: "Iterable[AgendaItem]", adopted: "set[int]") -> Content:
    """Return the minutes of a meeting that is being closed, in JSON's types; each case carries its id.

    `adopted` are the items whose outcome was recorded on the case's own page.
    """
    seats = list(seats_of(meeting))
    attendances = list(meeting.attendances.select_related("person", "stands_in_for"))
    beside = sitting_beside(attendances)
    taken = {pk for row in attendances for pk in (row.person_id, row.stands_in_for_id)}
    names = dict(criterion_names())
    chair = next((seat.person for seat in seats if seat.role == BodyRole.CHAIR), None)
    rows = meeting.resolutions.select_related("item__proposal__unit", "recorded_by").order_by("number")
    noted = meeting.items.filter(kind=AgendaKind.FOR_INFORMATION, acknowledged_at__isnull=False)
    return {
        "body": meeting.body.name,
        "day": meeting.day.isoformat(),
        "day_words": date_long(meeting.day),
        "place": meeting.place,
        "opened": _clock(meeting.opened_at),
        "closed": _clock(meeting.closed_at),
        "present": [
            {
                "name": row.person.name,
                "title": row.person.title,
                "role": str(row.get_role_display()),
                "stands_in_for": row.stands_in_for.name if row.stands_in_for else "",
                "beside": row in beside,
            }
            for row in attendances
        ],
        "absent": [seat.person.name for seat in seats if seat.person_id not in taken and seat.role in _VOTING],
        "settled": [_item(meeting, row, names, chair, adopted=row.item_id in adopted) for row in rows],
        "informed": [_case(item) for item in noted.select_related("proposal__unit").order_by("ordinal", "pk")],
        "carried": [_case(item) for item in carried],
    }


def without_cases(content: Content, hidden: "set[int]") -> Content:
    """Return the content as somebody reads it who may not see the cases `hidden`: their numbers and titles only."""

    def seen(row: Content) -> Content:
        if row["proposal"] not in hidden:
            return row
        kept = {name: row[name] for name in ("proposal", "number", "title")}
        return {**kept, "hidden": True}

    lists = ("settled", "informed", "carried")
    return {**content, **{name: [seen(row) for row in content[name]] for name in lists}}


def _item(
    meeting: "Meeting", row: "Resolution", names: dict[str, str], chair: "User | None", *, adopted: bool
) -> Content:
    content, proposal = row.content, row.item.proposal
    quorum = quorum_on(meeting, proposal)
    amount, shares = amount_in(row), instalments_in(row)
    years = [f"{year}: {kroner(part)}" for year, part in sorted(shares.items())] if len(shares) > 1 else []
    led = row.recorded_by.name if chair in quorum.excused and row.recorded_by != chair else ""
    return {
        **_case(row.item),
        "resolution": str(row),
        "outcome": outcome_words(row),
        "amount": kroner(amount) if amount else "",
        "years": years,
        "criterion": names.get(content.get("criterion", ""), "") if amount else "",
        "reasons": content.get("reasons", ""),
        "conditions": [line for line in content.get("conditions", "").splitlines() if line.strip()],
        "lapses": date_long(lapse_in(row)) if lapse_in(row) else "",
        "vote": _("Recorded on the case's own page during the meeting.")
        if adopted
        else _vote(row, (quorum.in_chair or row.recorded_by).name),
        "dissent": row.dissent,
        "together": row.by_consent,
        "excused": [person.name for person in quorum.excused],
        "stepping_in": list(quorum.names_stepping_in),
        "led_by": led,
    }


def _case(item: "AgendaItem") -> Content:
    proposal = item.proposal
    return {
        "proposal": proposal.pk,
        "number": proposal.number,
        "title": proposal.title,
        "unit": proposal.unit.name,
    }


def _vote(row: "Resolution", in_chair: str) -> str:
    if row.agreed or row.votes_for is None:
        return _("The body agreed.")
    said = {"yes": row.votes_for, "no": row.votes_against, "blank": row.votes_blank}
    counted = (
        ngettext(
            "%(yes)s vote for, %(no)s against, %(blank)s blank.",
            "%(yes)s votes for, %(no)s against, %(blank)s blank.",
            row.votes_for,
        )
        % said
    )
    if not row.casting_vote:
        return counted
    decided = _("The votes were equal, and the vote of %(name)s in the chair decided.") % {"name": in_chair}
    return f"{counted} {decided}"


def _clock(moment: "datetime | None") -> str:
    if moment is None:
        return ""
    local = moment.astimezone(clock.COPENHAGEN)
    return f"{local.hour}.{local.minute:02}"
