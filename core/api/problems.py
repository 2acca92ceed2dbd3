"""Errors as RFC 9457 problem details: one sentence a case worker understands, and the path of the field.

`detail` and `path` are the first error's; `errors` lists all of them. A path is dotted: `cost_lines.0.amount_dkk`.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeAlias

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.http import Http404, JsonResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response

from core.domain.audit import record_refusal
from core.domain.refusal import Refused
from core.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Sentence: TypeAlias = str | _StrPromise

MEDIA_TYPE = "application/problem+json"
API_PREFIX = "/api/"

TITLES: "dict[int, Sentence]" = {
    400: _("The request cannot be used"),
    401: _("You are not logged in"),
    403: _("You may not do that"),
    404: _("It does not exist"),
    405: _("The method is not used here"),
    409: _("It cannot be done now"),
    413: _("The request is too large"),
    415: _("The format is not accepted"),
    500: _("Something went wrong"),
}
# What the framework says in its own words is said in ours.
_SENTENCES: "dict[type[exceptions.APIException], Sentence]" = {
    exceptions.NotAuthenticated: _("Log in, or send an access token."),
    exceptions.AuthenticationFailed: _("The access token is not valid. It may have been revoked or have expired."),
    exceptions.NotFound: _("There is nothing at this address, or you may not see it."),
    exceptions.MethodNotAllowed: _("The address cannot be called that way."),
    exceptions.UnsupportedMediaType: _("Send the body as application/json."),
}
_CSRF = _("The page's security token is missing or too old. Load the page again.")


class Invalid(exceptions.APIException):
    """400: the field at `path` cannot be what it is."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, sentence: "Sentence", path: str = "") -> None:
        """Keep the place and the sentence."""
        super().__init__(str(sentence))
        self.path = path


class TooLarge(exceptions.APIException):
    """413: the body is larger than the portal reads."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class NotNow(exceptions.APIException):
    """409: the portal is not in a state to answer."""

    status_code = HTTPStatus.CONFLICT


def answer_problem(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Return the answer to an exception in a view of the API; None lets a fault of the code be a fault."""
    if isinstance(exception, Refused):
        return _answer_refusal(exception, context["request"].user)
    if isinstance(exception, Http404):
        exception = exceptions.NotFound()
    if isinstance(exception, DjangoPermissionDenied):
        exception = exceptions.PermissionDenied()
    if not isinstance(exception, exceptions.APIException):
        return None
    challenge = getattr(exception, "auth_header", None)
    headers = {"WWW-Authenticate": challenge} if challenge else None
    return Response(_details(exception), exception.status_code, headers=headers, content_type=MEDIA_TYPE)


def plain_problem(status: HTTPStatus, sentence: str) -> JsonResponse:
    """Return the problem for what a view of the API does not answer itself: it is not reached, or has a fault."""
    body = _problem(status, sentence)
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})


def _answer_refusal(refusal: Refused, person: Any) -> Response:
    if refusal.act and isinstance(person, User):
        record_refusal(refusal.act, actor=person, subject=refusal.subject, reason=refusal.reason)
    body = _problem(HTTPStatus.CONFLICT, str(refusal)) | {"reason": refusal.reason, "who": refusal.who}
    return Response(body, HTTPStatus.CONFLICT, content_type=MEDIA_TYPE)


def _details(exception: exceptions.APIException) -> dict[str, Any]:
    status = exception.status_code
    if isinstance(exception, Invalid):
        return _with_errors([(exception.path, str(exception.detail))])
    if isinstance(exception, exceptions.ValidationError):
        return _with_errors(list(_flatten(exception.detail)))
    own = _CSRF if str(exception.detail).startswith("CSRF") else _SENTENCES.get(type(exception), exception.detail)
    return _problem(status, str(own))


def _with_errors(errors: list[tuple[str, str]]) -> dict[str, Any]:
    path, sentence = errors[0]
    listed = [{"path": place, "detail": text} for place, text in errors]
    return _problem(HTTPStatus.BAD_REQUEST, sentence) | {"path": path, "errors": listed}


def _problem(status: int, sentence: str) -> dict[str, Any]:
    title = TITLES.get(status) or HTTPStatus(status).phrase
    return {"type": "about:blank", "title": str(title), "status": int(status), "detail": sentence}


def _flatten(detail: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield path and sentence of every error in the framework's nested form."""
    if isinstance(detail, dict):
        for name, below in detail.items():
            yield from _flatten(below, path if name == "non_field_errors" else f"{path}.{name}".lstrip("."))
    elif isinstance(detail, list):
        for index, below in enumerate(detail):
            nested = isinstance(below, dict | list)
            yield from _flatten(below, f"{path}.{index}".lstrip(".") if nested else path)
    else:
        yield path, str(detail)
