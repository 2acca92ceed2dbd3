"""The pages of the requests for IT's help, and what they ask of whom on Min side (C15)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.clock import today
from core.ui import Action, NewsItem, WaitingItem
from governance.domain.assistance import ACCEPT, DECLINE, FINISH, may_answer, may_ask, may_withdraw
from governance.enums import AssistanceState
from governance.models import AssistanceRequest
from governance.querysets import READ_EVERY_REQUEST
from governance.selectors.own_tasks import Asked, own_tasks
from governance.selectors.standing import kept_standing
from portfolio.models import Project, Proposal

if TYPE_CHECKING:
    from datetime import date

    from core.models import User
    from core.ui import Tone

_TONES: dict[AssistanceState, "Tone"] = {
    AssistanceState.OPEN: "warning",
    AssistanceState.ACCEPTED: "info",
    AssistanceState.DECLINED: "neutral",
    AssistanceState.FINISHED: "success",
    AssistanceState.WITHDRAWN: "neutral",
}
# What IT has said; what the asker did is no news to the asker.
_NEWS = (AssistanceState.ACCEPTED, AssistanceState.DECLINED, AssistanceState.FINISHED)
# More are never on a page; the oldest that have ended are left out.
LENGTH = 200


@dataclass(frozen=True, slots=True)
class AssistanceLine:
    """One request with where it stands."""

    request: AssistanceRequest
    tone: "Tone"
    url: str

    @property
    def day(self) -> "date":
        """Return the day that counts now: the agreed one, or else the one that was wished for."""
        return self.request.planned_for or self.request.wanted_by

    @property
    def late(self) -> bool:
        """Whether the day has passed and IT has not finished."""
        return self.request.state in (AssistanceState.OPEN, AssistanceState.ACCEPTED) and self.day < today()


@dataclass(frozen=True, slots=True)
class AssistanceList:
    """The reader's own, and what IT has to do: what waits oldest first, what is agreed by its day, what has ended."""

    own: tuple[AssistanceLine, ...]
    waiting: tuple[AssistanceLine, ...]
    agreed: tuple[AssistanceLine, ...]
    ended: tuple[AssistanceLine, ...]
    # Whether the reader sees the others' requests too.
    reads_queue: bool
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class AssistancePage:
    """One request: the case or project it is about, if the reader may see it, and what the reader may do."""

    line: AssistanceLine
    proposal: Proposal | None
    project: Project | None
    actions: tuple[Action, ...]


def assistance_list(reader: "User") -> AssistanceList:
    """Assemble the page: the newest of what `reader` may see."""
    rows = AssistanceRequest.objects.visible_to(reader).select_related("unit", "helper", "asked_by")
    lines = [_line(row) for row in rows.order_by("-asked_at", "-pk")[:LENGTH]]
    others = [line for line in lines if line.request.asked_by_id != reader.pk]
    own = [line for line in lines if line.request.asked_by_id == reader.pk]
    ended = (AssistanceState.DECLINED, AssistanceState.FINISHED, AssistanceState.WITHDRAWN)
    asks = may_ask(reader)
    ask = Action(_("Ask IT for help"), reverse("governance:assistance_create"), primary=True)
    return AssistanceList(
        own=tuple(own),
        waiting=tuple(line for line in reversed(others) if line.request.state == AssistanceState.OPEN),
        agreed=tuple(
            sorted(
                (line for line in others if line.request.state == AssistanceState.ACCEPTED), key=lambda line: line.day
            )
        ),
        ended=tuple(line for line in others if line.request.state in ended),
        reads_queue=bool(kept_standing(reader).kinds & set(READ_EVERY_REQUEST)) or bool(others),
        actions=(ask,) if asks else (),
    )


def readable_request(pk: int, reader: "User") -> AssistanceRequest:
    """Return a request that `reader` may see, or raise Http404."""
    rows = AssistanceRequest.objects.visible_to(reader).select_related("unit", "helper", "asked_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def assistance_page(pk: int, reader: "User") -> AssistancePage:
    """Assemble the page of one request."""
    row = readable_request(pk, reader)
    standing = kept_standing(reader)
    moves = (
        (ACCEPT, _("Agree to help"), "governance:assistance_acceptance", True),
        (DECLINE, _("Decline"), "governance:assistance_refusal", False),
        (FINISH, _("Finish"), "governance:assistance_completion", True),
    )
    answers = [(may_answer(act, row, reader, standing), label, name, primary) for act, label, name, primary in moves]
    withdraw = Action(_("Withdraw the request"), reverse("governance:assistance_withdrawal", args=[pk]), danger=True)
    return AssistancePage(
        line=_line(row),
        proposal=Proposal.objects.visible_to(reader).filter(pk=row.proposal_id).first() if row.proposal_id else None,
        project=Project.objects.visible_to(reader).filter(pk=row.project_id).first() if row.project_id else None,
        actions=tuple(
            Action(label, reverse(name, args=[pk]), primary=primary)
            for answer, label, name, primary in answers
            if answer
        )
        + ((withdraw,) if may_withdraw(row, reader) else ()),
    )


def assistance_waiting(person: "User") -> Iterator[WaitingItem]:
    """Yield what waits for IT, and for the one who has been named, when the day has come within sight."""
    for row in own_tasks(person).asked:
        url = reverse("governance:assistance_detail", args=[row.pk])
        if row.state == AssistanceState.OPEN and row.asked_by_id != person.pk:
            why, button = _("%(name)s asks IT for help.") % {"name": row.asked_by}, _("Answer")
            late = row.wanted_by < today()
            yield WaitingItem(row.title, why, row.asked_at, url, button, due=row.wanted_by, overdue=late)
        elif row.state == AssistanceState.ACCEPTED and row.helper_id == person.pk and row.planned_for:
            why, late = _("You have been named to help."), row.planned_for < today()
            yield WaitingItem(row.title, why, row.state_since, url, _("Finish"), due=row.planned_for, overdue=late)


def assistance_news(person: "User") -> Iterator[NewsItem]:
    """Yield IT's answers to what `person` has asked for."""
    for row in own_tasks(person).asked:
        if row.asked_by_id == person.pk and row.state in _NEWS:
            url = reverse("governance:assistance_detail", args=[row.pk])
            yield NewsItem(row.title, _news(row), row.state_since, url)


def assistance_actions(_person: "User") -> tuple[Action, ...]:
    """Return Min side's way to the requests."""
    return (Action(_("Help from IT"), reverse("governance:assistance_list")),)


def _news(row: Asked) -> str:
    return {
        AssistanceState.ACCEPTED: pgettext("assistance", "IT has agreed to help"),
        AssistanceState.DECLINED: pgettext("assistance", "IT cannot help"),
        AssistanceState.FINISHED: pgettext("assistance", "IT has finished helping"),
    }[AssistanceState(row.state)]


def _line(row: AssistanceRequest) -> AssistanceLine:
    url = reverse("governance:assistance_detail", args=[row.pk])
    return AssistanceLine(row, _TONES[AssistanceState(row.state)], url)
