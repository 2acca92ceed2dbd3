"""Refusals that Django makes by itself, in our words."""

from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.api.problems import API_PREFIX, bad_request_problem

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
        return bad_request_problem(reason)
    return render(request, "400.html", {"reason": reason}, status=400)
