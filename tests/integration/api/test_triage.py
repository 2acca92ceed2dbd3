"""POST /api/v1/triage: the rules on figures from outside, and every way the figures can be wrong."""

import json

import pytest

from governance.models import PolicyProfile, Triage
from tests.factories.governance import make_town

TASK = {
    "vendor_cost_dkk": "150000.01",
    "staff_hours": "300",
    "units": ["care", "home_care", "care"],
    "needs_cooperation": False,
    "external_assistance": True,
    "is_acquisition": True,
    "asks_pool": False,
    "on_date": "2026-11-21",
}
KEYS = {
    "is_project", "route", "for_information", "it_assessment_required", "hearing_required", "reasons", "profile",
    "profile_version",
}  # fmt: skip


def with_(**changed: object) -> dict[str, object]:
    return TASK | changed


def without(name: str) -> dict[str, object]:
    return {key: value for key, value in TASK.items() if key != name}


def answered(response) -> dict[str, object]:
    body = response.json()
    assert response.status_code == 200, body
    return {key: body[key] for key in ("is_project", "route", "for_information", "it_assessment_required")}


def problem(response) -> tuple[int, str, str]:
    body = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert body["status"] == response.status_code
    return response.status_code, body["path"], body["detail"]


def test_the_answer_has_the_agreed_shape(town, call):
    body = call(town.author).post("triage", TASK).json()
    assert set(body) == KEYS
    assert (body["profile"], body["is_project"], body["route"]) == ("odder", True, "undecided")
    assert (body["for_information"], body["it_assessment_required"], body["hearing_required"]) == (True, True, False)
    assert body["profile_version"].startswith("2-")
    assert [row["rule"] for row in body["reasons"]] == ["D1", "D2", "D3", "D4", "D7", "D8", "A8", "C6", "D5"]
    assert {frozenset(row) for row in body["reasons"]} == {
        frozenset({"rule", "fired", "modality", "text", "source", "compared"})
    }
    cost = body["reasons"][1]
    assert (cost["fired"], cost["modality"]) == (True, "SKAL")
    assert cost["text"] == "Leverandørudgiften (150.000,01 kr.) er over 150.000 kr."
    assert cost["compared"] == {"value": "150000.01", "limit": "150000"}
    assert cost["source"].startswith("Digitaliseringsstrategi Odder Kommune")
    assert body["reasons"][0]["compared"] is None


BOUNDARIES = [
    (with_(vendor_cost_dkk="150000"), False, "unit"),
    (with_(vendor_cost_dkk="150000.00"), False, "unit"),
    (with_(vendor_cost_dkk="0", staff_hours="300.01"), True, "undecided"),
    (with_(vendor_cost_dkk="0", needs_cooperation=True), True, "undecided"),
    (with_(vendor_cost_dkk="0", asks_pool=True), False, "strategy_group"),
    (with_(vendor_cost_dkk="0", units=["care", "schools"]), True, "strategy_group"),
    (with_(vendor_cost_dkk="0", units=["care", "home_care"]), False, "unit"),
    (with_(vendor_cost_dkk="0", units=[]), False, "unit"),
    (without("asks_pool") | {"vendor_cost_dkk": "0"}, False, "unit"),
]


def test_the_boundaries(town, call, subtests):
    caller = call(town.author)
    for task, is_project, route in BOUNDARIES:
        with subtests.test(task=str(task)):
            answer = answered(caller.post("triage", task))
            assert (answer["is_project"], answer["route"]) == (is_project, route)


@pytest.mark.parametrize("written", ["150000.01", "150000.0100", "1.5000001e5"])
def test_a_json_number_is_read_as_it_is_written(town, call, written):
    body = json.dumps(TASK).replace('"150000.01"', written)
    assert answered(call(town.author).post("triage", body))["is_project"] is True


def test_a_number_never_passes_through_a_float(town, call):
    body = json.dumps(TASK).replace('"150000.01"', "150000.0000000001")
    reason = call(town.author).post("triage", body).json()["reasons"][1]
    assert (reason["fired"], reason["compared"]["value"]) == (True, "150000.0000000001")


def test_odense_hears_and_sends_what_crosses_to_the_directors(db, call):
    town = make_town("odense")
    body = call(town.author).post("triage", with_(units=["care", "schools"])).json()
    assert (body["profile"], body["is_project"], body["route"], body["hearing_required"]) == (
        "odense", False, "management", True,
    )  # fmt: skip


def test_it_stores_nothing(town, call):
    call(town.author).post("triage", TASK)
    assert Triage.objects.count() == 0


NUMBER = "Skriv et tal med punktum før decimalerne, for eksempel 150000.01."
FIGURES = [
    *((value, NUMBER) for value in ("", "abc", "150.000,01", "1e5", "NaN", "Infinity", " 1", "1_000", "٣", "0x10")),
    *((value, NUMBER) for value in (True, [], {})),
    (None, "Feltet må ikke være null."),
    ("-0.01", "Skriv et tal, der ikke er under 0."),
    (-1, "Skriv et tal, der ikke er under 0."),
    ("1000000000000", "Skriv et tal under 1.000.000 millioner."),
    ("9" * 5000, "Skriv et tal under 1.000.000 millioner."),
    ("0.00000000001", "Skriv et tal med højst 10 decimaler."),
]
LITERALS = [
    *((written, "Skriv et tal.") for written in ("NaN", "Infinity", "-Infinity")),
    ("1e400", "Skriv et tal under 1.000.000 millioner."),
    ("9" * 5000, "Skriv et tal under 1.000.000 millioner."),
    ("1e-400", "Skriv et tal med højst 10 decimaler."),
    ("1e99999999999999999999", NUMBER),
]


@pytest.mark.parametrize("field", ["vendor_cost_dkk", "staff_hours"])
def test_a_figure_that_cannot_be_is_400_at_its_path(town, call, subtests, field):
    caller = call(town.author)
    for value, detail in FIGURES:
        with subtests.test(value=str(value)[:20]):
            assert problem(caller.post("triage", with_(**{field: value}))) == (400, field, detail)


def test_a_literal_that_cannot_be_is_400_at_its_path(town, call, subtests):
    caller = call(town.author)
    for written, detail in LITERALS:
        with subtests.test(written=written[:20]):
            body = json.dumps(TASK).replace('"300"', written)
            assert problem(caller.post("triage", body)) == (400, "staff_hours", detail)


WRONG = [
    (with_(units=["care", "atlantis"]), "units.1", "Der er ingen enhed med koden “atlantis”."),
    (with_(units=["care", 7]), "units.1", "Feltet skal være en tekst."),
    (with_(units=[["care"]]), "units.0", "Feltet skal være en tekst."),
    (with_(units=[""]), "units.0", "Feltet må ikke være tomt."),
    (with_(units=["x" * 61]), "units.0", "Skriv højst 60 tegn."),
    (with_(units="care"), "units", "Feltet skal være en liste."),
    (with_(units={"0": "care"}), "units", "Feltet skal være en liste."),
    (with_(units=["care"] * 1001), "units", "Listen kan højst rumme 1000."),
    (with_(needs_cooperation="false"), "needs_cooperation", "Feltet skal være true eller false."),
    (with_(asks_pool=0), "asks_pool", "Feltet skal være true eller false."),
    (with_(is_acquisition=None), "is_acquisition", "Feltet må ikke være null."),
    (with_(on_date="21-11-2026"), "on_date", "Feltet skal være en dato, fx 2027-03-14."),
    (with_(on_date="2026-02-29"), "on_date", "Feltet skal være en dato, fx 2027-03-14."),
    (with_(on_date="20261121"), "on_date", "Feltet skal være en dato, fx 2027-03-14."),
    (with_(on_date=20261121), "on_date", "Feltet skal være en dato, fx 2027-03-14."),
    (
        with_(on_date="1999-12-31"),
        "on_date",
        "Regelsættet gælder ikke den 31. december 1999. Vælg en senere dato.",
    ),
    (with_(colour="red"), "colour", "Feltet kendes ikke. Er det stavet forkert?"),
    ([TASK], "", "Indholdet skal være et objekt med felter."),
    ("null", "", "Indholdet skal være et objekt med felter."),
]


def test_what_is_wrong_is_said_at_its_path(town, call, subtests):
    caller = call(town.author)
    for task, path, detail in WRONG:
        with subtests.test(path=path, detail=detail):
            assert problem(caller.post("triage", task)) == (400, path, detail)


def test_a_missing_field_is_400_at_its_path(town, call, subtests):
    caller = call(town.author)
    for name in set(TASK) - {"asks_pool"}:
        with subtests.test(name):
            assert problem(caller.post("triage", without(name))) == (400, name, "Feltet mangler.")


def test_every_field_that_is_wrong_is_listed(town, call):
    body = call(town.author).post("triage", {}).json()
    assert [row["path"] for row in body["errors"]] == [name for name in TASK if name != "asks_pool"]


def test_without_a_policy_it_says_so(town, call):
    caller = call(town.author)
    PolicyProfile.objects.update(is_active=False)
    response = caller.post("triage", TASK)
    assert (response.status_code, response.json()["detail"]) == (
        409, "Der er ikke indlæst nogen politik. Spørg din administrator.",
    )  # fmt: skip


def test_the_queries_do_not_grow_with_the_units(town, call, django_assert_num_queries):
    caller = call(town.author)
    caller.post("triage", TASK)
    for units in (["care"], ["care", "health", "schools", "it_unit"]):
        with django_assert_num_queries(3):
            caller.post("triage", with_(units=units))
