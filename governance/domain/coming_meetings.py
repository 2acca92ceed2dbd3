"""A body's fixed meetings to come, taken as one series: another time or place for all, or an end to them (A6)."""

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.domain.audit import record
from core.domain.refusal import Refused, require
from core.models import FileNote
from core.templatetags.danish import date_long
from governance.domain.agenda import may_arrange, upcoming
from governance.domain.meeting_notices import tell_of_cancelled, when
from governance.domain.meetings import move_meeting, tell_of_move
from governance.models import AgendaItem, Body, Meeting
from governance.selectors.standing import standing_of

if TYPE_CHECKING:
    from datetime import date, time

    from django.db.models import QuerySet

    from core.models import User
    from governance.enums import BodyKind

CHANGE, CANCEL = "meeting.change", "meeting.cancel"


def coming_from(kind: "BodyKind", day: "date") -> "QuerySet[Meeting]":
    """Return a body's meetings that have not begun, from `day` on."""
    return Meeting.objects.filter(upcoming(), body__kind=kind, day__gte=day).select_related("body")


@transaction.atomic
def change_coming(
    kind: "BodyKind", *, from_day: "date", begins: "time", ends: "time | None", place: str, actor: "User"
) -> int:
    """Give every meeting to come from `from_day` on the same time and place; return how many. Their days stay.

    The members are told in one letter each.
    """
    body = _lock(kind, actor, CHANGE)
    meetings = list(coming_from(kind, from_day))
    if not meetings:
        raise Refused(_("No meeting has been called from that day on."), act=CHANGE, subject=body)
    moved = [
        move_meeting(meeting, day=meeting.day, begins=begins, ends=ends, place=place, actor=actor)
        for meeting in meetings
    ]
    tell_of_move(moved, actor=actor)
    return len(meetings)


@transaction.atomic
def cancel_coming(kind: "BodyKind", *, from_day: "date", reason: str, actor: "User") -> int:
    """Cancel every meeting to come from `from_day` on, and return how many.

    Their cases go to the next meeting that is left, or wait for one. A meeting whose pack has been frozen, or on which
    somebody has written a note, is refused: it has left its trace, and is moved or held. The members are told why.
    """
    body = _lock(kind, actor, CANCEL)
    if not reason.strip():
        raise Refused(_("Write the reason."), act=CANCEL, subject=body)
    meetings = list(coming_from(kind, from_day))
    if not meetings:
        raise Refused(_("No meeting has been called from that day on."), act=CANCEL, subject=body)
    _require_untouched(meetings, body)
    target = Meeting.objects.filter(upcoming(), body=body).exclude(pk__in=[one.pk for one in meetings]).first()
    cancelled = [when(meeting) for meeting in meetings]
    for meeting in meetings:
        _carry(meeting, target)
        day = {"person": date_long(meeting.day)}
        entry = record(CANCEL, actor=actor, subject=body, reason=reason.strip(), data=day)
        meeting.delete()
    tell_of_cancelled(body, cancelled, reason=reason.strip(), key=f"{CANCEL}:{entry.sequence}", actor=actor)
    return len(meetings)


def _lock(kind: "BodyKind", actor: "User", act: str) -> Body:
    body = Body.objects.select_for_update(of=("self",)).get(kind=kind)
    require(may_arrange(standing_of(actor), kind), act=act, subject=body)
    return body


def _require_untouched(meetings: list[Meeting], body: Body) -> None:
    noted = FileNote.objects.filter(
        holder_type=ContentType.objects.get_for_model(Meeting), holder_id__in=[one.pk for one in meetings]
    ).values("holder_id")
    rows = Meeting.objects.filter(pk__in=[one.pk for one in meetings])
    touched = rows.filter(Q(packs__isnull=False) | Q(pk__in=noted)).order_by("day").first()
    if touched:
        sentence = _("The meeting on %(day)s has its pack or a note. Move it to another day instead.")
        raise Refused(sentence % {"day": date_long(touched.day)}, act=CANCEL, subject=body)


def _carry(meeting: Meeting, target: Meeting | None) -> None:
    """Let the meeting's cases wait at `target`, or at no meeting, last on its list; nowhere twice."""
    for item in meeting.items.order_by("ordinal", "pk"):
        there = AgendaItem.objects.filter(meeting=target, kind=item.kind)
        if there.filter(proposal=item.proposal_id).exists():
            item.delete()
            continue
        item.meeting, item.ordinal = target, there.count() + 1
        item.by_consent, item.pulled_by = False, None
        item.save()
