"""The letters to those who sit in a body when its meetings are moved or cancelled; they tell nothing of the cases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.domain.outbox import promise
from core.templatetags.danish import date_long
from governance.domain.bodies import in_force
from governance.models import Membership

if TYPE_CHECKING:
    from datetime import date

    from core.models import User
    from governance.models import Body, Meeting


@dataclass(frozen=True, slots=True)
class When:
    """When and where a meeting is, in words that outlive the meeting."""

    day: "date"
    words: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A meeting as it was and as it is now; `act` is the number of the act that tells of it."""

    before: When
    after: When
    meeting: "Meeting"
    act: int


def when(meeting: "Meeting") -> When:
    """Return when and where the meeting is now."""
    hours = "-".join(f"{hour:%H.%M}" for hour in (meeting.begins, meeting.ends) if hour)
    said = _("%(date)s at %(time)s") % {"date": date_long(meeting.day), "time": hours}
    return When(meeting.day, ", ".join(filter(None, [said, meeting.place])))


def tell_of_moved(body: "Body", moved: Sequence[Moved], *, key: str, actor: "User") -> None:
    """Tell who sits in the body, on the old day or the new, of the meetings that are theirs; one letter each."""
    days = {day for row in moved for day in (row.before.day, row.after.day)}
    for person, seats in _seated(body, days, actor):
        theirs = [row for row in moved if _held(seats, row.before.day) or _held(seats, row.after.day)]
        subject = ngettext("%(body)s: a meeting has been changed", "%(body)s: meetings have been changed", len(theirs))
        lines = [_("Before: %(before)s\nNow: %(now)s\n%(address)s\n") % _told(row) for row in theirs]
        closing = _(
            "If you subscribe to the meetings, your calendar follows by itself. If you have put a meeting in it as a"
            " file, fetch the file again on the meeting's page."
        )
        _promise(person, subject % {"body": body.name}, [*lines, closing], key)


def tell_of_cancelled(body: "Body", cancelled: Sequence[When], *, reason: str, key: str, actor: "User") -> None:
    """Tell who sits in the body on the days that its meetings there are cancelled, and why; one letter each."""
    for person, seats in _seated(body, {row.day for row in cancelled}, actor):
        theirs = [row for row in cancelled if _held(seats, row.day)]
        subject = ngettext("%(body)s: a meeting is cancelled", "%(body)s: meetings are cancelled", len(theirs))
        closing = _(
            "If you subscribe to the meetings, your calendar takes them off by itself. If you have put a meeting in it"
            " as a file, remove it there yourself."
        )
        lines = [
            ngettext("This meeting is cancelled:", "These meetings are cancelled:", len(theirs)),
            *(f"- {row.words}" for row in theirs),
            "",
            _("Reason: %(reason)s") % {"reason": reason},
            "",
            closing,
        ]
        _promise(person, subject % {"body": body.name}, lines, key)


def _seated(body: "Body", days: Iterable["date"], actor: "User") -> "list[tuple[User, list[Membership]]]":
    """Return who sits in the body on one of the days, with their seats; not the one who makes the change."""
    held = Q()
    for day in days:
        held |= in_force(day)
    rows = Membership.objects.filter(held, body=body, person__is_active=True).exclude(person=actor)
    seats: dict[User, list[Membership]] = {}
    for seat in rows.select_related("person").order_by("person_id"):
        seats.setdefault(seat.person, []).append(seat)
    return list(seats.items())


def _held(seats: Iterable[Membership], day: "date") -> bool:
    return any(seat.valid_from <= day and (seat.valid_to is None or seat.valid_to >= day) for seat in seats)


def _told(row: Moved) -> dict[str, str]:
    address = f"{settings.SITE_ADDRESS}{reverse('governance:meeting_detail', args=[row.meeting.pk])}"
    return {"before": row.before.words, "now": row.after.words, "address": address}


def _promise(person: "User", subject: str, lines: Iterable[str], key: str) -> None:
    promise(person, subject=subject, body="\n".join(lines), key=f"{key}:{person.pk}")
