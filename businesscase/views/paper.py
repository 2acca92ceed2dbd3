"""A business case as a file to keep or to send."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from businesscase.reports.business_case import business_case_html
from businesscase.selectors.case_view import reading
from businesscase.selectors.chapter_view import chapters
from businesscase.selectors.proposal_panel import version_case
from businesscase.selectors.variant_view import variant_view
from core.pdf import render_pdf
from portfolio.selectors.proposal_page import readable_proposal

if TYPE_CHECKING:
    from core.http import PersonRequest


@require_safe
def case_paper(request: "PersonRequest", pk: int, ordinal: int) -> HttpResponse:
    """Send the case of one version as a tagged PDF; the browser neither shows nor sniffs it."""
    proposal = readable_proposal(pk, request.user)
    version, case = version_case(proposal, request.user, ordinal)
    page = business_case_html(
        reading(proposal, version, case),
        chapters(proposal, version, case),
        variant_view(proposal, version, case),
        municipality=settings.INSTALLATION_NAME,
    )
    file = render_pdf(page)
    name = slugify(f"business case {proposal.number or proposal.pk} v{ordinal}")
    return HttpResponse(
        file,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.pdf"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        },
    )
