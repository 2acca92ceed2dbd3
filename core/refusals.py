"""How a page answers a refusal: back to where the reader came from, with the sentence; nothing has been changed."""

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from core.domain.audit import record_refusal

if TYPE_CHECKING:
    from django.http import HttpRequest

    from core.domain.refusal import Refused


def answer_refusal(request: "HttpRequest", refused: "Refused", *, otherwise: str = "/") -> "HttpResponse":
    """Say why and record the attempt; whoever came from nowhere, as from a mail, lands on `otherwise`.

    What a page asks by itself while a form is filled in may arrive after the form has been sent. The sentence is then
    the answer and no message, which would stand in the place of what the form's own answer says; to look is no attempt.
    """
    asked_by_page = request.headers.get("HX-Request") == "true"
    looked = asked_by_page and request.method == "GET"
    if refused.act and request.user.is_authenticated and not looked:
        record_refusal(refused.act, actor=request.user, subject=refused.subject, reason=refused.reason)
    if asked_by_page:
        return HttpResponse(str(refused), status=HTTPStatus.CONFLICT, content_type="text/plain; charset=utf-8")
    messages.error(request, str(refused))
    return redirect(_came_from(request) or otherwise)


def _came_from(request: "HttpRequest") -> str:
    """Return the page that led here, if it is ours; a page that cannot be opened does not lead to itself."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        return ""
    return "" if request.method == "GET" and urlsplit(referer).path == request.path else referer
