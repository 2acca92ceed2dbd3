"""Errors as problem details: nested errors become dotted paths, one sentence each."""

import json
from http import HTTPStatus

import pytest
from django.test import RequestFactory
from django.urls import get_resolver
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAuthenticated, ValidationError

from core.api.problems import Invalid, answer_problem, plain_problem


def told(exception: Exception) -> dict[str, object]:
    response = answer_problem(exception, {})
    assert response is not None
    assert response.content_type == "application/problem+json"
    assert response.status_code == response.data["status"]
    return response.data


@pytest.mark.parametrize(
    ("detail", "errors"),
    [
        ({"a": ["wrong"]}, [("a", "wrong")]),
        ({"a": ["wrong", "very"]}, [("a", "wrong"), ("a", "very")]),
        ({"a": {"b": ["wrong"]}}, [("a.b", "wrong")]),
        ({"rows": {1: ["wrong"]}}, [("rows.1", "wrong")]),
        ({"rows": {1: {"b": ["wrong"]}}}, [("rows.1.b", "wrong")]),
        ({"rows": [{}, {"b": ["wrong"]}]}, [("rows.1.b", "wrong")]),
        ({"non_field_errors": ["wrong"]}, [("", "wrong")]),
        ({"a": {"non_field_errors": ["wrong"]}}, [("a", "wrong")]),
        (["wrong"], [("", "wrong")]),
    ],
)
def test_nested_errors_become_dotted_paths(detail, errors):
    body = told(ValidationError(detail))
    assert [(row["path"], row["detail"]) for row in body["errors"]] == errors
    assert (body["path"], body["detail"]) == errors[0]


def test_an_invalid_field_has_its_path():
    assert told(Invalid("Nej", "units.0")) == {
        "type": "about:blank",
        "title": "Forespørgslen kan ikke bruges",
        "status": 400,
        "detail": "Nej",
        "path": "units.0",
        "errors": [{"path": "units.0", "detail": "Nej"}],
    }


@pytest.mark.parametrize("exception", [NotAuthenticated(), MethodNotAllowed("PUT")])
def test_the_frameworks_words_are_replaced(exception: APIException):
    assert told(exception)["detail"] != str(exception.detail)


def test_a_fault_of_the_code_stays_a_fault():
    assert answer_problem(ZeroDivisionError(), {}) is None


def test_what_is_refused_at_the_door_looks_the_same():
    response = plain_problem(HTTPStatus.BAD_REQUEST, "Nej")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert json.loads(response.content)["detail"] == "Nej"


@pytest.mark.parametrize(
    ("path", "kind"), [("/api/v1/pools", "application/problem+json"), ("/puljen/", "text/html; charset=utf-8")]
)
def test_a_fault_is_told_a_caller_of_the_api_as_a_problem_and_others_as_a_page(path: str, kind: str):
    answer = get_resolver().resolve_error_handler(500)(RequestFactory().get(path))
    assert (answer.status_code, answer["Content-Type"]) == (500, kind)
    assert "Fejlen er vores, og den er noteret" in answer.content.decode()
