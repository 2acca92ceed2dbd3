"""What the strategy group's work asks of a person on Min side: reviews, recommendations, meetings."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import today
from core.templatetags.danish import date_long
from core.ui import DueItem, WaitingItem
from governance.domain.agenda import next_meeting, unplaced_items, upcoming
from governance.enums import AgendaKind, BodyKind, BodyRole
from governance.models import AgendaItem, Meeting
from governance.selectors.review_queue import LENGTH, cases_with_group
from governance.selectors.standing import kept_standing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.models import User
    from governance.selectors.standing import Standing
    from portfolio.models import Proposal


def group_waiting(person: "User") -> Iterator[WaitingItem]:
    """Yield what waits for a member, the chair or the secretary of the strategy group."""
    standing = kept_standing(person)
    if BodyKind.STRATEGY_GROUP not in standing.kinds:
        return
    if standing.is_group_member:
        cases = list(_others_cases(person))
        yield from (_review(row) for row in cases[:LENGTH] if not row.own_position)
        yield from (_recommendation(row) for row in _ready(cases, person, standing))
    if standing.runs_meetings:
        yield from _unplaced(person)
        yield from _unnoted(person)


def group_due(person: "User") -> Iterator[DueItem]:
    """Yield the next meeting for those who sit in the group."""
    if BodyKind.STRATEGY_GROUP not in kept_standing(person).kinds:
        return
    meeting = next_meeting()
    if meeting is not None:
        title = _("Meeting of the strategy group, %(place)s") if meeting.place else _("Meeting of the strategy group")
        url = reverse("governance:meeting_detail", args=[meeting.pk])
        yield DueItem(title % {"place": meeting.place}, url, meeting.day)


def _others_cases(person: "User") -> "QuerySet[Any]":
    """Return the cases with the group in which `person` has no part; the barred ones are not visible at all."""
    return cases_with_group(person).filter(reader_writes=False).exclude(owner=person).prefetch_related("bars")


def _review(row: Any) -> WaitingItem:
    url = reverse("governance:proposal_review", args=[row.pk])
    return WaitingItem(
        str(row),
        _("The strategy group reviews the case, and your review is missing."),
        row.state_since,
        url,
        _("Review"),
        due=row.meeting_day,
    )


def _recommendation(row: "Proposal") -> WaitingItem:
    url = reverse("governance:proposal_recommendation", args=[row.pk])
    return WaitingItem(
        str(row), _("The case is ready. You record the group's recommendation."), row.state_since, url, _("Recommend")
    )


def _ready(cases: list[Any], person: "User", standing: "Standing") -> list[Any]:
    """Return the cases that `person` can record a recommendation in: all are heard, or the meeting has come."""
    seat = standing.offices.chair
    if seat is None:
        return []
    if BodyKind.STRATEGY_GROUP not in standing.chair_of:
        cases = [row for row in cases if seat.deputy_id == person.pk and seat.person_id in _kept_from(row)]
    if not cases:
        return []
    seats = (one for one in standing.offices.seats if one.role != BodyRole.SECRETARY and one.person.is_active)
    members = {one.person_id for one in seats}
    held = _meeting_has_come(cases)
    return [row for row in cases if row.pk in held or _all_heard(row, members)]


def _all_heard(row: Any, members: set[int]) -> bool:
    given = row.review_count or 0
    return given > 0 and given >= len(members - _kept_from(row))


def _kept_from(row: "Proposal") -> set[int]:
    """Return who cannot judge the case, co-editors aside."""
    return {row.author_id, row.owner_id or 0} | {bar.person_id for bar in row.bars.all()}


def _meeting_has_come(cases: "list[Proposal]") -> set[int]:
    """Return the cases whose newest place on an agenda is a meeting that has begun or is today."""
    rows = AgendaItem.objects.filter(proposal__in=cases, kind=AgendaKind.FOR_REVIEW).select_related("meeting")
    newest = {row.proposal_id: row for row in rows.order_by("pk")}
    return {pk for pk, row in newest.items() if row.meeting is not None and row.meeting.day <= today()}


def _unplaced(person: "User") -> Iterator[WaitingItem]:
    rows = unplaced_items().exclude(proposal__bars__person=person)
    first = rows.order_by("placed_at").first()
    if first is None:
        return
    count = rows.count()
    said = ngettext("%(count)s case is on no meeting to come", "%(count)s cases are on no meeting to come", count)
    why = _("The next meeting lacks them. You arrange the agendas.")
    yield WaitingItem(
        said % {"count": count}, why, first.placed_at, reverse("governance:meeting_list"), _("See the meetings")
    )


def _unnoted(person: "User") -> Iterator[WaitingItem]:
    held = Meeting.objects.exclude(upcoming()).filter(body__kind=BodyKind.STRATEGY_GROUP)
    open_items = Q(items__kind=AgendaKind.FOR_INFORMATION, items__acknowledged_at__isnull=True) & ~Q(
        items__proposal__bars__person=person
    )
    for meeting in held.filter(open_items).distinct()[:LENGTH]:
        yield WaitingItem(
            _("Meeting on %(day)s") % {"day": date_long(meeting.day)},
            _("The group has been informed of projects, and it has not been recorded that it has taken note."),
            meeting.begins_at,
            reverse("governance:meeting_detail", args=[meeting.pk]),
            _("Record it"),
        )
