"""The business case as a workbook: out to a spreadsheet, and back in."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from businesscase.domain.terms import terms_in_force
from businesscase.selectors.proposal_panel import version_case
from businesscase.workbook.content import content_of
from businesscase.workbook.export import case_workbook
from core.xlsx_export import MEDIA_TYPE
from portfolio.selectors.proposal_page import readable_proposal

if TYPE_CHECKING:
    from core.http import PersonRequest


@require_safe
def case_workbook_file(request: "PersonRequest", pk: int, ordinal: int) -> HttpResponse:
    """Send the case of one version as a workbook with live formulas."""
    proposal = readable_proposal(pk, request.user)
    read = version_case(proposal, request.user, ordinal)
    content = case_workbook(content_of(proposal, read.version, read.case, terms_in_force()))
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    name = f"business-case-{proposal.number or proposal.pk}-v{ordinal}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
