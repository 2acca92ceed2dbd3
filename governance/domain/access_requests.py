"""Access to the documents of a case: registered, every paper marked, answered (Offentlighedsloven §§ 7 and 36)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import ALLOWED, Answer, Refused, require
from governance.domain.frozen_file import stored_with
from governance.domain.service_times import ACCESS, service_days
from governance.domain.working_days import add_working_days
from governance.enums import AccessMark, AccessOutcome, BodyKind
from governance.models import AccessRequest
from governance.permissions import cannot_judge
from governance.querysets import HANDLE_ACCESS
from governance.reports.access_package import package
from governance.selectors.access_papers import Paper, papers_of
from governance.selectors.profile import active_profile
from governance.selectors.standing import standing_of
from portfolio.domain.states import lock_proposal
from portfolio.models import Proposal

if TYPE_CHECKING:
    from datetime import date

    from core.models import User
    from governance.selectors.standing import Standing


def may_handle(standing: "Standing") -> Answer:
    """Answer whether a person handles requests for access: the IT department, the group's secretary, administrators."""
    if standing.kinds & frozenset(HANDLE_ACCESS) or BodyKind.STRATEGY_GROUP in standing.secretary_of:
        return ALLOWED
    return Answer(
        allowed=False,
        reason=_("You do not handle requests for access."),
        who=_("the IT department, the strategy group's secretary or an administrator"),
    )


def may_handle_case(proposal: Proposal, person: "User", standing: "Standing") -> Answer:
    """Answer the same of one case: nobody judges what is given of a case that they speak for."""
    answer = may_handle(standing)
    if answer and cannot_judge(proposal, person):
        return Answer(
            allowed=False,
            reason=_("You speak for this case yourself, so somebody else must answer the request."),
            who=_("the IT department, the strategy group's secretary or an administrator"),
        )
    return answer


@transaction.atomic
def register_request(
    proposal: Proposal, *, asker: str, contact: str, received_on: "date", actor: "User"
) -> AccessRequest:
    """Register that somebody asks for a case; the clock runs from the day that the request came."""
    proposal = lock_proposal(proposal)
    _ask(proposal, actor, "access.register")
    if proposal.submitted_at is None:
        raise Refused(_("A draft is seen only by those who write it."))
    if not asker.strip() or not contact.strip():
        raise Refused(_("Write who asks, and where the answer goes."))
    if received_on > clock.today():
        raise Refused(_("A request cannot have been received after today."))
    days = service_days(active_profile(), ACCESS, received_on)
    row = AccessRequest.objects.create(
        proposal=proposal, asker=asker.strip()[:200], contact=contact.strip()[:200], received_on=received_on,
        due_on=add_working_days(received_on, days), registered_at=clock.now(), registered_by=actor,
        registered_by_name=_signed(actor),
    )  # fmt: skip
    record(
        "access.register", actor=actor, subject=row, data={"case": proposal.number, "due_on": row.due_on.isoformat()}
    )
    return row


@transaction.atomic
def mark_papers(request: AccessRequest, marks: Mapping[str, str], *, actor: "User") -> AccessRequest:
    """Mark papers by their key: given, or the ground for which they are not."""
    request = _locked(request, actor, "access.mark")
    known = {paper.key for paper in papers_of(request.proposal)}
    if not set(marks) <= known or not set(marks.values()) <= set(AccessMark.values):
        raise Refused(_("Choose a marking for each paper."))
    request.marks = request.marks | dict(marks)
    request.save(update_fields=["marks"])
    record("access.mark", actor=actor, subject=request, data={"marks": request.marks})
    return request


def answer_request(request: AccessRequest, *, outcome: AccessOutcome, reason: str, actor: "User") -> AccessRequest:
    """Answer the request; the package of what is given is made and kept with its hash.

    A paper that nobody has marked stops it: nothing leaves without somebody having looked at it.
    """
    with transaction.atomic():
        request = _locked(request, actor, "access.answer")
        request.outcome, request.reason = outcome, reason.strip()
        request.answered_at, request.answered_by, request.answered_by_name = clock.now(), actor, _signed(actor)
        if outcome == AccessOutcome.REFUSED:
            if not request.reason:
                raise Refused(_("Write the reason."))
            request.save()
            record("access.answer", actor=actor, subject=request, reason=request.reason, data={"outcome": outcome})
            return request
        papers = papers_of(request.proposal)
        request.index = _index(request, papers)
        content = package(request, {paper.key: paper.content for paper in papers}, settings.INSTALLATION_NAME)
        request.size = len(content)
        with stored_with(request, content) as sha256:
            request.sha256 = sha256
            request.save()
            data = {"outcome": outcome, "sha256": sha256, "papers": len(papers)}
            record("access.answer", actor=actor, subject=request, reason=request.reason, data=data)
    return request


def _index(request: AccessRequest, papers: tuple[Paper, ...]) -> list[dict[str, object]]:
    """Return every paper with its mark, and the name of its file where it is given."""
    if any(paper.key not in request.marks for paper in papers):
        raise Refused(_("Mark every paper first. Nothing leaves without having been looked at."))
    if AccessMark.GIVEN not in {request.marks[paper.key] for paper in papers}:
        raise Refused(_("No paper is marked as given. Then access is refused."))
    return [
        {
            "number": number, "key": paper.key, "title": paper.title, "kind": paper.kind, "day": paper.day.isoformat(),
            "mark": request.marks[paper.key],
            "file": f"{number:02d}-{slugify(paper.title)[:60] or number}{paper.ending}"
            if request.marks[paper.key] == AccessMark.GIVEN
            else "",
        }
        for number, paper in enumerate(papers, 1)
    ]  # fmt: skip


def _locked(request: AccessRequest, actor: "User", act: str) -> AccessRequest:
    proposal = lock_proposal(request.proposal)
    _ask(proposal, actor, act, request)
    request = AccessRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    request.proposal = proposal
    if not request.is_open:
        raise Refused(_("The request has been answered."), act=act, subject=request)
    return request


def _ask(proposal: Proposal, actor: "User", act: str, request: AccessRequest | None = None) -> None:
    require(may_handle_case(proposal, actor, standing_of(actor)), act=act, subject=request)


def _signed(actor: "User") -> str:
    return ", ".join(filter(None, [actor.name, actor.title]))
