"""Requests in an encoding that nobody writes in."""

import logging
from io import BytesIO

import pytest
from django.test import Client

from config.wsgi import application
from tests.factories.governance import make_town

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


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


@pytest.mark.django_db
@pytest.mark.parametrize("content_type", ["", "text/html", "text/html; charset=utf-8", "text/html; charset=UTF-8"])
def test_utf8_and_silence_are_answered(content_type):
    assert status(content_type) == "200 OK"


@pytest.mark.django_db
def test_half_a_surrogate_pair_is_refused_in_one_sentence():
    client = Client()
    client.force_login(make_town().author, backend=BACKEND)
    response = client.post(
        "/sager/ny/forslag/",
        b'--X\r\nContent-Disposition: form-data; name="title"\r\n\r\n+2AA-\r\n--X--\r\n',
        content_type="multipart/form-data; boundary=X; charset=utf-7",
    )
    assert response.status_code == 400
    assert "Et felt rummer et tegn, der ikke kan bruges." in response.content.decode()


def test_a_fault_is_written_where_it_can_be_read(settings):
    handler = settings.LOGGING["handlers"]["errors"]
    assert (handler["class"], settings.LOGGING["root"]["handlers"]) == ("logging.StreamHandler", ["errors"])
    assert logging.getLogger().isEnabledFor(logging.ERROR)
