"""Meetings and their agendas, as each reader may see them (A6, C8, AM9)."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q
from django.utils.translation import gettext as _

from core import clock
from core.ui import Tone
from governance.domain.agenda import SETTLES, UNSETTLED, unplaced_items, upcoming
from governance.domain.meeting_rules import MeetingRules
from governance.enums import AgendaKind, BodyKind, MeetingPhase
from governance.models import AgendaItem, Body, ConflictDeclaration, Meeting, MeetingPack
from governance.selectors.pool_proposal import proposed_amounts
from portfolio.models import Bar, Proposal, StandIn
from portfolio.selectors.proposal_page import TONES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from core.models import User

# A reader of the list looks this far back; older meetings are found from their cases.
PAST_SHOWN = 24


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item as the reader sees it: one who is barred reads number and title and nothing else."""

    item: AgendaItem
    number: str
    title: str
    barred: bool
    movable: bool
    kind: str = ""
    unit: str = ""
    state: str = ""
    tone: Tone = "neutral"
    conflicts: tuple[str, ...] = ()
    # Who steps in for whom, in words.
    deputies: tuple[str, ...] = ()
    # What the pool's workbench proposes, DKK; None where it proposes nothing, or the reader may not know.
    proposed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting with its two lists; `begun` tells whether it has been held or is being held."""

    meeting: Meeting
    begun: bool
    for_review: tuple[ItemLine, ...]
    for_decision: tuple[ItemLine, ...]
    for_information: tuple[ItemLine, ...]
    others: tuple[Meeting, ...]
    cases_by: date
    pack_by: date
    packs: tuple[MeetingPack, ...]
    before: Meeting | None
    after: Meeting | None

    @property
    def to_come(self) -> bool:
        """Whether the agenda can still be put in order."""
        return not self.begun

    @property
    def by_management(self) -> bool:
        """Whether it is management's meeting, which decides and is not informed of projects."""
        return self.meeting.body.kind == BodyKind.MANAGEMENT

    @property
    def with_conflicts(self) -> bool:
        """Whether anybody leaves the room for a case, and there is an order to gather."""
        lines = (*self.for_review, *self.for_decision)
        return len(lines) > 1 and any(line.conflicts or line.barred for line in lines)

    @property
    def has_cases(self) -> bool:
        """Whether there is anything to settle."""
        return bool(self.for_review or self.for_decision)

    @property
    def unnoted(self) -> int:
        """How many projects the group has not yet taken note of, those that the reader is barred from left out."""
        return sum(line.item.acknowledged_at is None and not line.barred for line in self.for_information)


@dataclass(frozen=True, slots=True)
class MeetingList:
    """A body's next meeting, those after it, those that have been, and the cases that stand on none."""

    body: Body | None
    bodies: tuple[Body, ...]
    next: Meeting | None
    later: tuple[Meeting, ...]
    past: tuple[Meeting, ...]
    unplaced: tuple[ItemLine, ...]


def meeting_list(reader: "User", kind: BodyKind = BodyKind.STRATEGY_GROUP) -> MeetingList:
    """Return a body's meetings with how much each holds; a constant number of queries."""
    bodies = {body.kind: body for body in Body.objects.filter(kind__in=SETTLES)}
    rows = Meeting.objects.filter(body__kind=kind).annotate(
        reviews=Count("items", filter=Q(items__kind=SETTLES[kind])),
        informations=Count("items", filter=Q(items__kind=AgendaKind.FOR_INFORMATION)),
    )
    to_come = list(rows.filter(upcoming()))
    past = rows.exclude(upcoming()).order_by("-day", "-begins")[:PAST_SHOWN]
    return MeetingList(
        body=bodies.get(kind),
        bodies=tuple(bodies.values()),
        next=to_come[0] if to_come else None,
        later=tuple(to_come[1:]),
        past=tuple(past),
        unplaced=_lines(unplaced_items(kind), reader),
    )


def meeting_page(meeting: Meeting, reader: "User", rules: MeetingRules) -> MeetingPage:
    """Return a meeting with its agenda; a constant number of queries."""
    lines = _lines(meeting.items.all(), reader)
    siblings = Meeting.objects.filter(body=meeting.body_id)
    return MeetingPage(
        meeting=meeting,
        begun=clock.now() >= meeting.begins_at or meeting.phase != MeetingPhase.CALLED,
        for_review=tuple(line for line in lines if line.item.kind == AgendaKind.FOR_REVIEW),
        for_decision=tuple(line for line in lines if line.item.kind == AgendaKind.FOR_DECISION),
        for_information=tuple(line for line in lines if line.item.kind == AgendaKind.FOR_INFORMATION),
        others=tuple(siblings.filter(upcoming()).exclude(pk=meeting.pk)),
        cases_by=rules.cases_by(meeting.day),
        pack_by=rules.pack_by(meeting.day),
        packs=tuple(meeting.packs.defer("snapshot").select_related("frozen_by")),
        before=siblings.filter(day__lt=meeting.day).order_by("-day").first(),
        after=siblings.filter(day__gt=meeting.day).order_by("day").first(),
    )


def readable_items(rows: "QuerySet[AgendaItem]", reader: "User") -> list[Any]:
    """Return those of a few `rows` whose case `reader` may see (`is_open`), or is barred from and reads the title of.

    The database looks through the cases of these rows, not through every case there is.
    """
    cases = Proposal.objects.visible_to(reader).order_by().filter(pk__in=rows.order_by().values("proposal"))
    bars = Bar.objects.order_by().filter(person=reader, proposal=OuterRef("proposal_id"))
    is_open = ExpressionWrapper(Q(proposal__in=cases.values("pk")), BooleanField())
    items: list[Any] = list(rows.annotate(is_open=is_open, is_barred=Exists(bars)))
    return [item for item in items if item.is_open or item.is_barred]


def _lines(rows: "QuerySet[AgendaItem]", reader: "User") -> tuple[ItemLine, ...]:
    found = rows.select_related("proposal__unit", "acknowledged_by", "meeting").order_by("ordinal", "pk")
    items = readable_items(found, reader)
    conflicts = _conflicts(items)
    deputies = _deputies(items)
    proposed = proposed_amounts({item.proposal_id for item in items if item.is_open}, reader)
    lines = (_line(item, conflicts.get(item.proposal_id, ()), item.is_open) for item in items)
    return tuple(
        replace(
            line,
            proposed=proposed.get(line.item.proposal_id),
            deputies=() if line.barred else deputies.get(line.item.proposal_id, ()),
        )
        for line in lines
    )


def _deputies(items: "Iterable[AgendaItem]") -> dict[int, tuple[str, ...]]:
    reviewed = [item.proposal_id for item in items if item.kind == AgendaKind.FOR_REVIEW]
    rows = StandIn.objects.filter(proposal__in=reviewed).values_list("proposal_id", "person__name", "member__name")
    found: dict[int, tuple[str, ...]] = {}
    for proposal_id, name, member in rows if reviewed else ():
        said = _("%(name)s for %(member)s") % {"name": name, "member": member}
        found[proposal_id] = (*found.get(proposal_id, ()), said)
    return found


def _conflicts(items: "Iterable[AgendaItem]") -> dict[int, tuple[str, ...]]:
    rows = ConflictDeclaration.objects.filter(
        proposal__in=[item.proposal_id for item in items], lifted_at__isnull=True
    ).values_list("proposal_id", "person__name")
    names: dict[int, tuple[str, ...]] = {}
    for proposal_id, name in rows.order_by("person__sort_key"):
        names[proposal_id] = (*names.get(proposal_id, ()), name)
    return names


def _line(item: AgendaItem, conflicts: tuple[str, ...], visible: bool) -> ItemLine:  # noqa: FBT001 - a line's own fact
    proposal = item.proposal
    states = UNSETTLED.get(AgendaKind(item.kind))
    movable = proposal.state in states if states else item.acknowledged_at is None
    if not visible:
        return ItemLine(item, proposal.number, proposal.title, barred=True, movable=movable)
    return ItemLine(
        item,
        proposal.number,
        proposal.title,
        barred=False,
        movable=movable,
        kind=proposal.get_kind_display(),
        unit=proposal.unit.name,
        state=proposal.get_state_display(),
        tone=TONES.get(proposal.state, "info"),
        conflicts=conflicts,
    )
