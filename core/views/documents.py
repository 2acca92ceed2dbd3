"""Attachments are served as downloads only."""

from typing import TYPE_CHECKING

from django.http import FileResponse
from django.views.decorators.http import require_GET

from core.selectors.documents import readable_document

if TYPE_CHECKING:
    from core.http import PersonRequest


@require_GET
def download_document(request: "PersonRequest", pk: int) -> FileResponse:
    """Send the file; the browser neither shows nor sniffs it."""
    document = readable_document(pk, request.user)
    response = FileResponse(
        document.file.open("rb"), as_attachment=True, filename=document.file_name, content_type=document.content_type
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
