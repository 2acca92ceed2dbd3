"""The language of a request, and two guards: control characters are refused, a refused move becomes a sentence."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import BadRequest
from django.utils.translation import activate
from django.utils.translation import gettext as _

from core.api.problems import API_PREFIX
from core.domain.refusal import Refused
from core.refusals import answer_refusal

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    Handler = Callable[[HttpRequest], HttpResponse]


_UNUSABLE = re.compile("[\x00\ud800-\udfff]")


class LanguageMiddleware:
    """Speak the portal's language, whatever the browser asks for.

    It is what Django speaks anyway; but where none has been named, every sentence looks for it in vain first.
    """

    def __init__(self, get_response: "Handler") -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        """Name it, and pass on."""
        activate(settings.LANGUAGE_CODE)
        return self.get_response(request)


class RefuseControlCharactersMiddleware:
    """Answer 400 where a NUL byte comes in: PostgreSQL cannot hold one."""

    def __init__(self, get_response: "Handler") -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        """Refuse or pass on."""
        query = unquote(request.META.get("QUERY_STRING", ""))
        if "\x00" in request.path or "\x00" in query:
            raise BadRequest(_("The address holds a character that cannot be used."))
        return self.get_response(request)

    def process_view(self, request: "HttpRequest", *_arguments: object) -> None:
        """Look through the posted fields once the body is parsed."""
        if request.path.startswith(API_PREFIX):
            return  # It reads JSON only, and looks through that by itself.
        if request.method == "POST" and request.content_type != "application/json" and _is_unusable(request.POST):
            raise BadRequest(_("A field holds a character that cannot be used."))


class RefusalMiddleware:
    """Turn `Refused` into a message on the page it came from; nothing has been changed."""

    def __init__(self, get_response: "Handler") -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: "HttpRequest", exception: Exception) -> "HttpResponse | None":
        """Answer a refusal; every other exception goes its way."""
        if not isinstance(exception, Refused):
            return None
        return answer_refusal(request, exception)


def _is_unusable(data: "QueryDict") -> bool:
    """Whether a value holds a NUL or half of a surrogate pair; neither can be stored or sent back."""
    return any(_UNUSABLE.search(value) for _key, values in data.lists() for value in values)
