"""What Django answers by itself, in our words."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from core.api.problems import API_PREFIX, plain_problem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def csrf_failure(request: "HttpRequest", reason: str = "") -> "HttpResponse":  # noqa: ARG001 - Django's signature
    """Say that the page was too old to be sent."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: "HttpRequest", exception: Exception) -> "HttpResponse":
    """Say what was wrong with the request; to a caller of the API as problem details."""
    # What Django refuses by itself it says in English, and to developers.
    reason = str(exception) if isinstance(exception, BadRequest) else _("The request cannot be used.")
    if request.path.startswith(API_PREFIX):
        return plain_problem(HTTPStatus.BAD_REQUEST, reason)
    return render(request, "400.html", {"reason": reason}, status=400)


def server_error(request: "HttpRequest") -> "HttpResponse":
    """Say that the fault is ours; to a caller of the API as problem details. Asks nothing of the database."""
    if request.path.startswith(API_PREFIX):
        return plain_problem(
            HTTPStatus.INTERNAL_SERVER_ERROR,
            _("The fault is ours and has been noted. What you sent may not have been saved."),
        )
    return defaults.server_error(request)
