"""What governance asks of a person on Min side: waiting, due and news, each one query a role."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.urls import reverse
from django.utils.translation import gettext as _

from core.clock import today
from core.ui import DueItem, NewsItem, WaitingItem
from governance.enums import BodyKind, Signatory
from governance.models import ITAssessment, Triage
from governance.selectors.standing import kept_standing
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from core.models import User
    from governance.selectors.standing import Standing

_WITH_ME = (ProposalState.DRAFT, ProposalState.REVISION, ProposalState.NOT_APPROVED)
# Lines a role can take in at once; the list page shows the rest.
LENGTH = 50


def waiting(person: "User") -> Iterator[WaitingItem]:
    """Yield what waits for `person` in every role they have."""
    standing = kept_standing(person)
    yield from _own_cases(person)
    if BodyKind.IT_DEPARTMENT in standing.kinds:
        yield from _assessments(person)
    yield from _routes(person, standing)
    if BodyKind.DEPARTMENT_HEADS in standing.kinds:
        yield from _local_decisions(person, standing)
    if BodyKind.STRATEGY_GROUP in standing.secretary_of or BodyKind.DEPARTMENT_HEADS in standing.kinds:
        yield from _suggestions(person, standing)


def due(person: "User") -> Iterator[DueItem]:
    """Yield the deadlines of the cases that `person` answers for, and for IT those of every case that waits for it."""
    if BodyKind.IT_DEPARTMENT in kept_standing(person).kinds:
        found = [(row.proposal, row.due_on) for row in _with_it(person)[:LENGTH]]
        # The page has asked for both lists; the next page asks anew.
        person.__dict__.pop("with_it_kept", None)
    else:
        found = [(row, row.due_on) for row in _own(person) if row.due_on]  # type: ignore[attr-defined]  # annotated
    for proposal, day in found:
        title = _("IT's answer on %(case)s") % {"case": proposal}
        yield DueItem(title, _url(proposal), day, overdue=day < today())


def news(person: "User") -> Iterator[NewsItem]:
    """Yield the newest changes of state in the cases that `person` wrote, owns or may write on."""
    changed = sorted(
        (row for row in _cases_of(person) if row.submitted_at), key=lambda row: row.state_since, reverse=True
    )
    for row in changed[:LENGTH]:
        yield NewsItem(str(row), row.get_state_display(), row.state_since, _url(row))


def _own(person: "User") -> list[Proposal]:
    """Return the cases whose pen the person holds, and their own that IT assesses, the oldest first.

    A case that IT assesses knows when IT has asked, or else when its answer is due.
    """
    return sorted((row for row in _cases_of(person) if row.waits), key=lambda row: row.state_since)[:LENGTH]  # type: ignore[attr-defined]  # annotated


def _cases_of(person: "User") -> list[Proposal]:
    """Return the person's own cases, those that ask something of somebody first; read once for all of Min side."""
    known: list[Proposal] | None = person.__dict__.get("own_cases_kept")
    if known is None:
        runs = ITAssessment.objects.filter(proposal=OuterRef("pk"), answered_at__isnull=True).order_by("-pk")
        asked = runs.annotate(asked=Max("messages__written_at", filter=Q(paused_on__isnull=False)))
        day = runs.annotate(day=Case(When(paused_on__isnull=True, then=F("due_on")), output_field=DateField()))
        own = Q(author=person) | Q(owner=person)
        with_it = Q(state=ProposalState.ASSESSMENT) & own
        waits = Q(author=person, state__in=_WITH_ME) | with_it
        rows = Proposal.objects.filter(waits | (own & Q(submitted_at__isnull=False))).annotate(
            waits=ExpressionWrapper(waits, output_field=BooleanField()),
            asked_at=Case(When(with_it, then=Subquery(asked.values("asked")[:1])), output_field=DateTimeField()),
            due_on=Case(When(with_it, then=Subquery(day.values("day")[:1])), output_field=DateField()),
        )
        known = person.__dict__["own_cases_kept"] = list(rows.order_by("-waits", "-state_since")[: 2 * LENGTH])
    return known


def _own_cases(person: "User") -> Iterator[WaitingItem]:
    """Yield the cases that the person holds the pen of, and those in which IT has asked: the owner is asked too."""
    for row in _own(person):
        if row.state == ProposalState.ASSESSMENT:
            asked: datetime | None = row.asked_at  # type: ignore[attr-defined]  # annotated
            url = reverse("governance:hearing_answer", args=[row.pk])
            if asked is not None:
                yield WaitingItem(str(row), _("IT has asked, and waits for your answer."), asked, url, _("Answer IT"))
            continue
        why = {
            ProposalState.DRAFT: _("You have a draft that has not been submitted."),
            ProposalState.REVISION: _("The case is with you to be corrected."),
            ProposalState.NOT_APPROVED: _("IT has not approved the acquisition."),
        }[ProposalState(row.state)]
        yield WaitingItem(str(row) or _("Draft without a title"), why, row.state_since, _url(row), _("Go on"))


def _running() -> "QuerySet[ITAssessment]":
    """Return the assessments that wait for IT: those that wait for the applicant's answer are not IT's to take up."""
    # A case that was taken back before IT answered has one that nobody answers any more.
    later = ITAssessment.objects.filter(proposal=OuterRef("proposal"), pk__gt=OuterRef("pk")).order_by()
    rows = ITAssessment.objects.filter(answered_at__isnull=True, paused_on__isnull=True)
    return rows.filter(~Exists(later), proposal__state=ProposalState.ASSESSMENT)


def _with_it(person: "User") -> list[ITAssessment]:
    """Return what waits for IT, with those of it that are the person's own, the first due first; asked for once."""
    known: list[ITAssessment] | None = person.__dict__.get("with_it_kept")
    if known is None:
        mine = Q(proposal__author=person) | Q(proposal__owner=person)
        rows = _running().filter(mine | ~Q(proposal__bars__person=person)).select_related("proposal")
        known = person.__dict__["with_it_kept"] = list(rows.order_by("due_on")[: 2 * LENGTH])
    return known


def _assessments(person: "User") -> Iterator[WaitingItem]:
    others = [row for row in _with_it(person) if person.pk not in {row.proposal.author_id, row.proposal.owner_id}]
    for row in others[:LENGTH]:
        yield WaitingItem(
            str(row.proposal),
            _("The acquisition waits for the IT department's answer."),
            row.asked_at,
            reverse("governance:proposal_assessment", args=[row.proposal_id]),
            _("Assess the acquisition"),
            due=row.due_on,
            overdue=row.due_on < today(),
        )


def _routes(person: "User", standing: "Standing") -> Iterator[WaitingItem]:
    newest = Triage.objects.filter(proposal=OuterRef("proposal")).order_by("-pk").values("pk")[:1]
    rows = (
        Triage.objects.filter(proposal__state=ProposalState.ROUTING)
        .filter(pk=Subquery(newest))
        .annotate(
            by_it=Count("signatures", filter=Q(signatures__signatory=Signatory.IT)),
            by_owner=Count("signatures", filter=Q(signatures__signatory=Signatory.OWNER)),
        )
        .select_related("proposal")
    )
    mine = Q(proposal__owner=person, by_owner=0)
    others = ~(Q(proposal__author=person) | Q(proposal__owner=person)) & ~Q(proposal__bars__person=person)
    if BodyKind.IT_DEPARTMENT in standing.kinds:
        mine |= Q(by_it=0) & others
    if BodyKind.STRATEGY_GROUP in standing.chair_of:
        mine |= Q(by_it=1, by_owner=1) & others
    for row in rows.filter(mine).order_by("proposal__state_since")[:LENGTH]:
        why = (
            _("IT and the project owner disagree on the route. You settle it.")
            if row.by_it and row.by_owner
            else _("You sign the choice of route.")
        )
        url = reverse("governance:proposal_route", args=[row.proposal_id])
        yield WaitingItem(str(row.proposal), why, row.proposal.state_since, url, _("Choose the route"))


def _local_decisions(person: "User", standing: "Standing") -> Iterator[WaitingItem]:
    rows = Proposal.objects.filter(state=ProposalState.LOCAL_DECISION, unit__department=standing.department_id).exclude(
        Q(author=person) | Q(owner=person)
    )
    rows = rows.exclude(bars__person=person)
    for row in rows.order_by("state_since")[:LENGTH]:
        url = reverse("governance:proposal_local_decision", args=[row.pk])
        yield WaitingItem(
            str(row), _("You decide the case as head of the department."), row.state_since, url, _("Decide")
        )


def _suggestions(person: "User", standing: "Standing") -> Iterator[WaitingItem]:
    rows = Proposal.objects.filter(kind=ProposalKind.SUGGESTION, state=ProposalState.RECEIVED).exclude(author=person)
    rows = rows.exclude(bars__person=person)
    if BodyKind.STRATEGY_GROUP not in standing.secretary_of:
        rows = rows.filter(unit__department=standing.department_id)
    for row in rows.order_by("state_since")[:LENGTH]:
        url = reverse("governance:suggestion_answer", args=[row.pk])
        yield WaitingItem(str(row), _("The suggestion waits for an answer."), row.state_since, url, _("Answer"))


def _url(proposal: Proposal) -> str:
    return reverse("portfolio:proposal_detail", args=[proposal.pk])
