"""The pack of a meeting: frozen by whoever arranges it, and fetched by each reader as they may see it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.pdf import render_pdf
from governance.domain.meeting_packs import freeze_pack
from governance.reports.meeting_papers import pack_html
from governance.selectors.pack_content import hidden_in, pack_without
from governance.views.meetings import readable_meeting

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest


@require_POST
def pack_freeze(request: "PersonRequest", pk: int) -> HttpResponse:
    """Freeze the pack as it stands now."""
    pack = freeze_pack(readable_meeting(request, pk), actor=request.user)
    messages.success(request, _("The pack has been frozen as version %(version)s.") % {"version": pack.version})
    return redirect("governance:meeting_detail", pk=pk)


@require_safe
def pack_file(request: "PersonRequest", pk: int, ordinal: int) -> "HttpResponseBase":
    """Send a version of the pack; whoever takes no part in a case gets it without that case, set anew."""
    meeting = readable_meeting(request, pk)
    pack = meeting.packs.filter(version=ordinal).first()
    if pack is None:
        raise Http404
    hidden = hidden_in(pack.snapshot, request.user)
    response: FileResponse | HttpResponse
    if hidden:
        html = pack_html(
            pack_without(pack.snapshot, hidden),
            version=pack.version,
            digest=pack.snapshot_sha256,
            municipality=settings.INSTALLATION_NAME,
        )
        response = HttpResponse(render_pdf(html), content_type="application/pdf")
    else:
        response = FileResponse(pack.file.open(), content_type="application/pdf")
    name = f"dagsorden-{meeting.day:%Y-%m-%d}-v{pack.version}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
