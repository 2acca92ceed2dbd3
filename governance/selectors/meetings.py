"""Meetings and their agendas, as each reader may see them (A6, C8, AM9)."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q
from django.utils.translation import gettext as _

from core import clock
from core.children import Child, prefetch_together
from core.ui import Tone
from governance.domain.agenda import SETTLES, UNSETTLED, unplaced_items, upcoming
from governance.domain.meeting_rules import MeetingRules
from governance.enums import AgendaKind, BodyKind, MeetingPhase
from governance.models import AgendaItem, Body, Meeting, MeetingPack
from governance.selectors.conflict_hints import OwnHint, own_hints
from governance.selectors.pool_proposal import proposed_amounts
from portfolio.models import Bar, Proposal
from portfolio.selectors.proposal_page import TONES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from core.models import User
    from governance.selectors.standing import Standing

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
    # Those whose habilitet the body is to decide on.
    doubts: tuple[str, ...] = ()
    # Who steps in for whom, in words.
    deputies: tuple[str, ...] = ()
    # Signs that the reader may be partial, told to them alone; `speaks`: they have a part in the case, and leave.
    hints: tuple[OwnHint, ...] = ()
    speaks: bool = False
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
        return len(lines) > 1 and any(line.conflicts or line.doubts or line.barred for line in lines)

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
    """A body's meeting in session, its next, those after it, those that have been, and the cases that stand on none."""

    body: Body | None
    bodies: tuple[Body, ...]
    now: Meeting | None
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
    begun = list(rows.exclude(upcoming()).order_by("-day", "-begins")[:PAST_SHOWN])
    now = next((meeting for meeting in begun if meeting.phase == MeetingPhase.OPEN), None)
    return MeetingList(
        body=bodies.get(kind),
        bodies=tuple(bodies.values()),
        now=now,
        next=to_come[0] if to_come else None,
        later=tuple(to_come[1:]),
        past=tuple(meeting for meeting in begun if meeting != now),
        unplaced=_lines(unplaced_items(kind), reader),
    )


def meeting_page(meeting: Meeting, reader: "User", rules: MeetingRules, standing: "Standing") -> MeetingPage:
    """Return a meeting with its agenda; a constant number of queries."""
    lines = _lines(meeting.items.all(), reader)
    if meeting.phase != MeetingPhase.CLOSED:
        lines = _with_own_signs(lines, meeting, reader, standing)
    siblings = Meeting.objects.filter(body=meeting.body_id)
    earlier, later = siblings.filter(day__lt=meeting.day), siblings.filter(day__gt=meeting.day)
    nearest = earlier.order_by("-day")[:1].union(later.order_by("day")[:1])
    beside = {one.day < meeting.day: one for one in nearest}
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
        before=beside.get(True),
        after=beside.get(False),
    )


def _with_own_signs(
    lines: tuple[ItemLine, ...], meeting: Meeting, reader: "User", standing: "Standing"
) -> tuple[ItemLine, ...]:
    """Return the lines with what the reader is told of themselves, on the cases that they are to settle."""
    kind = BodyKind(meeting.body.kind)
    settles = kind in standing.kinds and kind not in standing.secretary_of
    steps_in = standing.steps_in if kind == BodyKind.STRATEGY_GROUP else standing.decides_for_another
    if not (settles or steps_in):
        return lines
    asked = [line for line in lines if line.item.kind == SETTLES[kind] and line.movable and not line.barred]
    judged = [line.item.proposal for line in asked if not line.speaks]
    signs = own_hints(judged, reader, standing.department_id)
    asks = {line.item.pk for line in asked}
    return tuple(
        replace(line, hints=() if line.speaks else signs.get(line.item.proposal_id, ()))
        if line.item.pk in asks
        else replace(line, speaks=False)
        for line in lines
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
    writes = Exists(Proposal.objects.editable_by(reader).order_by().filter(pk=OuterRef("proposal_id")))
    found = rows.annotate(reader_writes=writes | Q(proposal__owner=reader)).order_by("ordinal", "pk")
    items = readable_items(found.select_related("proposal__unit", "acknowledged_by", "meeting"), reader)
    _who_leaves(items)
    proposed = proposed_amounts({item.proposal_id for item in items if item.is_open}, reader)
    lines = (_line(item, item.is_open) for item in items)
    return tuple(
        replace(
            line,
            proposed=proposed.get(line.item.proposal_id),
            speaks=line.item.is_open and line.item.reader_writes,  # type: ignore[attr-defined]  # annotated above
        )
        for line in lines
    )


def _who_leaves(items: "Iterable[AgendaItem]") -> None:
    """Lay beside each case who is barred from it and who steps in on it, in one query."""
    cases = {item.proposal_id: item.proposal for item in items}
    rows = list(cases.values())
    prefetch_together(
        rows,
        Child("conflicts", follow=("person",), where=Q(lifted_at__isnull=True)),
        Child("stand_ins", follow=("person", "member")),
    )
    for item in items:
        item.proposal = cases[item.proposal_id]


def _deputies(item: AgendaItem) -> tuple[str, ...]:
    """Return who steps in for whom on what the meeting settles."""
    if item.kind == AgendaKind.FOR_INFORMATION:
        return ()
    said, decides = _("%(name)s for %(member)s"), item.kind == AgendaKind.FOR_DECISION
    rows = (row for row in item.proposal.stand_ins.all() if row.decides == decides)
    return tuple(said % {"name": row.person.name, "member": row.member.name} for row in rows)


def _line(item: AgendaItem, visible: bool) -> ItemLine:  # noqa: FBT001 - a line's own fact
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
        conflicts=tuple(row.person.name for row in proposal.conflicts.all() if not row.is_open_doubt),
        doubts=tuple(row.person.name for row in proposal.conflicts.all() if row.is_open_doubt),
        deputies=_deputies(item),
    )
