"""The two answering pages: the applicant's step of the guided form, and the IT architect's."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.domain.refusal import require
from portfolio.domain.proposals import may_write
from portfolio.domain.versions import current_version, frozen_version
from portfolio.enums import ProposalKind
from portfolio.selectors.proposal_page import readable_proposal
from portfolio.selectors.wizard import wizard
from principles.domain.answers import (
    Outdated,
    answer_as_applicant,
    answer_as_architect,
    applicant_answers,
    reasons_missing,
)
from principles.domain.gaps import STEP
from principles.domain.standing import may_assess
from principles.forms.answers import AnswersForm, ApplicantForm, Row
from principles.selectors.answering import AnswerPage, Group, alignment_groups, applicant_page, architect_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest
    from portfolio.models import Proposal, ProposalVersion
    from principles.models import Assessment

GOOD, WRONG, OUTDATED = 200, 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
def answer_principles(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Let the applicant answer the strategy's principles while drafting, in any order, as far as they have come."""
    proposal = _visible(request, pk)
    require(may_write(proposal, request.user))
    if request.method == "POST":
        return _answer(request, proposal)
    version = current_version(proposal)
    page = applicant_page(version)
    return _draw_step(request, proposal, version, page, _applicant_form(page))


@require_http_methods(["GET", "HEAD", "POST"])
def assess_principles(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Let the IT architect answer the architecture sets and confirm or correct the applicant's answers."""
    proposal = _visible(request, pk)
    version = frozen_version(proposal)
    if version is not None and request.method == "POST":
        return _assess(request, proposal, version)
    require(may_assess(proposal, request.user))
    if version is None:
        raise Http404
    page = architect_page(version)
    return _draw_review(request, proposal, page, AnswersForm(questions=page.questions, edition=page.edition))


def _answer(request: "PersonRequest", proposal: "Proposal") -> "HttpResponse":
    version = current_version(proposal)
    page = applicant_page(version)
    form = _applicant_form(page, request.POST)
    by_itself = "X-Autosave" in request.headers
    if not form.is_valid():
        said = _("Not saved yet: something cannot be read. Save with the button to see what.")
        return _unsaved(said, WRONG) if by_itself else _draw_step(request, proposal, version, page, form, status=WRONG)
    try:
        assessment = _save(request, proposal, form)
    except Outdated as refusal:
        if by_itself:
            return _unsaved(refusal.reason, OUTDATED)
        page = applicant_page(version)
        form = _applicant_form(page, _at_edition(request.POST, page))
        return _draw_step(request, proposal, version, page, form, conflict=refusal.reason, status=OUTDATED)
    if by_itself:
        return JsonResponse({"fields": {"edition": assessment.edition}})
    return _go_on(request, proposal, assessment.version)


def _save(request: "PersonRequest", proposal: "Proposal", form: ApplicantForm) -> "Assessment":
    return answer_as_applicant(
        proposal,
        actor=request.user,
        edition=form.cleaned_data["edition"],
        said=form.said(),
        carries_out=form.cleaned_data["carries_out"],
    )


def _unsaved(said: str, status: int) -> JsonResponse:
    return JsonResponse({"said": said}, status=status)


def _go_on(request: "PersonRequest", proposal: "Proposal", version: "ProposalVersion") -> "HttpResponse":
    """Go where the button said: on, back or out."""
    places = wizard(proposal, version, STEP)
    where = request.POST.get("go", "on")
    if where == "close":
        messages.success(request, _("The draft has been saved. You can go on whenever you like."))
        return redirect(_proposal_url(proposal))
    return redirect(places.previous_url if where == "back" and places.previous_url else places.next_url)


def _assess(request: "PersonRequest", proposal: "Proposal", version: "ProposalVersion") -> "HttpResponse":
    page = architect_page(version)
    form = AnswersForm(request.POST, questions=page.questions, edition=page.edition)
    if not form.is_valid() or (may_assess(proposal, request.user) and not _all_reasoned(form, version)):
        return _draw_review(request, proposal, page, form, status=WRONG)
    edition = form.cleaned_data["edition"]
    try:
        answer_as_architect(proposal, actor=request.user, edition=edition, said=form.said())
    except Outdated as refusal:
        page = architect_page(version)
        data = _at_edition(request.POST, page)
        form = AnswersForm(data, questions=page.questions, edition=page.edition)
        return _draw_review(request, proposal, page, form, conflict=refusal.reason, status=OUTDATED)
    messages.success(request, _("Your answers have been saved."))
    return redirect(_proposal_url(proposal) if request.POST.get("go") == "close" else request.path)


def _all_reasoned(form: AnswersForm, version: "ProposalVersion") -> bool:
    """Mark each answer that lacks its reason; the rule itself stands in the domain."""
    nodes = [question.node for question in form.questions]
    before = {answer.principle_id: answer for answer in applicant_answers(version)}
    missing = reasons_missing(nodes, form.said(), before)
    for node in missing:
        form.add_error(f"reason-{node.pk}", _("Give a reason for the answer."))
    return not missing


def _visible(request: "PersonRequest", pk: int) -> "Proposal":
    proposal = readable_proposal(pk, request.user)
    if proposal.kind == ProposalKind.SUGGESTION:
        raise Http404
    return proposal


def _applicant_form(page: AnswerPage, data: "QueryDict | None" = None) -> ApplicantForm:
    return ApplicantForm(
        data,
        questions=page.questions,
        edition=page.edition,
        groups=alignment_groups(page.chosen),
        chosen=page.chosen,
    )


def _at_edition(data: "QueryDict", page: AnswerPage) -> "QueryDict":
    """Return what was typed, so that saving it again is a choice made with the other's answers in sight."""
    data = data.copy()
    data["edition"] = str(page.edition)
    return data


def _rows(page: AnswerPage, form: AnswersForm) -> list[tuple[Group, list[Row]]]:
    return [(group, [form.rows[one.node.pk] for one in group.questions]) for group in page.groups]


def _draw_step(
    request: "PersonRequest",
    proposal: "Proposal",
    version: "ProposalVersion",
    page: AnswerPage,
    form: ApplicantForm,
    *,
    conflict: str = "",
    status: int = GOOD,
) -> "HttpResponse":
    context = {
        "proposal": proposal,
        "proposal_url": _proposal_url(proposal),
        "wizard": wizard(proposal, version, STEP),
        "page": page,
        "form": form,
        "rows": _rows(page, form),
        "alignments": form.groups,
        "conflict": conflict,
    }
    return render(request, "principles/assessment_update.html", context, status=status)


def _draw_review(
    request: "PersonRequest",
    proposal: "Proposal",
    page: AnswerPage,
    form: AnswersForm,
    *,
    conflict: str = "",
    status: int = GOOD,
) -> "HttpResponse":
    context = {
        "proposal": proposal,
        "proposal_url": _proposal_url(proposal),
        "page": page,
        "form": form,
        "rows": _rows(page, form),
        "conflict": conflict,
    }
    return render(request, "principles/assessment_review.html", context, status=status)


def _proposal_url(proposal: "Proposal") -> str:
    return reverse("portfolio:proposal_detail", args=[proposal.pk])
