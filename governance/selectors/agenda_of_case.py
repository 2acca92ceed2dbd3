"""Where a case stands on the bodies' agendas, and where it has stood, in words for the case's own page (C8, AM9)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import clock
from governance.domain.agenda import UNSETTLED
from governance.enums import AgendaKind, MeetingPhase

if TYPE_CHECKING:
    from governance.models import AgendaItem, Meeting


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """What happens to the case, or happened, and at which meeting; None while it stands on none."""

    label: str
    meeting: "Meeting | None"
    noted: bool = False


def agenda_lines(items: "Iterable[AgendaItem]", state: str) -> Iterator[AgendaLine]:
    """Yield the case's items in the order they were placed; `state` is where the case stands now.

    What has been settled is told as past, and a meeting to come that no longer settles anything of it is left out.
    """
    rows = sorted(items, key=lambda item: item.pk)
    newest = {item.kind: item.pk for item in rows}
    for item in rows:
        if item.kind == AgendaKind.FOR_INFORMATION:
            yield AgendaLine(item.get_kind_display(), item.meeting, noted=item.acknowledged_at is not None)
            continue
        waits = state in UNSETTLED[AgendaKind(item.kind)]
        last = item.pk == newest[item.kind]
        if last and waits and not _is_closed(item.meeting):
            yield AgendaLine(item.get_kind_display(), item.meeting)
        elif item.meeting is not None and _has_begun(item.meeting):
            yield AgendaLine(_settled(item) if last and not waits else _("On the agenda"), item.meeting)


def _settled(item: "AgendaItem") -> str:
    if item.kind == AgendaKind.FOR_DECISION:
        return pgettext("at a meeting", "Decided")
    return pgettext("at a meeting", "Reviewed")


def _is_closed(meeting: "Meeting | None") -> bool:
    return meeting is not None and meeting.phase == MeetingPhase.CLOSED


def _has_begun(meeting: "Meeting") -> bool:
    return meeting.phase != MeetingPhase.CALLED or clock.now() >= meeting.begins_at
