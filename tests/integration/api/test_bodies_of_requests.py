"""Bodies that are no good: each gets one sentence, and never a fault."""

import pytest
from django.test import Client

UNREADABLE = [
    (b"{", "Indholdet er ikke gyldig JSON i UTF-8."),
    (b"", "Feltet mangler."),
    (b"{}x", "Indholdet er ikke gyldig JSON i UTF-8."),
    (b"\xff\xfe{\x00}\x00", "Indholdet er ikke gyldig JSON i UTF-8."),
    (b'{"a": "\xff"}', "Indholdet er ikke gyldig JSON i UTF-8."),
    (b'\xef\xbb\xbf{"a": 1}', "Indholdet er ikke gyldig JSON i UTF-8."),
    (b"{'a': 1}", "Indholdet er ikke gyldig JSON i UTF-8."),
    (b'{"a": 01}', "Indholdet er ikke gyldig JSON i UTF-8."),
    (b'{"a": 1,}', "Indholdet er ikke gyldig JSON i UTF-8."),
    (b"[]", "Indholdet skal være et objekt med felter."),
    (b"7", "Indholdet skal være et objekt med felter."),
    (b'"x"', "Indholdet skal være et objekt med felter."),
    (b"NaN", "Indholdet skal være et objekt med felter."),
    (b"[" * 100_000, "Indholdet er indlejret for dybt."),
    (b'{"a":' * 100_000, "Indholdet er indlejret for dybt."),
    (b'{"a":' + b"[" * 30 + b"]" * 30 + b"}", "Indholdet er indlejret for dybt."),
    (b'{"a": 1, "a": 2}', "Feltet står der to gange."),
    (b'{"a": {"b": 1, "b": 1}}', "Feltet står der to gange."),
    (b'{"a": "\\u0000"}', "Teksten rummer et tegn, der ikke kan bruges."),
    (b'{"\\u0000": 1}', "Teksten rummer et tegn, der ikke kan bruges."),
    (b'{"a": "\\ud800"}', "Teksten rummer et tegn, der ikke kan bruges."),
]
FORMATS = ("text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x")


@pytest.mark.parametrize("address", ["triage", "pool-allocation", "pool-eligibility", "business-case-evaluation"])
def test_a_body_that_cannot_be_read_is_400(town, call, subtests, address):
    caller = call(town.author)
    for body, detail in UNREADABLE:
        with subtests.test(body=str(body[:20])):
            response = caller.post(address, body)
            assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
            assert response.json()["detail"] == detail


def test_the_path_of_a_field_that_stands_twice_is_named(town, call):
    response = call(town.author).post("triage", b'{"units": [{"b": 1}, {"c": {"d": 1, "d": 2}}]}')
    assert response.json()["path"] == "units.1.c.d"


def test_ten_megabytes_are_413(town, call):
    response = call(town.author).post("triage", b'{"a": "' + b"x" * 10_000_000 + b'"}')
    assert (response.status_code, response.json()["detail"]) == (413, "Indholdet er større end 2,5 MB.")


@pytest.mark.parametrize("size", [2, 10_000_000])
def test_another_format_is_415_whatever_its_size(town, call, subtests, size):
    caller = call(town.author)
    body = b"{" + b" " * (size - 2) + b"}"
    for content_type in FORMATS:
        with subtests.test(content_type):
            response = caller.post("triage", body, content_type=content_type)
            assert (response.status_code, response.json()["detail"]) == (415, "Send indholdet som application/json.")


def test_the_answer_is_json_whatever_is_accepted(town, call):
    key = call(town.author).key
    for accepts in ("text/html", "application/xml", "image/png", "*/*;q=0", "nonsense"):
        response = Client().get("/api/v1/units", HTTP_AUTHORIZATION=f"Bearer {key}", HTTP_ACCEPT=accepts)
        assert (response.status_code, response["Content-Type"]) == (200, "application/json")


def test_a_stranger_is_told_nothing_about_the_body(db):
    response = Client().post("/api/v1/triage", b"{", content_type="application/json")
    assert response.status_code == 401
