"""How a page answers a refusal: back to where the reader came from, with the sentence; nothing has been changed."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from core.domain.audit import record_refusal

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from core.domain.refusal import Refused


def answer_refusal(request: "HttpRequest", refused: "Refused", *, otherwise: str = "/") -> "HttpResponse":
    """Say why and record the attempt; whoever came from nowhere, as from a mail, lands on `otherwise`."""
    if refused.act and request.user.is_authenticated:
        record_refusal(refused.act, actor=request.user, subject=refused.subject, reason=refused.reason)
    messages.error(request, str(refused))
    return redirect(_came_from(request) or otherwise)


def _came_from(request: "HttpRequest") -> str:
    """Return the page that led here, if it is ours; a page that cannot be opened does not lead to itself."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        return ""
    return "" if request.method == "GET" and urlsplit(referer).path == request.path else referer
