"""The scenarios beside the proposed one: carrying on as today, and the other ways that have been weighed (B6, B8)."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from businesscase.domain.cases import case_of, save_alternatives
from businesscase.domain.gaps import STEP
from businesscase.domain.rows import PROPOSED, Way
from businesscase.enums import LineSide
from businesscase.forms.posted import filled_right, without_line
from businesscase.forms.scenario import PREFIXES, ScenarioSheet
from businesscase.forms.wrong import Difference, differences
from businesscase.models import Alternative, BusinessCaseVersion
from businesscase.models.alternative import MOST_ALTERNATIVES, TODAY
from businesscase.views.writing import CONFLICT, GOOD, WRONG, written_proposal
from core.domain.refusal import Refused
from portfolio.domain.proposals import EditionConflict
from portfolio.domain.versions import current_version
from portfolio.selectors.wizard import wizard

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest
    from portfolio.models import Proposal

_OTHERS = range(PROPOSED + 1, PROPOSED + 1 + MOST_ALTERNATIVES)
_ON_LINE = re.compile(r"(remove|fill)-(cost|hours|benefit)-(\d{1,3})")
_DOES = {"remove": without_line, "fill": filled_right}


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """One scenario on the list; the sums are None where nothing is stated."""

    ordinal: int
    title: str
    text: str
    url: str
    cost: Decimal | None
    benefit: Decimal | None


@require_safe
def scenario_list(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show the scenarios of a draft side by side, with what each costs and gives over the years."""
    proposal = written_proposal(pk, request.user)
    version = current_version(proposal)
    case = case_of(version)
    ways = list(case.alternatives.all()) if case else []
    taken = {way.ordinal for way in ways}
    free = next((ordinal for ordinal in _OTHERS if ordinal not in taken), None)
    context = {
        "proposal": proposal,
        "case": case,
        "has_today": TODAY in taken,
        "today_url": _url(pk, TODAY),
        "add_url": _url(pk, free) if free else "",
        "most": MOST_ALTERNATIVES,
        "scenarios": _views(proposal, case, ways) if case else [],
        "wizard": wizard(proposal, version, STEP),
    }
    return render(request, "businesscase/scenario_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def scenario_update(request: "PersonRequest", pk: int, ordinal: int) -> "HttpResponse":
    """Let the applicant describe one scenario, and write its lines in the years of the case."""
    proposal = written_proposal(pk, request.user)
    if ordinal != TODAY and ordinal not in _OTHERS:
        raise Http404
    case = case_of(current_version(proposal))
    if case is None:
        return redirect("businesscase:scenario_list", pk)
    if request.method == "POST":
        return _save(request, proposal, case, ordinal)
    add = request.GET.get("linje", "")
    sheet = ScenarioSheet(case, _stored(case, ordinal), add=add if add in PREFIXES else "")
    return _page(request, proposal, sheet)


def _views(proposal: "Proposal", case: BusinessCaseVersion, ways: list[Alternative]) -> list[ScenarioView]:
    proposed = ScenarioView(
        PROPOSED,
        _("The proposed solution"),
        proposal.title,
        reverse("businesscase:case_update", args=[proposal.pk]),
        _sum(amount for line in case.cost_lines.all() for amount in line.priced(case.hourly_rate)),
        _sum(amount for line in case.benefit_lines.all() for amount in line.amounts),
    )
    others = [
        ScenarioView(
            way.ordinal,
            str(way),
            way.description,
            _url(proposal.pk, way.ordinal),
            *(
                _sum(a for line in way.lines.all() if line.side == side for a in line.priced(case.hourly_rate))
                for side in (LineSide.COST, LineSide.BENEFIT)
            ),
        )
        for way in ways
    ]
    return sorted([proposed, *others], key=lambda one: one.ordinal)


def _sum(amounts: Any) -> Decimal | None:
    stated = [amount for amount in amounts if amount is not None]
    return sum(stated, Decimal(0)) if stated else None


def _url(pk: int, ordinal: int) -> str:
    return reverse("businesscase:scenario_update", args=[pk, ordinal])


def _stored(case: BusinessCaseVersion, ordinal: int) -> Alternative:
    return next((way for way in case.alternatives.all() if way.ordinal == ordinal), None) or Alternative(
        ordinal=ordinal
    )


def _save(request: "PersonRequest", proposal: "Proposal", case: BusinessCaseVersion, ordinal: int) -> "HttpResponse":
    go, by_itself = request.POST.get("go", "on"), "X-Autosave" in request.headers
    data: QueryDict = request.POST
    if on_line := _ON_LINE.fullmatch(go):
        data = _DOES[on_line[1]](data, on_line[2], int(on_line[3]))
    sheet = ScenarioSheet(case, _stored(case, ordinal), data=data)
    if not sheet.is_valid() and go != "delete":
        said = _("Not saved yet: something cannot be read. Save with the button to see what.")
        return JsonResponse({"said": said}, status=WRONG) if by_itself else _sent_back(request, proposal, sheet, data)
    kept: list[Way] = [
        (way, list(way.lines.all())) for way in _fresh(proposal).alternatives.all() if way.ordinal != ordinal
    ]
    written = [*kept, *([] if go == "delete" else [sheet.scenario()])]
    try:
        saved = save_alternatives(proposal, actor=request.user, edition=sheet.edition, alternatives=written)
    except Refused as refusal:
        return _refused(request, proposal, sheet, refusal)
    if by_itself:
        return JsonResponse({"fields": {"edition": saved.edition}})
    return _go_on(request, proposal, ordinal, go)


def _fresh(proposal: "Proposal") -> BusinessCaseVersion:
    """Return the case as it is stored: a bound form writes what was posted on the copy it was given."""
    case = case_of(current_version(proposal))
    if case is None:
        raise Http404
    return case


def _sent_back(request: "PersonRequest", proposal: "Proposal", sheet: ScenarioSheet, data: QueryDict) -> "HttpResponse":
    """Show what cannot be read, with the line that was asked for."""
    add = request.POST.get("go", "").removeprefix("add-")
    if add in PREFIXES:
        sheet = ScenarioSheet(sheet.case, sheet.way, data=data, add=add)
        sheet.is_valid()
    return _page(request, proposal, sheet, status=WRONG)


def _refused(request: "PersonRequest", proposal: "Proposal", sheet: ScenarioSheet, refusal: Refused) -> "HttpResponse":
    """Say why nothing was stored; what was typed stays on the page, beside what is saved now."""
    outdated = isinstance(refusal, EditionConflict)
    if "X-Autosave" in request.headers:
        return JsonResponse({"said": refusal.reason}, status=CONFLICT if outdated else WRONG)
    if not outdated:
        sheet.words.add_error(None, refusal.reason)
        return _page(request, proposal, sheet, status=WRONG)
    case = _fresh(proposal)
    data = request.POST.copy()
    data["edition"] = str(case.edition)
    mine = ScenarioSheet(case, Alternative(ordinal=sheet.way.ordinal), data=data)
    mine.is_valid()
    saved = ScenarioSheet(case, _stored(case, sheet.way.ordinal))
    found = differences(saved, mine, case.start_year)
    return _page(request, proposal, mine, status=CONFLICT, conflict=refusal.reason, differing=found)


def _go_on(request: "PersonRequest", proposal: "Proposal", ordinal: int, go: str) -> "HttpResponse":
    here = _url(proposal.pk, ordinal)
    if go.startswith("add-") and (section := go.removeprefix("add-")) in PREFIXES:
        return redirect(f"{here}?linje={section}#{section}-end")
    if on_line := _ON_LINE.fullmatch(go):
        return redirect(f"{here}#{on_line[2]}")
    if go == "stay":
        return redirect(here)
    messages.success(request, _("The scenario has been removed.") if go == "delete" else _("The scenario is saved."))
    return redirect("businesscase:scenario_list", proposal.pk)


def _page(
    request: "PersonRequest",
    proposal: "Proposal",
    sheet: ScenarioSheet,
    *,
    status: int = GOOD,
    conflict: str = "",
    differing: list[Difference] | None = None,
) -> "HttpResponse":
    version = current_version(proposal)
    context = {
        "proposal": proposal,
        "sheet": sheet,
        "case": sheet.case,
        "years": sheet.case.calendar,
        "stored": any(way.ordinal == sheet.way.ordinal for way in sheet.case.alternatives.all()),
        "wizard": wizard(proposal, version, STEP),
        "conflict": conflict,
        "differing": differing or [],
    }
    return render(request, "businesscase/scenario_update.html", context, status=status)
