"""What governance asks of a person on Min side: waiting, due and news, each one query a role."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Count, Max, OuterRef, Q, Subquery
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
    """Yield the deadlines of the cases that `person` answers for."""
    rows = _running()
    mine = Q(proposal__author=person) | Q(proposal__owner=person)
    barred = Q(proposal__bars__person=person)
    rows = rows.filter(mine | ~barred if BodyKind.IT_DEPARTMENT in kept_standing(person).kinds else mine)
    for row in rows.select_related("proposal").order_by("due_on")[:LENGTH]:
        title = _("IT's answer on %(case)s") % {"case": row.proposal}
        yield DueItem(title, _url(row.proposal), row.due_on, overdue=row.due_on < today())


def news(person: "User") -> Iterator[NewsItem]:
    """Yield the newest changes of state in the cases that `person` wrote, owns or may write on."""
    mine = Proposal.objects.filter(Q(author=person) | Q(owner=person), submitted_at__isnull=False)
    for row in mine.order_by("-state_since")[:LENGTH]:
        yield NewsItem(str(row), row.get_state_display(), row.state_since, _url(row))


def _own_cases(person: "User") -> Iterator[WaitingItem]:
    """Yield the cases that the person holds the pen of, and those in which IT has asked: the owner is asked too."""
    with_me = (ProposalState.DRAFT, ProposalState.REVISION, ProposalState.NOT_APPROVED)
    asking = ITAssessment.objects.filter(proposal=OuterRef("pk"), answered_at__isnull=True, paused_on__isnull=False)
    newest = asking.order_by("-pk").annotate(asked=Max("messages__written_at")).values("asked")[:1]
    mine = Q(author=person, state__in=with_me)
    with_owner = Q(state=ProposalState.ASSESSMENT, asked_at__isnull=False) & (Q(author=person) | Q(owner=person))
    rows = Proposal.objects.annotate(asked_at=Subquery(newest)).filter(mine | with_owner)
    for row in rows.order_by("state_since")[:LENGTH]:
        if row.state == ProposalState.ASSESSMENT:
            url = reverse("governance:hearing_answer", args=[row.pk])
            asked: datetime = row.asked_at  # type: ignore[attr-defined]  # annotated
            yield WaitingItem(str(row), _("IT has asked, and waits for your answer."), asked, url, _("Answer IT"))
            continue
        why = {
            ProposalState.DRAFT: _("You have a draft that has not been submitted."),
            ProposalState.REVISION: _("You took the case back to correct it."),
            ProposalState.NOT_APPROVED: _("IT has not approved the acquisition."),
        }[ProposalState(row.state)]
        yield WaitingItem(str(row) or _("Draft without a title"), why, row.state_since, _url(row), _("Go on"))


def _running() -> "QuerySet[ITAssessment]":
    """Return the assessments that wait for IT: those that wait for the applicant's answer are not IT's to take up."""
    return ITAssessment.objects.filter(
        answered_at__isnull=True, paused_on__isnull=True, proposal__state=ProposalState.ASSESSMENT
    )


def _assessments(person: "User") -> Iterator[WaitingItem]:
    rows = (
        _running()
        .exclude(Q(proposal__author=person) | Q(proposal__owner=person))
        .exclude(proposal__bars__person=person)
        .select_related("proposal")
        .order_by("due_on")
    )
    for row in rows[:LENGTH]:
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
