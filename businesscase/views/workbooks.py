"""The business case as a workbook: out to a spreadsheet, and back in by two steps. No JavaScript."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from businesscase.domain.cases import case_of
from businesscase.domain.sheet_import import case_from_lines, fitting_mapping, kinds_in, save_sheet_mapping
from businesscase.domain.terms import terms_in_force
from businesscase.domain.workbook_import import Plan, carry_out_import, known_in, plan_import
from businesscase.forms.foreign import ForeignForm
from businesscase.forms.workbook import WorkbookForm
from businesscase.selectors.import_view import import_view
from businesscase.selectors.proposal_panel import version_case
from businesscase.workbook.content import content_of
from businesscase.workbook.export import case_workbook
from businesscase.workbook.foreign import (
    ForeignTable,
    foreign_tables,
    packed_tables,
    read_lines,
    unpacked_tables,
)
from businesscase.workbook.parcel import packed, unpacked
from businesscase.workbook.reader import ReadCase, is_own, read_case
from core.domain.refusal import Refused, require
from core.xlsx_export import MEDIA_TYPE
from portfolio.domain.proposals import EditionConflict, may_write
from portfolio.domain.versions import current_version
from portfolio.enums import ProposalKind
from portfolio.import_texts import in_words
from portfolio.reading.cells import SheetCells, read_sheets
from portfolio.reading.unreadable import Unreadable
from portfolio.selectors.proposal_page import readable_proposal

if TYPE_CHECKING:
    from core.http import PersonRequest
    from portfolio.models import Proposal

WRONG, OUTDATED = 422, 409
# More sentences than this help nobody.
_MOST_PROBLEMS = 20
_MOST_TABLES = 10
# How long what was read may wait for the second step.
_HOURS_KEPT = 4


@require_safe
def case_workbook_file(request: "PersonRequest", pk: int, ordinal: int) -> HttpResponse:
    """Send the case of one version as a workbook with live formulas."""
    proposal = readable_proposal(pk, request.user)
    version, case = version_case(proposal, request.user, ordinal)
    content = case_workbook(content_of(proposal, version, case, terms_in_force()))
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    name = f"business-case-{proposal.number or proposal.pk}-v{ordinal}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def case_import(request: "PersonRequest", pk: int) -> HttpResponse:
    """Take a workbook, show what it would do to the draft, and do it when the writer says so."""
    proposal = readable_proposal(pk, request.user)
    if proposal.kind == ProposalKind.SUGGESTION:
        raise Http404
    require(may_write(proposal, request.user))
    if "parcel" in request.POST:
        return _carry_out(request, proposal)
    if "tables" in request.POST:
        return _take_foreign(request, proposal)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, proposal, form)
    try:
        sheets = read_sheets(form.cleaned_data["upload"].read())
    except Unreadable as error:
        form.add_error("upload", in_words(error))
        return _ask(request, proposal, form)
    return _show_own(request, proposal, sheets) if is_own(sheets) else _begin_foreign(request, proposal, sheets)


def _ask(
    request: "PersonRequest", proposal: "Proposal", form: WorkbookForm, problems: tuple[str, ...] = ()
) -> HttpResponse:
    context = {"proposal": proposal, "form": form, "problems": problems[:_MOST_PROBLEMS]}
    context["more"] = max(len(problems) - _MOST_PROBLEMS, 0)
    status = WRONG if form.errors or problems else 200
    return render(request, "businesscase/case_import.html", context, status=status)


def _show_own(request: "PersonRequest", proposal: "Proposal", sheets: dict[str, SheetCells]) -> HttpResponse:
    """Show the dry run of a workbook that the portal made itself."""
    read, problems = read_case(sheets, known_in(case_of(current_version(proposal))))
    if problems:
        return _ask(request, proposal, WorkbookForm(), tuple(problems))
    return _show(request, proposal, read)


def _show(
    request: "PersonRequest", proposal: "Proposal", read: ReadCase, *, status: int = 200, conflict: str = ""
) -> HttpResponse:
    plan = plan_import(proposal, read)
    context = {
        "proposal": proposal,
        "view": import_view(plan, proposal.number),
        "parcel": _seal(request, proposal, plan),
        "conflict": conflict,
    }
    status = WRONG if plan.refusal else status
    return render(request, "businesscase/case_import_plan.html", context, status=status)


def _begin_foreign(request: "PersonRequest", proposal: "Proposal", sheets: dict[str, SheetCells]) -> HttpResponse:
    """Ask what the lines of somebody's own spreadsheet are."""
    tables = foreign_tables(sheets)[:_MOST_TABLES]
    if not tables:
        text = _(
            "No sheet has a row with years such as 2027, 2028 and 2029 and lines with figures under it. "
            "Use the portal's own workbook, or put the years in a row of their own."
        )
        return _ask(request, proposal, WorkbookForm(), (text,))
    return _ask_kinds(request, proposal, tables, _suggested(proposal, tables))


def _suggested(proposal: "Proposal", tables: list[ForeignTable]) -> ForeignForm:
    return ForeignForm(tables, fitting_mapping(tables), drafted=kinds_in(case_of(current_version(proposal))))


def _take_foreign(request: "PersonRequest", proposal: "Proposal") -> HttpResponse:
    """Read the lines as the writer has said what they are, and show the dry run."""
    try:
        tables = unpacked_tables(_opened(request, proposal, "tables"))
    except signing.BadSignature:
        return _ask(request, proposal, WorkbookForm(), (_waited(),))
    if request.POST.get("go") == "sheet":
        names = [table.name for table in tables]
        chosen = names.index(request.POST["sheet"]) if request.POST.get("sheet") in names else 0
        ordered = [tables[chosen], *tables[:chosen], *tables[chosen + 1 :]]
        return _ask_kinds(request, proposal, ordered, _suggested(proposal, ordered))
    form = ForeignForm(tables, None, request.POST)
    if not form.is_valid():
        return _ask_kinds(request, proposal, tables, form)
    lines, problems = read_lines(form.table, form.kinds, form.mapping)
    read, others = case_from_lines(case_of(current_version(proposal)), form.table, lines)
    if problems or others:
        return _ask_kinds(request, proposal, tables, form, (*problems, *others))
    if form.cleaned_data["name"]:
        save_sheet_mapping(form.cleaned_data["name"], form.mapping, actor=request.user)
    return _show(request, proposal, read)


def _ask_kinds(
    request: "PersonRequest",
    proposal: "Proposal",
    tables: list[ForeignTable],
    form: ForeignForm,
    problems: tuple[str, ...] = (),
) -> HttpResponse:
    context = {
        "proposal": proposal,
        "form": form,
        "several": len(tables) > 1,
        "problems": problems[:_MOST_PROBLEMS],
        "more": max(len(problems) - _MOST_PROBLEMS, 0),
        "tables": _sealed(request, proposal, packed_tables(tables)),
    }
    status = WRONG if form.errors or problems else 200
    return render(request, "businesscase/case_import_lines.html", context, status=status)


def _carry_out(request: "PersonRequest", proposal: "Proposal") -> HttpResponse:
    try:
        data = _opened(request, proposal, "parcel")
    except signing.BadSignature:
        return _ask(request, proposal, WorkbookForm(), (_waited(),))
    read = unpacked(data["case"])
    try:
        carry_out_import(proposal, read, edition=data["edition"], actor=request.user)
    except EditionConflict:
        text = _("Somebody else has saved the business case in the meantime. This is what the import would do now.")
        return _show(request, proposal, read, status=OUTDATED, conflict=text)
    except Refused as refusal:
        return _show(request, proposal, read, status=WRONG, conflict=refusal.reason)
    messages.success(request, _("The business case has been brought in from the spreadsheet."))
    return redirect("businesscase:case_update", proposal.pk)


def _seal(request: "PersonRequest", proposal: "Proposal", plan: Plan) -> str:
    data: dict[str, Any] = {"edition": plan.edition, "case": packed(plan.read)}
    return _sealed(request, proposal, data)


def _sealed(request: "PersonRequest", proposal: "Proposal", data: Any) -> str:
    """Return what was read, signed for this person and draft: between the steps it lies on the page alone."""
    return signing.dumps(data, salt=_salt(request, proposal), compress=True)


def _opened(request: "PersonRequest", proposal: "Proposal", field: str) -> Any:
    """Return what `_sealed` put on the page. Raises `BadSignature` where it is another's, changed or too old."""
    return signing.loads(request.POST[field], salt=_salt(request, proposal), max_age=_HOURS_KEPT * 3600)


def _salt(request: "PersonRequest", proposal: "Proposal") -> str:
    return f"businesscase.import:{proposal.pk}:{request.user.pk}"


def _waited() -> str:
    return _("What was read has waited too long. Choose the file again.")
