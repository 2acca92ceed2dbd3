"""Errors as problem details: nested errors become dotted paths, one sentence each."""

import json

import pytest
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAuthenticated, ValidationError

from core.api.problems import Invalid, answer_problem, bad_request_problem


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
    response = bad_request_problem("Nej")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert json.loads(response.content)["detail"] == "Nej"
