"""Whether the call may be made at all; what the person may see and do is asked of the same rules as the pages."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import IsAuthenticated

from core.api.authentication import token_of
from core.enums import TokenScope

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class InScope(IsAuthenticated):
    """A person who is known; with a token, one whose scope covers the call.

    A view that stores nothing says so with `calculates = True`: the read scope is enough for it.
    """

    message = _("The access token may only read. Create one that may write as well.")

    def has_permission(self, request: "Request", view: "APIView") -> bool:
        """Answer for the call."""
        if not super().has_permission(request, view):
            return False
        token = token_of(request)
        reads = request.method in _READING or getattr(view, "calculates", False)
        return token is None or reads or token.scope == TokenScope.WRITE
