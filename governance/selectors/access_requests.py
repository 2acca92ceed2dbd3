"""Requests for access as pages, and what they ask of a person on Min side."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.clock import today
from core.permissions import holder_ids
from core.ui import Action, WaitingItem
from governance.domain.access_requests import is_under_way, may_handle
from governance.enums import AccessOutcome
from governance.models import AccessRequest
from governance.permissions import cannot_judge
from governance.selectors.hearing import ServiceClock, running_clock
from governance.selectors.standing import kept_standing, reader_standing
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.http import PersonRequest
    from core.models import User

# Of seven working days, the last two hurry.
WARNING = 2
LENGTH = 200


@dataclass(frozen=True, slots=True)
class AccessLine:
    """A request with how its time stands, or how it was answered."""

    request: AccessRequest
    clock: ServiceClock
    url: str


@dataclass(frozen=True, slots=True)
class AccessList:
    """The requests that are still to be answered, the most urgent first, and those that have been, newest first."""

    open: tuple[AccessLine, ...]
    answered: tuple[AccessLine, ...]
    count_text: str


def access_list(reader: "User") -> AccessList:
    """Assemble the list."""
    rows = AccessRequest.objects.visible_to(reader).select_related("proposal")
    waiting = tuple(access_line(row) for row in rows.open()[:LENGTH])
    answered = tuple(access_line(row) for row in rows.exclude(outcome="").order_by("-answered_at", "-pk")[:LENGTH])
    text = ngettext("%(count)d to be answered", "%(count)d to be answered", len(waiting)) % {"count": len(waiting)}
    return AccessList(waiting, answered, text)


def readable_request(pk: int, reader: "User") -> AccessRequest:
    """Return a request that `reader` may know of, with its case and who writes that, or raise Http404."""
    found = AccessRequest.objects.visible_to(reader).annotate(editors=holder_ids("edit_proposal", Proposal, "proposal"))
    related = ("proposal__author", "proposal__owner", "proposal__unit")
    row = found.select_related(*related).filter(pk=pk).first()
    if row is None:
        raise Http404
    row.proposal.__dict__["editors_read"] = row.editors  # type: ignore[attr-defined]  # annotated
    return row


def access_line(row: AccessRequest) -> AccessLine:
    """Return a request as pages show it."""
    return AccessLine(row, access_clock(row), reverse("governance:access_detail", args=[row.pk]))


def access_clock(row: AccessRequest) -> ServiceClock:
    """Return how the time of a request stands, or how it was answered."""
    if is_under_way(row):
        said = running_clock(row.due_on, WARNING).sentence
        return ServiceClock(pgettext("access", "The package is being made"), "info", said)
    if row.is_open:
        return running_clock(row.due_on, WARNING)
    if row.outcome == AccessOutcome.REFUSED:
        return ServiceClock(pgettext("access", "Refused"), "neutral", "")
    return ServiceClock(pgettext("access", "Given"), "success", "")


def access_waiting(person: "User") -> Iterator[WaitingItem]:
    """Yield the requests that `person` can answer: never those in a case that they speak for."""
    if not may_handle(kept_standing(person)):
        return
    rows = AccessRequest.objects.visible_to(person).open().select_related("proposal__author", "proposal__owner")
    for row in rows.exclude(proposal__author=person).exclude(proposal__owner=person)[:LENGTH]:
        said = {"asker": row.asker, "time": running_clock(row.due_on, WARNING).sentence}
        yield WaitingItem(
            str(row.proposal),
            _("%(asker)s asks for access to the case. %(time)s") % said,
            row.registered_at,
            reverse("governance:access_detail", args=[row.pk]),
            _("Answer the request"),
            due=row.due_on,
            overdue=row.due_on < today(),
        )


def access_actions(person: "User") -> tuple[Action, ...]:
    """Return Min side's way to the requests, for those who handle them."""
    if not may_handle(kept_standing(person)):
        return ()
    return (Action(_("Access to documents"), reverse("governance:access_list")),)


def access_links(request: "PersonRequest", proposal: "Proposal") -> list[Action]:
    """Return the ways from a case to its requests, for those who handle them."""
    if not proposal.submitted_at or not may_handle(reader_standing(request)) or cannot_judge(proposal, request.user):
        return []
    address = f"{reverse('governance:access_create')}?sag={proposal.number}"
    return [Action(_("Register a request for access to the case"), address)]
