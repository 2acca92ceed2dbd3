"""The agenda follows the cases: the moves place them, the secretary arranges them (A6, C8, D8, AM9)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import ALLOWED, Answer, Refused, require
from governance.enums import AgendaKind, BodyKind, MeetingPhase
from governance.models import AgendaItem, Meeting, Triage
from governance.selectors.standing import standing_of
from portfolio.enums import ProposalState
from portfolio.models import Proposal

if TYPE_CHECKING:
    from django.db import models

    from core.models import User
    from governance.selectors.standing import Standing

# What each body that meets in the portal settles at its meetings.
SETTLES = {BodyKind.STRATEGY_GROUP: AgendaKind.FOR_REVIEW, BodyKind.MANAGEMENT: AgendaKind.FOR_DECISION}
# What a body's agenda may hold at all.
_HOLDS = {
    BodyKind.STRATEGY_GROUP: (AgendaKind.FOR_REVIEW, AgendaKind.FOR_INFORMATION),
    BodyKind.MANAGEMENT: (AgendaKind.FOR_DECISION,),
}
# The applicant has the case again, or has dropped it: it is not reviewed at the meetings to come.
_TAKEN_OFF = (ProposalState.REVISION, ProposalState.WITHDRAWN)
UNDER_REVIEW = (ProposalState.REVIEW, ProposalState.DEFERRED)
# Where a case stands while its item is still to be settled.
UNSETTLED = {AgendaKind.FOR_REVIEW: UNDER_REVIEW, AgendaKind.FOR_DECISION: (ProposalState.RECOMMENDED,)}


def follow_agenda(proposal: Proposal, before: str) -> None:
    """Bring the agenda into line with the state that a move has just led to. Part of every move.

    A case that enters review is placed on the next meeting; one that its applicant takes back leaves those to come.
    One that is recommended is placed before management, if management meets here, until it has been decided.
    """
    if before == ProposalState.RECOMMENDED:
        _to_come(proposal, AgendaKind.FOR_DECISION).delete()
    if proposal.state == ProposalState.REVIEW:
        place_for_review(proposal)
    elif proposal.state == ProposalState.RECOMMENDED:
        place_for_decision(proposal)
    elif before in UNDER_REVIEW and proposal.state in _TAKEN_OFF:
        _to_come(proposal).delete()


def place_for_review(proposal: Proposal) -> AgendaItem:
    """Place the case for review on the next meeting, or on none yet; one that stands there already stays."""
    standing = _to_come(proposal).first()
    return standing or _place(proposal, AgendaKind.FOR_REVIEW)


def place_for_decision(proposal: Proposal) -> AgendaItem | None:
    """Place the case before management at its next meeting; None while it has called none."""
    standing = _to_come(proposal, AgendaKind.FOR_DECISION).first()
    if standing is not None or next_meeting(BodyKind.MANAGEMENT) is None:
        return standing
    return _place(proposal, AgendaKind.FOR_DECISION)


def place_waiting_decisions() -> None:
    """Place what waits for management on its next meeting; part of calling one."""
    for proposal in Proposal.objects.filter(state=ProposalState.RECOMMENDED).order_by("state_since", "pk"):
        place_for_decision(proposal)


def place_for_information(triage: Triage) -> None:
    """Let the group be informed of a project once, whatever its route (C8, D8); part of the move that triages.

    A later triage that no longer sees a project takes the item off again, unless the group has been informed.
    """
    items = AgendaItem.objects.filter(proposal=triage.proposal_id, kind=AgendaKind.FOR_INFORMATION)
    if not triage.outcome["for_information"]:
        items.filter(acknowledged_at__isnull=True).delete()
    elif not items.exists():
        _place(triage.proposal, AgendaKind.FOR_INFORMATION)


def next_meeting(kind: BodyKind = BodyKind.STRATEGY_GROUP) -> Meeting | None:
    """Return a body's next meeting that has not begun, or None."""
    return Meeting.objects.filter(upcoming(), body__kind=kind).first()


def upcoming(prefix: str = "") -> Q:
    """Return the condition on meetings that have not begun; `prefix` is the way to the meeting, with `__`.

    One that has been opened before its time has begun.
    """
    now = clock.now().astimezone(clock.COPENHAGEN)
    later = Q(**{f"{prefix}day__gt": now.date()})
    later |= Q(**{f"{prefix}day": now.date(), f"{prefix}begins__gt": now.time()})
    return later & Q(**{f"{prefix}phase": MeetingPhase.CALLED})


def unplaced_items(kind: str = BodyKind.STRATEGY_GROUP) -> "models.QuerySet[AgendaItem]":
    """Return a body's items that stand on no meeting to come: never placed, or left over from one that was held.

    What a meeting is dealing with just now is not left over.
    """
    later = AgendaItem.objects.filter(proposal=OuterRef("proposal"), kind=OuterRef("kind"), pk__gt=OuterRef("pk"))
    unsettled = Q(kind=AgendaKind.FOR_REVIEW, proposal__state=ProposalState.REVIEW)
    unsettled |= Q(kind=AgendaKind.FOR_DECISION, proposal__state=ProposalState.RECOMMENDED)
    left_over = unsettled & ~upcoming("meeting__") & ~Q(meeting__phase=MeetingPhase.OPEN)
    rows = AgendaItem.objects.filter(kind__in=_HOLDS[BodyKind(kind)])
    return rows.filter(Q(meeting__isnull=True) | left_over).exclude(Exists(later.order_by()))


def may_arrange(standing: "Standing", kind: str = BodyKind.STRATEGY_GROUP) -> Answer:
    """Answer whether a person calls a body's meetings and arranges their agendas; that is no judgement of a case."""
    if standing.arranges(kind):
        return ALLOWED
    if kind == BodyKind.MANAGEMENT:
        return Answer(
            allowed=False,
            reason=_("You do not arrange management's meetings."),
            who=_("the secretary of the strategy group, or management's own chair or secretary"),
        )
    return Answer(
        allowed=False,
        reason=_("You do not arrange the strategy group's meetings."),
        who=_("the secretary or the chair"),
    )


@transaction.atomic
def move_item(item: AgendaItem, *, meeting: Meeting, actor: "User") -> AgendaItem:
    """Put a case on another meeting to come, last on its list, and return where it stands.

    A meeting that has been held keeps its agenda: the case is placed anew. Refused for what is finished.
    """
    require(may_arrange(standing_of(actor), meeting.body.kind))
    item = AgendaItem.objects.select_for_update(of=("self",)).select_related("proposal", "meeting").get(pk=item.pk)
    if item.acknowledged_at is not None:
        raise Refused(_("The group has been informed of the case already."))
    if item.kind not in _HOLDS[BodyKind(meeting.body.kind)]:
        raise Refused(_("The case does not belong on that body's agenda."))
    if item.kind == AgendaKind.FOR_REVIEW and item.proposal.state not in UNDER_REVIEW:
        raise Refused(_("The group is not reviewing the case now."))
    if item.kind == AgendaKind.FOR_DECISION and item.proposal.state != ProposalState.RECOMMENDED:
        raise Refused(_("The case does not wait for management now."))
    if _has_begun(meeting):
        raise Refused(_("That meeting has begun. Choose a later one."))
    if meeting.items.filter(proposal=item.proposal_id, kind=item.kind).exclude(pk=item.pk).exists():
        raise Refused(_("The case already stands on that agenda."))
    if item.meeting_id == meeting.pk:
        return item
    if item.kind != AgendaKind.FOR_INFORMATION and item.meeting is not None and _has_begun(item.meeting):
        if item.meeting.phase == MeetingPhase.OPEN:
            raise Refused(_("The meeting is in session and has the case on its agenda."))
        item.pk, item.placed_at, item._state.adding = None, clock.now(), True
        item.by_consent, item.pulled_by = False, None
    item.meeting, item.ordinal = meeting, _last(meeting, item.kind) + 1
    item.save()
    record(
        "proposal.move_on_agenda",
        actor=actor,
        subject=item.proposal,
        data={"meeting": meeting.day, "kind": item.kind},
    )
    return item


@transaction.atomic
def order_items(meeting: Meeting, item: AgendaItem, *, step: int, actor: "User") -> None:
    """Move an item `step` places down its list (-1 is one up); at the ends nothing happens."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    require(may_arrange(standing_of(actor), meeting.body.kind))
    if _has_begun(meeting):
        raise Refused(_("The meeting has begun and stands as it was."))
    rows = list(meeting.items.filter(kind=item.kind).order_by("ordinal", "pk"))
    at = next(index for index, row in enumerate(rows) if row.pk == item.pk)
    to = max(0, min(len(rows) - 1, at + step))
    rows.insert(to, rows.pop(at))
    for ordinal, row in enumerate(rows, start=1):
        row.ordinal = ordinal
    AgendaItem.objects.bulk_update(rows, ["ordinal"])
    if to != at:
        record("meeting.order", actor=actor, subject=meeting, data={"item": str(item.proposal), "place": to + 1})


@transaction.atomic
def gather_by_conflict(meeting: Meeting, *, actor: "User") -> int:
    """Put the cases that the same people take no part in beside each other, so that they leave once.

    Those that everybody takes part in come first; the order is otherwise kept. Return how many cases moved.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    require(may_arrange(standing_of(actor), meeting.body.kind))
    if _has_begun(meeting):
        raise Refused(_("The meeting has begun and stands as it was."))
    rows = list(meeting.items.filter(kind=SETTLES[BodyKind(meeting.body.kind)]).order_by("ordinal", "pk"))
    barred: dict[int, set[int]] = {row.pk: set() for row in rows}
    members = set(meeting.body.memberships.values_list("person_id", flat=True))
    bars = AgendaItem.objects.filter(pk__in=barred, proposal__bars__person__in=members)
    for pk, person in bars.values_list("pk", "proposal__bars__person"):
        barred[pk].add(person)
    groups = list(dict.fromkeys(tuple(sorted(barred[row.pk])) for row in rows))
    ordered = sorted(rows, key=lambda row: (bool(barred[row.pk]), groups.index(tuple(sorted(barred[row.pk])))))
    moved = sum(before.pk != after.pk for before, after in zip(rows, ordered, strict=True))
    for ordinal, row in enumerate(ordered, start=1):
        row.ordinal = ordinal
    AgendaItem.objects.bulk_update(ordered, ["ordinal"])
    if moved:
        record("meeting.order", actor=actor, subject=meeting, data={"by": "conflict", "moved": moved})
    return moved


@transaction.atomic
def acknowledge_items(meeting: Meeting, *, actor: "User") -> int:
    """Record that the group has taken note of the projects at a meeting that has begun; return how many (C8).

    A case in which the one who records has a conflict of interest is left for the other office.
    """
    require(may_arrange(standing_of(actor), meeting.body.kind))
    if not _has_begun(meeting):
        raise Refused(_("The group is informed at the meeting, which has not begun."))
    count = note_items(meeting, actor=actor)
    if not count:
        raise Refused(_("There is nothing left to take note of."))
    return count


def note_items(meeting: Meeting, *, actor: "User") -> int:
    """Note what the meeting was informed of, and return how many projects; part of closing it too."""
    items = _to_note(meeting, actor)
    for item in items:
        item.acknowledged_at, item.acknowledged_by = clock.now(), actor
        record("proposal.acknowledge", actor=actor, subject=item.proposal, data={"meeting": meeting.day})
    AgendaItem.objects.bulk_update(items, ["acknowledged_at", "acknowledged_by"])
    return len(items)


def _to_note(meeting: Meeting, actor: "User") -> "list[AgendaItem]":
    rows: Iterable[AgendaItem] = (
        meeting.items.select_for_update(of=("self",))
        .filter(kind=AgendaKind.FOR_INFORMATION, acknowledged_at__isnull=True)
        .exclude(proposal__bars__person=actor)
        .select_related("proposal")
        .order_by("ordinal", "pk")
    )
    return list(rows)


def _has_begun(meeting: Meeting) -> bool:
    return meeting.phase != MeetingPhase.CALLED or clock.now() >= meeting.begins_at


def _to_come(proposal: Proposal, kind: AgendaKind = AgendaKind.FOR_REVIEW) -> "models.QuerySet[AgendaItem]":
    """Return the items on which the case awaits its turn, at a meeting to come or at none yet."""
    open_items = Q(meeting__isnull=True) | upcoming("meeting__")
    return AgendaItem.objects.filter(open_items, proposal=proposal, kind=kind)


def _place(proposal: Proposal, kind: AgendaKind) -> AgendaItem:
    meeting = next_meeting(BodyKind.MANAGEMENT if kind == AgendaKind.FOR_DECISION else BodyKind.STRATEGY_GROUP)
    return AgendaItem.objects.create(
        meeting=meeting,
        proposal=proposal,
        kind=kind,
        ordinal=_last(meeting, kind) + 1,
        placed_at=clock.now(),
    )


def _last(meeting: Meeting | None, kind: str) -> int:
    rows = AgendaItem.objects.filter(meeting=meeting, kind=kind)
    return rows.aggregate(last=Max("ordinal"))["last"] or 0
