"""The WSGI entry point that gunicorn serves."""

import os
import re
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

portal = get_wsgi_application()
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?(?P<name>[^\";\s]*)", re.IGNORECASE)
_KNOWN = frozenset({"utf-8", "utf8", "us-ascii"})


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
    """Answer 400 to a charset other than UTF-8, everything else as the portal does.

    Django decodes a request with whatever codec it names, before any middleware could object.
    """
    named = _CHARSET.search(environ.get("CONTENT_TYPE", ""))
    if named and named["name"].lower() not in _KNOWN:
        start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
        return ["Send forespørgslen i UTF-8.".encode()]
    return portal(environ, start_response)
