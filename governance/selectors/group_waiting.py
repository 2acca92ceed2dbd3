"""What the strategy group's work asks of a person on Min side: reviews, recommendations, meetings."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import today
from core.templatetags.danish import date_long
from core.ui import DueItem, WaitingItem
from governance.domain.agenda import unplaced_items, upcoming
from governance.domain.bodies import in_force
from governance.domain.meeting_rules import meeting_rules
from governance.enums import AgendaKind, BodyKind, BodyRole
from governance.models import AgendaItem, ConflictDeclaration, Meeting, Membership, Review
from governance.selectors.profile import kept_parameters
from governance.selectors.review_queue import LENGTH, cases_with_group
from governance.selectors.standing import kept_standing
from portfolio.models import Bar, Proposal, StandIn

if TYPE_CHECKING:
    from core.models import User
    from governance.selectors.standing import Standing


def group_waiting(person: "User") -> Iterator[WaitingItem]:
    """Yield what waits for a member, the chair or the secretary of the strategy group."""
    standing = kept_standing(person)
    yield from _doubts(person, standing)
    if standing.is_group_member or standing.steps_in:
        cases = _others_cases(person)
        asked = (row for row in cases[:LENGTH] if not row.own_position and row.reader_asked)
        member = standing.is_group_member
        yield from (_review(row) for row in asked if row.steps_in_for or (member and not row.handed_over))
    if standing.is_group_member:
        yield from (_recommendation(row) for row in _ready(cases, standing))
    if standing.runs_meetings:
        yield from _unplaced(person)
        yield from _unnoted(person)


def group_due(person: "User") -> Iterator[DueItem]:
    """Yield the next meeting for those who sit in the group, and what comes before it for those who arrange it."""
    standing = kept_standing(person)
    if BodyKind.STRATEGY_GROUP not in standing.kinds:
        return
    meeting = next((one for one in _meetings(person) if one.is_to_come), None)
    # The page has asked for both lists; the next page asks anew.
    person.__dict__.pop("group_meetings", None)
    if meeting is not None:
        title = _("Meeting of the strategy group, %(place)s") if meeting.place else _("Meeting of the strategy group")
        url = reverse("governance:meeting_detail", args=[meeting.pk])
        yield DueItem(title % {"place": meeting.place}, url, meeting.day)
        if standing.runs_meetings:
            yield from _deadlines(meeting, url, person)


def _deadlines(meeting: Meeting, url: str, person: "User") -> Iterator[DueItem]:
    """Yield the deadlines before a meeting that have not passed."""
    rules, said = meeting_rules(kept_parameters(person)), {"day": date_long(meeting.day)}
    for title, day in (
        (_("The cases for the meeting on %(day)s are ready"), rules.cases_by(meeting.day)),
        (_("The agenda of the meeting on %(day)s goes out"), rules.pack_by(meeting.day)),
    ):
        if day >= today():
            yield DueItem(title % said, url, day)


def _others_cases(person: "User") -> list[Any]:
    """Return the cases with the group in which `person` has no part; the barred ones are not visible at all.

    `placed_on` is the day of the meeting that the case stands on, or stood on last.
    """
    bars = Bar.objects.filter(proposal=OuterRef("pk")).order_by().values("person_id")
    items = AgendaItem.objects.filter(proposal=OuterRef("pk"), kind=AgendaKind.FOR_REVIEW).order_by("-pk")
    others = cases_with_group(person).filter(reader_writes=False).exclude(owner=person)
    seats = Membership.objects.filter(in_force(today()), body__kind=BodyKind.STRATEGY_GROUP, person__is_active=True)
    members = seats.exclude(role=BodyRole.SECRETARY)
    heard = Review.objects.filter(version=OuterRef("newest"), withdrawn_at__isnull=True).order_by()
    stand_ins = StandIn.objects.filter(proposal=OuterRef("pk")).order_by()
    return list(
        others.annotate(
            barred=ArraySubquery(bars),
            deputies=ArraySubquery(stand_ins.values("person_id")),
            replaced=ArraySubquery(stand_ins.values("member_id")),
            members=ArraySubquery(members.order_by().values("person_id")),
            heard=ArraySubquery(heard.values("reviewer_id")),
            placed_on=Subquery(items.values("meeting__day")[:1]),
        )
    )


def _review(row: Any) -> WaitingItem:
    url = reverse("governance:proposal_review", args=[row.pk])
    missing = _("The strategy group reviews the case, and your review is missing.")
    deputy = _("You step in for %(name)s in the strategy group, and your review is missing.")
    return WaitingItem(
        str(row),
        deputy % {"name": row.steps_in_for} if row.steps_in_for else missing,
        row.state_since,
        url,
        _("Review"),
        due=row.meeting_day,
    )


def _doubts(person: "User", standing: "Standing") -> Iterator[WaitingItem]:
    """Yield the doubts whose decision the person records: the chair; of the chair's own the deputy and management."""
    chairs = BodyKind.STRATEGY_GROUP in standing.chair_of
    of_chair = BodyKind.MANAGEMENT in standing.kinds or (standing.is_deputy and standing.is_group_member)
    if not (chairs or of_chair):
        return
    chair = Membership.objects.filter(
        in_force(today()), body__kind=BodyKind.STRATEGY_GROUP, role=BodyRole.CHAIR, person=OuterRef("person")
    )
    rows = ConflictDeclaration.objects.filter(doubt=True, confirmed_at__isnull=True, lifted_at__isnull=True)
    rows = rows.exclude(person=person) if chairs else rows.filter(Exists(chair))
    rows = rows.filter(proposal__in=Proposal.objects.visible_to(person).order_by().values("pk"))
    own = Q(proposal__author=person) | Q(proposal__owner=person)
    for row in rows.exclude(own).select_related("person", "proposal").order_by("declared_at")[:LENGTH]:
        yield WaitingItem(
            str(row.proposal),
            _("The group decides whether %(name)s has a conflict of interest. You record the decision.")
            % {"name": row.person.name},
            row.declared_at,
            reverse("governance:doubt_decision", args=[row.proposal_id, row.pk]),
            _("Record it"),
        )


def _recommendation(row: "Proposal") -> WaitingItem:
    url = reverse("governance:proposal_recommendation", args=[row.pk])
    return WaitingItem(
        str(row), _("The case is ready. You record the group's recommendation."), row.state_since, url, _("Recommend")
    )


def _ready(cases: list[Any], standing: "Standing") -> list[Any]:
    """Return the cases whose recommendation the chair, or whoever stands in, can record: heard, or the meeting came."""
    if BodyKind.STRATEGY_GROUP not in standing.chair_of:
        seat = standing.offices.chair if standing.is_deputy else None
        cases = [row for row in cases if seat and seat.person_id in _kept_from(row)]
    return [
        row
        for row in cases
        if _meeting_has_come(row) or _all_heard(row, {*row.members, *row.deputies} - set(row.replaced))
    ]


def _all_heard(row: Any, members: set[int]) -> bool:
    asked = set(row.shared_among) & members or members
    return bool(row.heard) and asked - _kept_from(row) <= set(row.heard)


def _kept_from(row: Any) -> set[int]:
    """Return who cannot judge the case, co-editors aside."""
    return {row.author_id, row.owner_id or 0, *row.barred}


def _meeting_has_come(row: Any) -> bool:
    """Whether the newest place of the case on an agenda is a meeting that has begun or is today."""
    return row.placed_on is not None and row.placed_on <= today()


def _unplaced(person: "User") -> Iterator[WaitingItem]:
    rows = unplaced_items().exclude(proposal__bars__person=person)
    found = rows.aggregate(count=Count("pk"), since=Min("placed_at"))
    count = found["count"]
    if not count:
        return
    said = ngettext("%(count)s case is on no meeting to come", "%(count)s cases are on no meeting to come", count)
    why = _("The next meeting lacks them. You arrange the agendas.")
    yield WaitingItem(
        said % {"count": count}, why, found["since"], reverse("governance:meeting_list"), _("See the meetings")
    )


def _unnoted(person: "User") -> Iterator[WaitingItem]:
    held = [meeting for meeting in _meetings(person) if not meeting.is_to_come]
    for meeting in held[:LENGTH]:
        yield WaitingItem(
            _("Meeting on %(day)s") % {"day": date_long(meeting.day)},
            _("The group has been informed of projects, and it has not been recorded that it has taken note."),
            meeting.begins_at,
            reverse("governance:meeting_detail", args=[meeting.pk]),
            _("Record it"),
        )


def _meetings(person: "User") -> list[Any]:
    """Return the group's meetings to come, and those held without a note of what it was informed of.

    Read once for what waits and what is due.
    """
    known: list[Any] | None = person.__dict__.get("group_meetings")
    if known is None:
        open_items = AgendaItem.objects.filter(
            meeting=OuterRef("pk"), kind=AgendaKind.FOR_INFORMATION, acknowledged_at__isnull=True
        ).exclude(proposal__bars__person=person)
        to_come = ExpressionWrapper(upcoming(), output_field=BooleanField())
        rows = Meeting.objects.filter(body__kind=BodyKind.STRATEGY_GROUP).annotate(is_to_come=to_come)
        known = list(rows.filter(Q(is_to_come=True) | Exists(open_items)))
        person.__dict__["group_meetings"] = known
    return known
