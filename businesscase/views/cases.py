"""The business case: its step of the guided form, what it comes to while it is written, and one version's case."""

import re
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesscase.domain.cases import case_of, result_of, save_case
from businesscase.domain.draws import draw_again
from businesscase.domain.funding import Funding, funding_of, is_investment
from businesscase.domain.gaps import STEP
from businesscase.domain.results import calculate_written
from businesscase.domain.rows import check_lines, check_risks, settle_estimates
from businesscase.domain.terms import Terms, terms_in_force
from businesscase.domain.written import Written, written_of
from businesscase.forms.posted import estimated, filled_right, without_line
from businesscase.forms.sheet import PREFIXES, Sheet
from businesscase.forms.wrong import Difference, differences
from businesscase.models import BenefitLine, BusinessCaseVersion, CostLine
from businesscase.selectors.case_view import Reading, reading
from businesscase.selectors.chapter_view import chapters
from businesscase.selectors.proposal_panel import file_actions, version_case
from businesscase.selectors.result_view import result_view
from businesscase.selectors.uncertainty_view import drawn_apart, section_of
from businesscase.selectors.variant_view import variant_view
from businesscase.views.short_case import asks_in_short, short_case, still_missing
from businesscase.views.writing import CONFLICT, GOOD, WRONG, written_proposal
from core.domain.refusal import Refused
from core.models import User
from core.providers import collect
from portfolio.domain.proposals import EditionConflict
from portfolio.domain.versions import current_version
from portfolio.forms.boxes import person_text, units_today
from portfolio.selectors.proposal_page import readable_proposal
from portfolio.selectors.wizard import wizard

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest
    from portfolio.models import Proposal, ProposalVersion

MOST_PEOPLE = 100
# What a button of one line does to what was posted; with a script it happens on the page itself.
_ON_LINE = re.compile(r"(remove|fill|spread)-(cost|hours|benefit|risk)-(\d{1,3})")
_DOES = {"remove": without_line, "fill": filled_right, "spread": estimated}


@require_http_methods(["GET", "HEAD", "POST"])
def case_update(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Let the applicant write the business case while drafting, in any order, as far as they have come."""
    proposal = written_proposal(pk, request.user)
    if asks_in_short(request, proposal):
        return short_case(request, proposal)
    if request.method == "POST":
        return _save(request, proposal)
    add = request.GET.get("linje", "")
    sheet = Sheet(proposal, _stored(proposal), terms_in_force(), add=add if add in PREFIXES else "")
    return _page(request, proposal, sheet)


@require_POST
def case_preview(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Calculate what is being written; nothing is stored."""
    proposal = written_proposal(pk, request.user)
    terms = terms_in_force()
    sheet = Sheet(proposal, None, terms, data=request.POST, owners=False)
    context: dict[str, Any] = {"live": True}
    if not sheet.is_valid():
        context["said"] = _("The calculation waits: something above cannot be read.")
    else:
        try:
            context["result"] = _unsaved_result(proposal, sheet, terms)
        except Refused as refusal:
            context["said"] = refusal.reason
    return render(request, "businesscase/_result.html", context)


@require_safe
def case_detail(request: "PersonRequest", pk: int, ordinal: int) -> "HttpResponse":
    """Show the business case as it stood in one version."""
    proposal = readable_proposal(pk, request.user)
    version, case = version_case(proposal, request.user, ordinal)
    context = {
        "proposal": proposal,
        "version": version,
        "read": reading(proposal, version, case),
        "chapters": chapters(proposal, version, case),
        "variant": variant_view(proposal, version, case),
        "actions": (*file_actions(proposal, version), *collect("decision_links", proposal)),
    }
    return render(request, "businesscase/case_detail.html", context)


@require_safe
def case_draws(request: "PersonRequest", pk: int, ordinal: int) -> "HttpResponse":
    """Draw the case of one version as often as can be done, beside the draws that are stored."""
    proposal = readable_proposal(pk, request.user)
    version, case = version_case(proposal, request.user, ordinal)
    result = result_of(case)
    context: dict[str, Any] = {"proposal": proposal, "version": version}
    if result is not None and result.simulation is not None:
        try:
            again = draw_again(case, result)
        except Refused as refusal:
            context["refused"] = refusal.reason
        else:
            context |= {"section": section_of(again, result), "apart": drawn_apart(result.simulation, again)}
    return render(request, "businesscase/case_draws.html", context)


def _draws_url(proposal: "Proposal", version: "ProposalVersion") -> str:
    return reverse("businesscase:case_draws", args=[proposal.pk, version.ordinal])


def _stored(proposal: "Proposal") -> BusinessCaseVersion | None:
    return case_of(current_version(proposal))


def _unsaved_result(proposal: "Proposal", sheet: Sheet, terms: Terms) -> Any:
    """Calculate what is being written, with what stands on other pages; the draws wait until it is saved."""
    case, stored = BusinessCaseVersion(**sheet.frame.answers), _stored(proposal)
    if terms.hourly_rate is not None:
        case.hourly_rate = terms.hourly_rate
    written = Written(case, *sheet.rows(), sheet.risk_rows(), written_of(stored).alternatives if stored else ())
    lines: list[CostLine | BenefitLine] = [*written.costs, *written.benefits]
    settle_estimates(lines)
    check_lines(case, lines)
    check_risks(case, written.risks)
    return result_view(case, calculate_written(written, terms, draws=0), written)


def _save(request: "PersonRequest", proposal: "Proposal") -> "HttpResponse":
    go, terms = request.POST.get("go", "on"), terms_in_force()
    data: QueryDict = request.POST
    by_itself = "X-Autosave" in request.headers
    if on_line := _ON_LINE.fullmatch(go):
        data = _DOES[on_line[1]](data, on_line[2], int(on_line[3]))
    sheet = Sheet(proposal, _stored(proposal), terms, data=data)
    if not sheet.is_valid():
        return _said(sheet) if by_itself else _sent_back(request, proposal, sheet, data)
    try:
        case = _store(request, proposal, sheet)
    except Refused as refusal:
        return _refused(request, proposal, sheet, refusal)
    if by_itself:
        return JsonResponse({"fields": {"edition": case.edition}})
    return _go_on(request, proposal, case, go)


def _said(sheet: Sheet) -> JsonResponse:
    """Name the first box that cannot be read, and give every one with its sentence, so that the page can mark it."""
    wrong = list(sheet.wrong())
    said = _("Not saved yet: something cannot be read. Save with the button to see what.")
    if wrong and wrong[0][1]:
        said = _("Not saved yet. %(place)s: %(sentence)s") % {"place": wrong[0][1], "sentence": wrong[0][2]}
    return JsonResponse({"said": said, "wrong": {anchor: text for anchor, _name, text in wrong}}, status=WRONG)


def _store(request: "PersonRequest", proposal: "Proposal", sheet: Sheet) -> BusinessCaseVersion:
    costs, benefits = sheet.rows()
    return save_case(
        proposal,
        actor=request.user,
        edition=sheet.edition,
        fields=sheet.frame.answers,
        costs=costs,
        benefits=benefits,
        risks=sheet.risk_rows(),
    )


def _refused(request: "PersonRequest", proposal: "Proposal", sheet: Sheet, refusal: Refused) -> "HttpResponse":
    """Say why nothing was stored; what was typed stays on the page."""
    outdated = isinstance(refusal, EditionConflict)
    if "X-Autosave" in request.headers:
        return JsonResponse({"said": refusal.reason}, status=CONFLICT if outdated else WRONG)
    if outdated:
        return _conflict(request, proposal, sheet.frame.data, refusal.reason)
    sheet.frame.add_error(None, refusal.reason)
    return _page(request, proposal, sheet, status=WRONG)


def _sent_back(request: "PersonRequest", proposal: "Proposal", sheet: Sheet, data: Any) -> "HttpResponse":
    """Show what cannot be read, with the line that was asked for."""
    add = request.POST.get("go", "").removeprefix("add-")
    if add in PREFIXES:
        sheet = Sheet(proposal, _stored(proposal), sheet.terms, data=data, add=add)
        sheet.is_valid()
    return _page(request, proposal, sheet, status=WRONG)


def _conflict(request: "PersonRequest", proposal: "Proposal", data: Any, reason: str) -> "HttpResponse":
    """Keep what was typed and show what is saved now; a second save is a choice."""
    version = current_version(proposal)
    case = case_of(version)
    data = data.copy()
    data["edition"] = str(case.edition if case else 0)
    sheet = Sheet(proposal, case_of(version), terms_in_force(), data=data)
    sheet.is_valid()
    saved = reading(proposal, version, case) if case else None
    stored = Sheet(proposal, _stored(proposal), sheet.terms)
    found = differences(stored, sheet, stored.first_year)
    return _page(request, proposal, sheet, status=CONFLICT, conflict=reason, saved=saved, differing=found)


def _go_on(request: "PersonRequest", proposal: "Proposal", case: BusinessCaseVersion, go: str) -> "HttpResponse":
    """Go where the button said: on, back, out, or to the line that was asked for."""
    places = wizard(proposal, case.version, STEP)
    here = places.current.url
    if go == "close":
        messages.success(request, _("The draft has been saved. You can go on whenever you like."))
        return redirect("portfolio:proposal_detail", proposal.pk)
    if go == "back" and places.previous_url:
        return redirect(places.previous_url)
    if go.startswith("add-") and go.removeprefix("add-") in PREFIXES:
        section = go.removeprefix("add-")
        return redirect(f"{here}?linje={section}#{section}-end")
    if on_line := _ON_LINE.fullmatch(go):
        return redirect(f"{here}#{on_line[2]}")
    if go == "on" and (missing := len(places.current.gaps)):
        messages.warning(request, still_missing(missing))
    return redirect(places.next_url if go == "on" else f"{here}#{'cost' if go == 'years' else 'case-result'}")


def _page(
    request: "PersonRequest",
    proposal: "Proposal",
    sheet: Sheet,
    *,
    status: int = GOOD,
    conflict: str = "",
    saved: Reading | None = None,
    differing: list[Difference] | None = None,
) -> "HttpResponse":
    version = current_version(proposal)
    stored = case_of(version)
    sheet.frame.ask()
    funding = funding_of(stored, stored.cost_lines.all()) if stored else Funding(None, None)
    context = {
        "proposal": proposal,
        "version": version,
        "sheet": sheet,
        "stored": stored,
        "result": result_view(stored, result_of(stored), written_of(stored), again=_draws_url(proposal, version))
        if stored
        else None,
        "funding": funding,
        "needed": is_investment(proposal, version),
        "differs": funding.differs_from(version.vendor_cost),
        "exceeds": funding.is_exceeded_by(version.requested_amount),
        "wizard": wizard(proposal, version, STEP),
        "variant": variant_view(proposal, version, stored),
        "people": _people(request.user),
        "units": units_today(),
        "conflict": conflict,
        "saved": saved,
        "differing": differing or [],
    }
    return render(request, "businesscase/case_update.html", context, status=status)


def _people(reader: User) -> list[str]:
    """Return the reader's nearest colleagues as suggestions; anybody can be written."""
    area = reader.unit.area_id if reader.unit else None
    near = User.objects.active().filter(unit__area=area) if area else User.objects.active()
    return [person_text(person) for person in near[:MOST_PEOPLE]]
