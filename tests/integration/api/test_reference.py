"""The page for people: every operation of the schema stands on it, and nothing comes from elsewhere."""

import re

import pytest
from django.test import Client

from core.api.reference import chapters
from core.api.schema import whole_schema


@pytest.fixture
def page(town) -> str:
    browser = Client()
    browser.force_login(town.author)
    response = browser.get("/api/v1/docs")
    assert response.status_code == 200
    return response.content.decode()


def test_every_operation_stands_on_the_page(page):
    operations = [operation for chapter in chapters(whole_schema()) for operation in chapter.operations]
    assert len(operations) == sum(len(methods) for methods in whole_schema()["paths"].values())
    assert [one.path for one in operations if f"</strong> {one.path}</code>" not in page] == []


def test_every_parameter_says_what_it_is():
    asked = [
        (path, parameter["name"], bool(parameter.get("description")))
        for path, methods in whole_schema()["paths"].items()
        for operation in methods.values()
        for parameter in operation.get("parameters", ())
    ]
    assert len(asked) > 0
    assert [one for one in asked if not one[-1]] == []


def test_the_fields_are_those_of_the_schema():
    triage = next(one for part in chapters(whole_schema()) for one in part.operations if one.anchor == "triage")
    assert [(line.name, line.kind, line.required) for line in triage.body] == [
        ("vendor_cost_dkk", "decimaltal som tekst eller tal", True),
        ("staff_hours", "decimaltal som tekst eller tal", True),
        ("units", "liste af tekst", True),
        ("needs_cooperation", "true eller false", True),
        ("external_assistance", "true eller false", True),
        ("is_acquisition", "true eller false", True),
        ("asks_pool", "true eller false", False),
        ("on_date", "dato", True),
    ]
    assert [line.name for line in triage.answer][-5:] == [
        "reasons[].compared", "reasons[].compared.value", "reasons[].compared.limit", "profile", "profile_version",
    ]  # fmt: skip
    assert [answer.status for answer in triage.answers] == ["200", "400", "401", "403", "409", "413", "415"]


def test_nothing_comes_from_elsewhere(page):
    sources = re.findall(r"(?:src|href)=\"(https?:)?//[^\"]*\"", page)
    assert sources == []
    assert re.findall(r"<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=", page) == []
