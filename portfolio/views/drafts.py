"""The guided form: one page a step, saved at every step, never silently overwritten."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Subquery
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from core.domain.refusal import require
from core.models import Unit, User
from portfolio.domain.proposals import EditionConflict, change_draft, create_proposal
from portfolio.domain.versions import current_version, whole_version
from portfolio.enums import ProposalKind
from portfolio.forms.boxes import person_text
from portfolio.forms.drafts import FIRST_STEP
from portfolio.forms.sheets import Sheet
from portfolio.models import Proposal, ProposalVersion
from portfolio.permissions import may_begin
from portfolio.selectors.difference import draft_changes
from portfolio.selectors.proposal_page import readable_proposal
from portfolio.selectors.slots import Drawn, drawn
from portfolio.selectors.wizard import Wizard, unbegun_wizard, wizard
from portfolio.steps import PATHS, steps_of
from portfolio.views.pen import told_on_case, written_proposal
from portfolio.views.similar import similar_panel

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest

MOST_PEOPLE = 100
# The Danish word of each kind in its address.
KINDS = {
    "ansoegning": ProposalKind.APPLICATION,
    "anmeldelse": ProposalKind.NOTIFICATION,
    "forslag": ProposalKind.SUGGESTION,
}


class DraftBeginning(View):
    """The first step of a proposal that does not exist yet: saving it begins the draft."""

    def get(self, request: "PersonRequest", word: str) -> "HttpResponse":
        proposal = _unbegun(request, word)
        draft = ProposalVersion(unit=proposal.unit) if proposal.unit_id else ProposalVersion()
        return _page(request, proposal, Sheet(FIRST_STEP[ProposalKind(proposal.kind)], draft, proposal=None))

    def post(self, request: "PersonRequest", word: str) -> "HttpResponse":
        proposal = _unbegun(request, word)
        kind = ProposalKind(proposal.kind)
        sheet = Sheet(FIRST_STEP[kind], ProposalVersion(), proposal=None, data=request.POST)
        if not sheet.is_valid():
            return _page(request, proposal, sheet, status=422)
        draft = _begin(sheet, kind, request.user)
        return _go_on(request, draft.proposal, draft, sheet.step)


@method_decorator(told_on_case, "dispatch")
class DraftStep(View):
    """One step of a draft; `path` is the step's word in the address."""

    def get(self, request: "PersonRequest", pk: int, path: str) -> "HttpResponse":
        proposal = written_proposal(request, pk)
        step = _step_at(proposal, path)
        sheet = Sheet(step, whole_version(proposal), proposal=proposal, more="flere" in request.GET)
        return _page(request, proposal, sheet)

    def post(self, request: "PersonRequest", pk: int, path: str) -> "HttpResponse":
        proposal = written_proposal(request, pk)
        step = _step_at(proposal, path)
        sheet = Sheet(step, current_version(proposal), proposal=proposal, data=request.POST)
        if "X-Autosave" in request.headers:
            return _kept(request, proposal, sheet)
        if not sheet.is_valid():
            return _page(request, proposal, sheet, status=422)
        try:
            draft = _save(sheet, proposal, request.user)
        except EditionConflict:
            return _conflict(request, proposal, sheet)
        return _go_on(request, proposal, draft, step)


def _unbegun(request: "PersonRequest", word: str) -> Proposal:
    if word not in KINDS:
        raise Http404
    require(may_begin(request.user))
    return Proposal(kind=KINDS[word], unit=request.user.unit) if request.user.unit else Proposal(kind=KINDS[word])


@transaction.atomic
def _begin(sheet: Sheet, kind: ProposalKind, actor: User) -> ProposalVersion:
    answers = sheet.answers
    proposal = create_proposal(kind=kind, title=answers["title"], unit=answers["unit"], actor=actor)
    return change_draft(proposal, actor=actor, edition=0, fields=answers)


def _step_at(proposal: Proposal, path: str) -> str:
    """Return the step's slug, or 404 where this kind of proposal has no such step."""
    mine = {one.slug for one in steps_of(proposal)}
    found = next((slug for slug, word in PATHS.items() if word == path and slug in mine), None)
    if found is None:
        raise Http404
    return found


def _save(sheet: Sheet, proposal: Proposal, actor: User) -> ProposalVersion:
    """Save the step. Where only other steps have been saved since it was opened, there is no conflict."""
    try:
        return change_draft(proposal, actor=actor, edition=sheet.edition, fields=sheet.answers)
    except EditionConflict:
        stored = Sheet(sheet.step, current_version(proposal), proposal=readable_proposal(proposal.pk, actor))
        if stored.digest != sheet.seen:
            raise
        return change_draft(proposal, actor=actor, edition=stored.form.instance.edition, fields=sheet.answers)


def _kept(request: "PersonRequest", proposal: Proposal, sheet: Sheet) -> "HttpResponse":
    """Save what the page sends by itself, and answer what its next save must carry."""
    if not sheet.is_valid():
        said = _("Not saved yet: something cannot be read. Save with the button to see what.")
        return JsonResponse({"said": said}, status=422)
    draft = _save(sheet, proposal, request.user)
    stored = Sheet(sheet.step, current_version(proposal), proposal=draft.proposal)
    return JsonResponse({"fields": {"edition": draft.edition, "seen": stored.digest}})


def _go_on(request: "PersonRequest", proposal: Proposal, draft: ProposalVersion, step: str) -> "HttpResponse":
    """Go where the button said: on, back, one row more, or out."""
    places = wizard(proposal, draft, step)
    where = request.POST.get("go", "on")
    if where == "more":
        return redirect(f"{places.current.url}?flere=1#rows-end")
    if where == "back" and places.previous_url:
        return redirect(places.previous_url)
    if where == "close":
        messages.success(request, _("The draft has been saved. You can go on whenever you like."))
        return redirect("portfolio:proposal_detail", proposal.pk)
    return redirect(places.next_url)


def _conflict(request: "PersonRequest", proposal: Proposal, sheet: Sheet) -> "HttpResponse":
    """Show the other version's values next to the writer's; a second save is a choice."""
    proposal = readable_proposal(proposal.pk, request.user)
    stored = Sheet(sheet.step, current_version(proposal), proposal=proposal)
    changes = draft_changes(stored.form.instance, proposal.owner, sheet.answers)
    if not changes:
        return _go_on(request, proposal, stored.form.instance, sheet.step)
    data = request.POST.copy()
    data["edition"], data["seen"] = str(stored.form.instance.edition), stored.digest
    kept = Sheet(sheet.step, current_version(proposal), proposal=proposal, data=data)
    kept.is_valid()
    return _page(request, proposal, kept, status=409, changes=changes, conflict=True)


def _page(
    request: "PersonRequest", proposal: Proposal, sheet: Sheet, *, status: int = 200, **context: Any
) -> "HttpResponse":
    places: Wizard
    if proposal.pk:
        # A form that has been judged carries what was written, not what is stored.
        version = whole_version(proposal) if sheet.form.is_bound else sheet.form.instance
        places = wizard(proposal, version, sheet.step)
    else:
        places = unbegun_wizard(proposal, sheet.step)
    context |= {
        "proposal": proposal,
        "sheet": sheet,
        "wizard": places,
        "panels": _beside(request, proposal, sheet),
        "people": near_people(request.user) if "owner" in sheet.form.fields else (),
    }
    return render(request, "portfolio/draft_step.html", context, status=status)


def _beside(request: "PersonRequest", proposal: Proposal, sheet: Sheet) -> tuple[Drawn, ...]:
    """Draw what stands beside the step: similar cases where the need is written, triage where the size is."""
    if sheet.step in FIRST_STEP.values():
        return (similar_panel(request, proposal, sheet.form.instance),)
    return drawn("proposal_size_panel", request, proposal) if sheet.step == "size" else ()


def near_people(reader: User) -> list[str]:
    """Return the reader's nearest colleagues as suggestions; anybody can be written."""
    people = User.objects.active()
    if reader.unit_id:
        area = Unit.objects.order_by().filter(pk=reader.unit_id).values("area")
        people = people.filter(unit__area=Subquery(area))
    return [person_text(person) for person in people[:MOST_PEOPLE]]
