"""Access to the documents of a case: registered, every paper marked, answered (Offentlighedsloven §§ 7 and 36)."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import ALLOWED, Answer, Refused, require
from core.jobs import enqueue
from governance.domain.frozen_file import stored_with
from governance.domain.service_times import ACCESS, service_days
from governance.domain.working_days import add_working_days
from governance.enums import AccessMark, AccessOutcome, BodyKind
from governance.models import AccessRequest
from governance.permissions import cannot_judge
from governance.querysets import HANDLE_ACCESS
from governance.reports.access_package import package
from governance.selectors.access_papers import Paper, papers_of
from governance.selectors.access_reviews import closed_reviews, gives_closed
from governance.selectors.profile import active_profile
from governance.selectors.standing import standing_of
from portfolio.domain.states import lock_proposal
from portfolio.models import Proposal

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from core.models import User
    from governance.selectors.standing import Standing

# Without a word for so long a worker is thought dead, and the package can be ordered again.
PATIENCE = timedelta(minutes=2)


class OrderLostError(Exception):
    """The package has been ordered anew, or the request answered, since this worker took it."""


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
    """Mark papers by their key: given, or the ground for which they are not.

    Nobody gives a review that they may not read themselves.
    """
    request = _locked(request, actor, "access.mark")
    known = {paper.key for paper in papers_of(request.proposal)}
    if not set(marks) <= known or not set(marks.values()) <= set(AccessMark.values):
        raise Refused(_("Choose a marking for each paper."))
    if gives_closed(marks, request.marks, closed_reviews(request.proposal, actor, standing_of(actor))):
        raise Refused(_("Only somebody who may read a review can give it."), act="access.mark", subject=request)
    request.marks = request.marks | dict(marks)
    request.save(update_fields=["marks"])
    record("access.mark", actor=actor, subject=request, data={"marks": request.marks})
    return request


@transaction.atomic
def refuse_request(request: AccessRequest, *, reason: str, actor: "User") -> AccessRequest:
    """Refuse access, and say why."""
    request = _locked(request, actor, "access.answer")
    request.outcome, request.reason = AccessOutcome.REFUSED, reason.strip()
    if not request.reason:
        raise Refused(_("Write the reason."))
    request.answered_at, request.answered_by, request.answered_by_name = clock.now(), actor, _signed(actor)
    request.save()
    data = {"outcome": request.outcome}
    record("access.answer", actor=actor, subject=request, reason=request.reason, data=data)
    return request


@transaction.atomic
def order_package(request: AccessRequest, *, reason: str, actor: "User") -> AccessRequest:
    """Let a worker make the package of what is given; the request is answered when it is made.

    A paper that nobody has marked stops it: nothing leaves without somebody having looked at it.
    """
    request = _locked(request, actor, "access.answer")
    _index(request, papers_of(request.proposal))
    request.ordered_at, request.ordered_by, request.ordered_reason = clock.now(), actor, reason.strip()
    request.progress, request.heard_at, request.failed = 0, None, ""
    request.save(update_fields=["ordered_at", "ordered_by", "ordered_reason", "progress", "heard_at", "failed"])
    record("access.order", actor=actor, subject=request)
    enqueue("governance.make_access_package", request=request.pk)
    return request


def is_under_way(request: AccessRequest) -> bool:
    """Whether a worker makes the package, or may still take it from the queue."""
    if not request.is_open or request.ordered_at is None or request.failed:
        return False
    return clock.now() - (request.heard_at or request.ordered_at) < PATIENCE


def make_package(pk: int) -> bool:
    """Make the package that has been ordered and answer the request; False where there is nothing to do.

    The same job twice does no harm. A fault gives it up with a word to the page, and is raised for the log.
    """
    with transaction.atomic():
        row = AccessRequest.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
        if row is None or not row.is_open or row.ordered_at is None or (row.heard_at and is_under_way(row)):
            return False
        row.heard_at, row.failed = clock.now(), ""
        row.save(update_fields=["heard_at", "failed"])
    try:
        _answer(row)
    except OrderLostError:
        return False
    except Refused as refusal:
        _mine(row).update(failed=refusal.reason[:300])
        return False
    except Exception:
        _mine(row).update(failed=_("Something went wrong while the package was made. Answer again."))
        raise
    return True


def _answer(row: AccessRequest) -> None:
    """Make the files, then freeze the answer, unless somebody has changed the case or ordered anew meanwhile."""
    papers = papers_of(row.proposal)
    row.index = _index(row, papers)
    row.outcome, row.reason = AccessOutcome.GIVEN, row.ordered_reason
    row.answered_at, row.answered_by = clock.now(), row.ordered_by
    row.answered_by_name = _signed(row.ordered_by) if row.ordered_by else ""
    contents = {
        paper.key: partial(_make_paper, row, paper, number * 100 // (len(papers) + 1))
        for number, paper in enumerate(papers, 1)
    }
    content = package(row, contents, settings.INSTALLATION_NAME)
    row.size, row.progress = len(content), 100
    with stored_with(row, content) as sha256:
        lock_proposal(row.proposal)
        if not _mine(row).select_for_update(of=("self",)).exists():
            raise OrderLostError
        if {paper.key for paper in papers_of(row.proposal)} != set(contents):
            raise Refused(_("A paper has come since the package was ordered. Mark it, and answer again."))
        row.sha256 = sha256
        row.save()
        data = {"outcome": row.outcome, "sha256": sha256, "papers": len(papers)}
        record("access.answer", actor=row.ordered_by, subject=row, reason=row.reason, data=data)


def _make_paper(row: AccessRequest, paper: Paper, progress: int) -> bytes:
    _mine(row).update(progress=progress, heard_at=clock.now())
    return paper.content()


def _mine(row: AccessRequest) -> "QuerySet[AccessRequest]":
    """Return the row while it waits for this very order."""
    return AccessRequest.objects.filter(pk=row.pk, outcome="", ordered_at=row.ordered_at)


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
    if is_under_way(request):
        raise Refused(_("The package is being made. Wait until it is there."), act=act, subject=request)
    return request


def _ask(proposal: Proposal, actor: "User", act: str, request: AccessRequest | None = None) -> None:
    require(may_handle_case(proposal, actor, standing_of(actor)), act=act, subject=request)


def _signed(actor: "User") -> str:
    return ", ".join(filter(None, [actor.name, actor.title]))
