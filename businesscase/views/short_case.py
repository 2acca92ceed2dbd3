"""The short business case of a small acquisition, at the same address as the full one (AM25)."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from businesscase.domain.cases import begun_case, case_of, result_of
from businesscase.domain.gaps import STEP
from businesscase.domain.short_case import is_short, save_short_case
from businesscase.forms.short_case import ShortCaseForm
from businesscase.models import BusinessCaseVersion
from businesscase.selectors.result_view import result_view
from core.domain.refusal import Refused
from portfolio.domain.proportion import RULE, small_case
from portfolio.domain.proposals import EditionConflict
from portfolio.domain.versions import whole_version
from portfolio.selectors.wizard import wizard

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest
    from portfolio.models import Proposal

GOOD, WRONG, OUTDATED = 200, 422, 409
# What only the full form posts, and only the short one.
_FULL, _SHORT = "cost-TOTAL_FORMS", "short"


def asks_in_short(request: "PersonRequest", proposal: "Proposal") -> bool:
    """Tell whether the short form answers: for a small case, unless the writer has asked for the full one."""
    if _SHORT in request.POST:
        return True
    if _FULL in request.POST or "fuld" in request.GET:
        return False
    version = whole_version(proposal)
    return is_short(proposal, version, case_of(version))


def short_case(request: "PersonRequest", proposal: "Proposal") -> "HttpResponse":
    """Let the applicant write the short case, as far as they have come."""
    version = whole_version(proposal)
    stored = case_of(version)
    if request.method != "POST":
        return _page(request, proposal, ShortCaseForm(stored or begun_case(), stored=stored))
    if not is_short(proposal, version, stored):
        return _outgrown(request, proposal)
    form = ShortCaseForm(stored or begun_case(), request.POST, stored=stored)
    if not form.is_valid():
        return _sent_back(request, proposal, form, _("Not saved yet: something cannot be read."), WRONG)
    return _save(request, proposal, form)


def _save(request: "PersonRequest", proposal: "Proposal", form: ShortCaseForm) -> "HttpResponse":
    read = form.cleaned_data
    try:
        case = save_short_case(
            proposal,
            actor=request.user,
            edition=read["edition"],
            fields=form.answers,
            operation=read["operation"],
        )
    except EditionConflict as conflict:
        return _conflict(request, proposal, conflict.reason)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _sent_back(request, proposal, form, refusal.reason, WRONG)
    if "X-Autosave" in request.headers:
        return JsonResponse({"fields": {"edition": case.edition}})
    return _go_on(request, proposal, case)


def _conflict(request: "PersonRequest", proposal: "Proposal", said: str) -> "HttpResponse":
    """Keep what was typed; a second save is a choice."""
    stored = case_of(whole_version(proposal))
    data = request.POST.copy()
    data["edition"] = str(stored.edition if stored else 0)
    form = ShortCaseForm(stored or begun_case(), data, stored=stored)
    form.add_error(None, said)
    return _sent_back(request, proposal, form, said, OUTDATED)


def still_missing(count: int) -> str:
    """Say that a saved case lacks something, for the page one goes on to."""
    sentence = ngettext(
        "The business case has been saved, but lacks %(count)d answer. It stands at the top of the step.",
        "The business case has been saved, but lacks %(count)d answers. They stand at the top of the step.",
        count,
    )
    return sentence % {"count": count}


def _outgrown(request: "PersonRequest", proposal: "Proposal") -> "HttpResponse":
    """Send the writer to the full form: the figures have grown since the page was opened."""
    said = _("The case is no longer small, so the business case asks for more. The short one has not been saved.")
    if "X-Autosave" in request.headers:
        return JsonResponse({"said": said}, status=OUTDATED)
    messages.warning(request, said)
    return redirect("businesscase:case_update", proposal.pk)


def _sent_back(
    request: "PersonRequest", proposal: "Proposal", form: ShortCaseForm, said: str, status: int
) -> "HttpResponse":
    if "X-Autosave" in request.headers:
        return JsonResponse({"said": said}, status=status)
    return _page(request, proposal, form, status=status)


def _go_on(request: "PersonRequest", proposal: "Proposal", case: BusinessCaseVersion) -> "HttpResponse":
    places, go = wizard(proposal, case.version, STEP), request.POST.get("go", "on")
    if go == "close":
        messages.success(request, _("The draft has been saved. You can go on whenever you like."))
        return redirect("portfolio:proposal_detail", proposal.pk)
    if go == "back" and places.previous_url:
        return redirect(places.previous_url)
    if missing := len(places.current.gaps):
        messages.warning(request, still_missing(missing))
    return redirect(places.next_url)


def _page(request: "PersonRequest", proposal: "Proposal", form: ShortCaseForm, *, status: int = GOOD) -> "HttpResponse":
    version = whole_version(proposal)
    stored = case_of(version)
    form.ask()
    context: dict[str, Any] = {
        "proposal": proposal,
        "version": version,
        "form": form,
        "stored": stored,
        "result": result_view(stored, result_of(stored)) if stored else None,
        "small": small_case(proposal, version),
        "rule": RULE,
        "wizard": wizard(proposal, version, STEP),
    }
    return render(request, "businesscase/case_short.html", context, status=status)
