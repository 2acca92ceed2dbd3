"""The pages around the form: the choice of kind, the overview, documents, co-editors, deletion."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import View

from core.domain.refusal import Refused, require
from core.models import User
from core.permissions import holders
from core.providers import collect
from core.selectors.documents import documents_of
from portfolio.domain.attachments import attach_to_draft, lay_there_at_submission, remove_from_draft
from portfolio.domain.proportion import RULE, small_case
from portfolio.domain.proposals import delete_draft, share_draft, unshare_draft
from portfolio.domain.versions import whole_version
from portfolio.forms.attachments import AttachmentForm
from portfolio.forms.editors import EditorForm
from portfolio.permissions import may_begin
from portfolio.selectors.overview import gone_without, overview
from portfolio.selectors.slots import drawn
from portfolio.selectors.wizard import OVERVIEW, wizard
from portfolio.views.drafts import MOST_PEOPLE, near_people
from portfolio.views.pen import told_on_case, written_proposal

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse

    from core.http import PersonRequest
    from portfolio.models import Proposal


@require_safe
def proposal_create(request: "PersonRequest") -> "HttpResponse":
    """Explain the three kinds and when each is used; without criteria in the policy there is no pool to apply to."""
    require(may_begin(request.user))
    return render(request, "portfolio/proposal_create.html", {"pool": bool(collect("criterion_names", request))})


@require_safe
@told_on_case
def draft_overview(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show every answer, what is missing, and where the case is submitted."""
    return overview_page(request, written_proposal(request, pk))


def overview_page(
    request: "PersonRequest", proposal: "Proposal", form: "Form | None" = None, *, status: int = 200
) -> "HttpResponse":
    """Draw the overview of a draft that the reader writes on; `form` is one of its panels' where it was refused."""
    version = whole_version(proposal)
    places = wizard(proposal, version, OVERVIEW)
    context = {
        "form": form,
        "proposal": proposal,
        "wizard": places,
        "parts": overview(request, proposal, version, places),
        "documents": documents_of(proposal),
        "panels": drawn("proposal_submission", request, proposal),
        "small": small_case(proposal, version),
        "gone_without": gone_without(proposal, version),
        "rule": RULE,
    }
    return render(request, "portfolio/draft_overview.html", context, status=status)


@method_decorator(told_on_case, "dispatch")
class DraftDocuments(View):
    """The step in which documents are attached and taken off."""

    def get(self, request: "PersonRequest", pk: int) -> "HttpResponse":
        return _documents_page(request, written_proposal(request, pk), AttachmentForm())

    def post(self, request: "PersonRequest", pk: int) -> "HttpResponse":
        proposal = written_proposal(request, pk)
        form = AttachmentForm(request.POST, request.FILES)
        if not form.is_valid():
            return _documents_page(request, proposal, form, status=422)
        data = form.cleaned_data
        try:
            attach_to_draft(proposal, data["upload"], title=data["title"], marking=data["marking"], actor=request.user)
        except Refused as refusal:
            form.add_error("upload", refusal.reason)
            return _documents_page(request, proposal, form, status=422)
        messages.success(request, _("The document has been attached."))
        return redirect("portfolio:draft_documents", proposal.pk)


@require_POST
@told_on_case
def document_remove(request: "PersonRequest", pk: int, document: int) -> "HttpResponse":
    """Take a document off the draft."""
    proposal = written_proposal(request, pk)
    row = get_object_or_404(documents_of(proposal), pk=document)
    remove_from_draft(proposal, row, actor=request.user)
    messages.success(request, _("“%(title)s” has been removed.") % {"title": row.title})
    return redirect("portfolio:draft_documents", proposal.pk)


@method_decorator(told_on_case, "dispatch")
class DraftEditors(View):
    """Who writes together with the author."""

    def get(self, request: "PersonRequest", pk: int) -> "HttpResponse":
        return _editors_page(request, written_proposal(request, pk), EditorForm())

    def post(self, request: "PersonRequest", pk: int) -> "HttpResponse":
        proposal = written_proposal(request, pk)
        form = EditorForm(request.POST)
        if not form.is_valid():
            return _editors_page(request, proposal, form, status=422)
        person: User = form.cleaned_data["person"]
        try:
            share_draft(proposal, person=person, actor=request.user)
        except Refused as refusal:
            form.add_error("person", refusal.reason)
            return _editors_page(request, proposal, form, status=422)
        messages.success(request, _("%(name)s can now write on the draft.") % {"name": person.name})
        return redirect("portfolio:draft_editors", proposal.pk)


@require_POST
@told_on_case
def editor_remove(request: "PersonRequest", pk: int, person: int) -> "HttpResponse":
    """Take the pen from a co-editor; whoever gives up their own goes to the list."""
    proposal = written_proposal(request, pk)
    editor = get_object_or_404(User, pk=person)
    if editor not in holders("edit_proposal", proposal):
        raise Http404
    unshare_draft(proposal, person=editor, actor=request.user)
    messages.success(request, _("%(name)s no longer writes on the draft.") % {"name": editor.name})
    if editor == request.user:
        return redirect("portfolio:proposal_list")
    return redirect("portfolio:draft_editors", proposal.pk)


@method_decorator(told_on_case, "dispatch")
class DraftDeletion(View):
    """Says what will go before it goes."""

    def get(self, request: "PersonRequest", pk: int) -> "HttpResponse":
        proposal = written_proposal(request, pk)
        context = {
            "proposal": proposal,
            "documents": documents_of(proposal).count(),
            "editors": holders("edit_proposal", proposal),
        }
        return render(request, "portfolio/draft_delete.html", context)

    def post(self, request: "PersonRequest", pk: int) -> "HttpResponse":
        proposal = written_proposal(request, pk)
        title = proposal.title
        delete_draft(proposal, actor=request.user)
        messages.success(request, _("The draft “%(title)s” has been deleted.") % {"title": title})
        return redirect("portfolio:proposal_list")


def _documents_page(
    request: "PersonRequest", proposal: "Proposal", form: AttachmentForm, *, status: int = 200
) -> "HttpResponse":
    rows = [(row, lay_there_at_submission(proposal, row)) for row in documents_of(proposal)]
    places = wizard(proposal, whole_version(proposal), "documents")
    context = {"proposal": proposal, "form": form, "rows": rows, "wizard": places}
    return render(request, "portfolio/draft_documents.html", context, status=status)


def _editors_page(
    request: "PersonRequest", proposal: "Proposal", form: EditorForm, *, status: int = 200
) -> "HttpResponse":
    context = {
        "proposal": proposal,
        "form": form,
        "editors": holders("edit_proposal", proposal)[:MOST_PEOPLE],
        "people": near_people(request.user),
    }
    return render(request, "portfolio/draft_editors.html", context, status=status)
