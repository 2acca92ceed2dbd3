"""The business case in words: its own step of the guided form beside the calculation."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from businesscase.domain.cases import begun_case, case_of, result_of
from businesscase.domain.chapters import STEP, asks_trial_reason, save_chapters
from businesscase.domain.variant import asks_in_full
from businesscase.forms.chapters import ChapterSheet
from businesscase.selectors.case_view import label_of
from businesscase.selectors.chapter_view import known_answers, ways
from businesscase.selectors.milestone_text import milestones_text
from businesscase.selectors.result_view import result_view
from businesscase.selectors.variant_view import variant_view
from core.domain.refusal import Refused
from portfolio.domain.proposals import EditionConflict
from portfolio.domain.versions import whole_version
from portfolio.enums import ProposalKind
from portfolio.selectors.difference import Change, text_change
from portfolio.selectors.wizard import wizard
from portfolio.views.pen import told_on_case, written_proposal

if TYPE_CHECKING:
    from django.http import HttpResponse

    from businesscase.models import BusinessCaseVersion
    from core.http import PersonRequest
    from portfolio.models import Proposal, ProposalVersion

GOOD, WRONG, OUTDATED = 200, 422, 409


@told_on_case
@require_http_methods(["GET", "HEAD", "POST"])
def chapters_update(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Let the applicant write the chapters while drafting, in any order, as far as they have come."""
    proposal = written_proposal(request, pk)
    if proposal.kind == ProposalKind.SUGGESTION:
        raise Http404
    version = whole_version(proposal)
    if request.method == "POST":
        return _save(request, proposal, version)
    sheet = ChapterSheet(_stored(version), more="flere" in request.GET)
    return _page(request, proposal, version, sheet)


def _stored(version: "ProposalVersion") -> "BusinessCaseVersion":
    return case_of(version) or begun_case()


def _save(request: "PersonRequest", proposal: "Proposal", version: "ProposalVersion") -> "HttpResponse":
    sheet = ChapterSheet(_stored(version), data=request.POST)
    by_itself = "X-Autosave" in request.headers
    if not sheet.is_valid():
        said = _("Not saved yet: something cannot be read. Save with the button to see what.")
        return (
            JsonResponse({"said": said}, status=WRONG) if by_itself else _page(request, proposal, version, sheet, WRONG)
        )
    try:
        case = _store(request, proposal, sheet)
    except EditionConflict as conflict:
        if by_itself:
            return JsonResponse({"said": conflict.reason}, status=OUTDATED)
        return _conflict(request, proposal, sheet)
    except Refused as refusal:
        sheet.form.add_error(None, refusal.reason)
        return _page(request, proposal, version, sheet, WRONG)
    if by_itself:
        return JsonResponse({"fields": {"edition": case.edition, "seen": ChapterSheet(case).digest}})
    return _go_on(request, proposal)


def _store(request: "PersonRequest", proposal: "Proposal", sheet: ChapterSheet) -> "BusinessCaseVersion":
    """Save the chapters. Where only the calculation has been saved since the page was opened, there is no conflict."""
    given: dict[str, Any] = {"actor": request.user, "fields": sheet.texts, "milestones": sheet.milestones}
    try:
        return save_chapters(proposal, edition=sheet.edition, **given)
    except EditionConflict:
        stored = ChapterSheet(_stored(whole_version(proposal)))
        if stored.digest != sheet.seen:
            raise
        return save_chapters(proposal, edition=stored.case.edition, **given)


def _conflict(request: "PersonRequest", proposal: "Proposal", sheet: ChapterSheet) -> "HttpResponse":
    """Show what is saved beside what was written; a second save is a choice."""
    version = whole_version(proposal)
    stored = ChapterSheet(_stored(version))
    changes = tuple(_changes(stored, sheet))
    data = request.POST.copy()
    data["edition"], data["seen"] = str(stored.case.edition), stored.digest
    kept = ChapterSheet(_stored(version), data=data)
    kept.is_valid()
    return _page(request, proposal, version, kept, OUTDATED, changes=changes)


def _changes(stored: ChapterSheet, written: ChapterSheet) -> list[Change]:
    texts = [(label_of(stored.case, name), stored.stored_texts[name], text) for name, text in written.texts.items()]
    saved = milestones_text((row["label"], row["due_on"]) for row in stored.stored_rows)
    mine = milestones_text((row.label, row.due_on) for row in written.milestones)
    pairs = [*texts, (_("Milestones"), saved, mine)]
    return [text_change(label, old, new) for label, old, new in pairs if old != new]


def _go_on(request: "PersonRequest", proposal: "Proposal") -> "HttpResponse":
    """Go where the button said: on, back, one milestone more, or out."""
    places = wizard(proposal, whole_version(proposal), STEP)
    go = request.POST.get("go", "on")
    if go == "close":
        messages.success(request, _("The draft has been saved. You can go on whenever you like."))
        return redirect("portfolio:proposal_detail", proposal.pk)
    if go == "back" and places.previous_url:
        return redirect(places.previous_url)
    if go == "more":
        return redirect(f"{places.current.url}?flere=1#rows-end")
    if missing := len(places.current.gaps):
        messages.warning(request, _still_missing(missing))
    return redirect(places.next_url)


def _still_missing(count: int) -> str:
    sentence = ngettext(
        "The description has been saved, but lacks %(count)d answer. It stands at the top of the step.",
        "The description has been saved, but lacks %(count)d answers. They stand at the top of the step.",
        count,
    )
    return sentence % {"count": count}


def _asks_reason(stored: "BusinessCaseVersion | None") -> bool:
    return stored is not None and stored.is_trial and asks_trial_reason()


def _page(
    request: "PersonRequest",
    proposal: "Proposal",
    version: "ProposalVersion",
    sheet: ChapterSheet,
    status: int = GOOD,
    *,
    changes: tuple[Change, ...] = (),
) -> "HttpResponse":
    stored = case_of(version)
    full = asks_in_full(proposal, version, stored)
    other_ways = ways(stored) if stored else ()
    sheet.form.ask(full=full, weighed=any(way.is_other for way in other_ways), reason=_asks_reason(stored))
    context = {
        "proposal": proposal,
        "version": version,
        "sheet": sheet,
        "stored": stored,
        "result": result_view(stored, result_of(stored)) if stored else None,
        "full": full,
        "variant": variant_view(proposal, version, stored),
        "known": known_answers(version),
        "ways": other_ways,
        "wizard": wizard(proposal, version, STEP),
        "changes": changes,
    }
    return render(request, "businesscase/chapters_update.html", context, status=status)
