"""The schema is valid OpenAPI 3.1, says what the API does, and is held against it with hundreds of calls."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from config.wsgi import application
from core.api import schema as room
from core.api.schema import whole_schema
from core.enums import TokenScope
from portfolio.enums import ProposalState
from tests.factories.governance import make_standing

EXAMPLES = 15
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# An empty filter is no filter, as in the pages' forms, so only bodies must be refused.
CHECKS_OF = {"GET": CHECKS, "POST": [*CHECKS, negative_data_rejection]}
OPERATIONS = [
    ("GET", "/api/v1/benefits"),
    ("GET", "/api/v1/bodies"),
    ("GET", "/api/v1/business-cases"),
    ("GET", "/api/v1/business-cases/{number}"),
    ("GET", "/api/v1/decisions"),
    ("GET", "/api/v1/ledger-entries"),
    ("GET", "/api/v1/pools"),
    ("GET", "/api/v1/principles"),
    ("GET", "/api/v1/projects"),
    ("GET", "/api/v1/projects/{project}"),
    ("GET", "/api/v1/proposals"),
    ("GET", "/api/v1/proposals/{number}"),
    ("GET", "/api/v1/recommendations"),
    ("GET", "/api/v1/strategies"),
    ("GET", "/api/v1/units"),
    ("POST", "/api/v1/business-case-evaluation"),
    ("POST", "/api/v1/pool-allocation"),
    ("POST", "/api/v1/pool-eligibility"),
    ("POST", "/api/v1/proposals/{number}/moves/{move}"),
    ("POST", "/api/v1/triage"),
]


def test_those_who_ask_first_at_once_get_one_whole_schema(db):
    room._built.cache_clear()
    together = Barrier(4)

    def ask(_number: int) -> dict:
        together.wait(timeout=60)
        return whole_schema()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(ask, range(4)))
    assert len({id(one) for one in found}) == 1
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(found[0], default=str)))
    assert named <= set(found[0]["components"]["schemas"])


def test_the_schema_is_valid_and_whole():
    schema = whole_schema()
    assert [error.message for error in OpenAPIV31SpecValidator(schema).iter_errors()] == []
    assert schema["openapi"] == "3.1.1"
    found = [(method.upper(), path) for path, methods in schema["paths"].items() for method in methods]
    assert sorted(found) == sorted(OPERATIONS)


def test_the_schema_is_the_same_for_everyone(town, call):
    first = call(town.author).get("openapi.json")
    assert (first.status_code, first["Content-Type"]) == (200, "application/json")
    assert first.json() == call(town.auditor).get("openapi.json").json()


@pytest.fixture
def one_connection():
    """Let the WSGI application keep the test's connection, and with it the test's transaction."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_api_does_what_the_schema_says(town, call, subtests, one_connection, mode):
    make_standing(town, ProposalState.APPROVED)
    number = make_standing(town, ProposalState.ROUTING).number
    headers = {"Authorization": f"Bearer {call(town.author, TokenScope.WRITE).key}"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers=headers)
    for method, path in OPERATIONS:
        with subtests.test(f"{method} {path}"):
            fixed = {"number": number} if "{number}" in path and mode is GenerationMode.POSITIVE else None
            _hold(schema[path][method], mode, headers, fixed)


def _hold(operation, mode: GenerationMode, headers: dict[str, str], fixed: dict[str, str] | None) -> None:
    calls = 0

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode, path_parameters=fixed))
    def hold(case):
        nonlocal calls
        calls += 1
        case.call_and_validate(headers=headers, checks=CHECKS_OF[operation.method.upper()])

    hold()
    assert calls > 0
