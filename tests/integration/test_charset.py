"""Requests in an encoding that nobody writes in."""

import logging
from io import BytesIO

import pytest
from django.http import QueryDict

from config import wsgi
from config.wsgi import application
from core.middleware import _is_unusable


def status(content_type: str, path: str = "/sundhed/") -> str:
    told: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "q=abc", "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "wsgi.input": BytesIO(), "wsgi.url_scheme": "http", "CONTENT_TYPE": content_type,
    }  # fmt: skip
    response = application(environ, lambda line, _headers, _fault=None: told.append(line))
    list(response)
    return told[0]


@pytest.mark.parametrize("charset", ["rot13", "undefined", "idna", "base64", "utf-7", "latin-1", '"rot13"', "x" * 500])
def test_a_charset_that_is_not_utf8_is_refused(charset):
    assert status(f"text/html; charset={charset}") == "400 Bad Request"


@pytest.mark.parametrize("content_type", ["", "text/html", "text/html; charset=utf-8", "text/html; charset=UTF-8"])
def test_utf8_and_silence_go_through(monkeypatch, content_type):
    def portal(_environ, start_response):
        start_response("200 OK", [])
        return []

    monkeypatch.setattr(wsgi, "portal", portal)
    assert status(content_type) == "200 OK"


@pytest.mark.parametrize(
    ("value", "unusable"), [("\x00", True), ("a\ud800", True), ("\udfff", True), ("æøå 😀", False)]
)
def test_what_can_be_neither_stored_nor_sent_back_is_refused(value, unusable):
    data = QueryDict(mutable=True)
    data["title"] = value
    assert _is_unusable(data) is unusable


def test_a_fault_is_written_where_it_can_be_read(settings):
    handler = settings.LOGGING["handlers"]["errors"]
    assert (handler["class"], settings.LOGGING["root"]["handlers"]) == ("logging.StreamHandler", ["errors"])
    assert logging.getLogger().isEnabledFor(logging.ERROR)
