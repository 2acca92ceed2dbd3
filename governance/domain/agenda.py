"""The agenda follows the cases: the moves place them, the secretary arranges them (A6, C8, D8, AM9)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import ALLOWED, Answer, Refused, require
from governance.enums import AgendaKind, BodyKind
from governance.models import AgendaItem, Meeting, Triage
from governance.selectors.standing import standing_of
from portfolio.enums import ProposalState
from portfolio.models import Proposal

if TYPE_CHECKING:
    from django.db import models

    from core.models import User
    from governance.selectors.standing import Standing

# The applicant has the case again, or has dropped it: it is not reviewed at the meetings to come.
_TAKEN_OFF = (ProposalState.REVISION, ProposalState.WITHDRAWN)
UNDER_REVIEW = (ProposalState.REVIEW, ProposalState.DEFERRED)


def follow_agenda(proposal: Proposal, before: str) -> None:
    """Bring the agenda into line with the state that a move has just led to. Part of every move.

    A case that enters review is placed on the next meeting; one that its applicant takes back leaves those to come.
    """
    if proposal.state == ProposalState.REVIEW:
        place_for_review(proposal)
    elif before in UNDER_REVIEW and proposal.state in _TAKEN_OFF:
        _to_come(proposal).delete()


def place_for_review(proposal: Proposal) -> AgendaItem:
    """Place the case for review on the next meeting, or on none yet; one that stands there already stays."""
    standing = _to_come(proposal).first()
    return standing or _place(proposal, AgendaKind.FOR_REVIEW)


def place_for_information(triage: Triage) -> None:
    """Let the group be informed of a project once, whatever its route (C8, D8); part of the move that triages.

    A later triage that no longer sees a project takes the item off again, unless the group has been informed.
    """
    items = AgendaItem.objects.filter(proposal=triage.proposal_id, kind=AgendaKind.FOR_INFORMATION)
    if not triage.outcome["for_information"]:
        items.filter(acknowledged_at__isnull=True).delete()
    elif not items.exists():
        _place(triage.proposal, AgendaKind.FOR_INFORMATION)


def next_meeting() -> Meeting | None:
    """Return the strategy group's next meeting that has not begun, or None."""
    return Meeting.objects.filter(upcoming(), body__kind=BodyKind.STRATEGY_GROUP).first()


def upcoming(prefix: str = "") -> Q:
    """Return the condition on meetings that have not begun; `prefix` is the way to the meeting, with `__`."""
    now = clock.now().astimezone(clock.COPENHAGEN)
    later = Q(**{f"{prefix}day__gt": now.date()})
    return later | Q(**{f"{prefix}day": now.date(), f"{prefix}begins__gt": now.time()})


def unplaced_items() -> "models.QuerySet[AgendaItem]":
    """Return the items that stand on no meeting to come: never placed, or left over from a meeting that was held."""
    later = AgendaItem.objects.filter(proposal=OuterRef("proposal"), kind=OuterRef("kind"), pk__gt=OuterRef("pk"))
    left_over = Q(kind=AgendaKind.FOR_REVIEW, proposal__state=ProposalState.REVIEW) & ~upcoming("meeting__")
    return AgendaItem.objects.filter(Q(meeting__isnull=True) | left_over).exclude(Exists(later.order_by()))


def may_arrange(standing: "Standing") -> Answer:
    """Answer whether a person calls the meetings and arranges their agendas; that is no judgement of a case."""
    if standing.runs_meetings:
        return ALLOWED
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
    require(may_arrange(standing_of(actor)))
    item = AgendaItem.objects.select_for_update(of=("self",)).select_related("proposal", "meeting").get(pk=item.pk)
    if item.acknowledged_at is not None:
        raise Refused(_("The group has been informed of the case already."))
    if item.kind == AgendaKind.FOR_REVIEW and item.proposal.state not in UNDER_REVIEW:
        raise Refused(_("The group is not reviewing the case now."))
    if clock.now() >= meeting.begins_at:
        raise Refused(_("That meeting has begun. Choose a later one."))
    if meeting.items.filter(proposal=item.proposal_id, kind=item.kind).exclude(pk=item.pk).exists():
        raise Refused(_("The case already stands on that agenda."))
    if item.meeting_id == meeting.pk:
        return item
    if item.kind == AgendaKind.FOR_REVIEW and item.meeting is not None and clock.now() >= item.meeting.begins_at:
        item.pk, item.placed_at, item._state.adding = None, clock.now(), True
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
    require(may_arrange(standing_of(actor)))
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if clock.now() >= meeting.begins_at:
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
def acknowledge_items(meeting: Meeting, *, actor: "User") -> int:
    """Record that the group has taken note of the projects at a meeting that has begun; return how many (C8).

    A case in which the one who records has a conflict of interest is left for the other office.
    """
    require(may_arrange(standing_of(actor)))
    if clock.now() < meeting.begins_at:
        raise Refused(_("The group is informed at the meeting, which has not begun."))
    items = _to_note(meeting, actor)
    if not items:
        raise Refused(_("There is nothing left to take note of."))
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


def _to_come(proposal: Proposal) -> "models.QuerySet[AgendaItem]":
    """Return the items on which the case awaits review, at a meeting to come or at none yet."""
    open_items = Q(meeting__isnull=True) | upcoming("meeting__")
    return AgendaItem.objects.filter(open_items, proposal=proposal, kind=AgendaKind.FOR_REVIEW)


def _place(proposal: Proposal, kind: AgendaKind) -> AgendaItem:
    meeting = next_meeting()
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
