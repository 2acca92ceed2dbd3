"""POST /api/v1/pool-eligibility: the agreed shape, and who may make an exception."""

from copy import deepcopy
from typing import Any

import pytest

from core.models import Parameter
from tests.factories.governance import make_town

CASE: dict[str, Any] = {
    "criterion": "efficiency",
    "npv_dkk": "1000.00",
    "strictly_necessary": {"claimed": False, "reason": ""},
    "directed_by": {"decision_reference": ""},
    "strategy_nodes": ["odr-pm2"],
    "mandatory_reference": "",
    "cost_lines": [
        {"category": "purchase", "amount_dkk": "80000"},
        {"category": "implementation", "amount_dkk": "20000.50"},
        {"category": "operation", "amount_dkk": "7000"},
        {"category": "staff_hours", "amount_dkk": "30000"},
    ],
    "staff_hours_override": {"reason": ""},
    "requested_dkk": "100000.50",
    "pool": {
        "frame_dkk": "500000",
        "committed_mandatory_dkk": "100000",
        "committed_other_dkk": "50000",
        "expected_mandatory_dkk": "200000",
    },
}


def with_(path: str, value: object) -> dict[str, Any]:
    case = deepcopy(CASE)
    *above, last = path.split(".")
    place: Any = case
    for name in above:
        place = place[int(name)] if isinstance(place, list) else place[name]
    place[last] = value
    return case


def test_the_answer_has_the_agreed_shape(town, call):
    body = call(town.author).post("pool-eligibility", CASE).json()
    assert set(body) == {"eligible", "priority", "fundable_dkk", "capacity_dkk", "reasons", "warnings"}
    assert (body["eligible"], body["priority"]) == (True, 2)
    assert (body["fundable_dkk"], body["capacity_dkk"], body["warnings"]) == ("100000.50", "150000.00", [])
    assert [row["rule"] for row in body["reasons"]] == ["D12", "D15", "D16", "D15", "D10", "D10"]
    assert {frozenset(row) for row in body["reasons"]} == {
        frozenset({"rule", "fired", "modality", "text", "source", "compared"})
    }


def test_priority_1_is_not_held_back_by_the_forecast(town, call):
    case = with_("criterion", "mandatory") | {"mandatory_reference": "Fælles løsning", "npv_dkk": None}
    body = call(town.author).post("pool-eligibility", case).json()
    assert (body["eligible"], body["priority"], body["capacity_dkk"]) == (True, 1, "350000.00")
    assert [row["rule"] for row in body["warnings"]] == ["D17"]


@pytest.mark.parametrize(
    ("definition", "figures", "eligible", "compared"),
    [
        ("net gain > 0", {"npv_dkk": "-1", "net_gain_dkk": "0.01"}, True, {"value": "0.01", "limit": "0"}),
        ("payback <= 3 years", {"payback_years": "3.5"}, False, {"value": "3.5", "limit": "3"}),
        ("payback <= 3 years", {"payback_years": None}, False, None),
        ("payback <= 3 years", {}, False, None),
    ],
)
def test_the_case_is_held_against_the_definition_in_force(town, call, definition, figures, eligible, compared):
    Parameter.objects.create(
        profile="odder", key="positive_definition", value=definition, unit="text", valid_from="2026-01-01", source="S"
    )
    body = call(town.author).post("pool-eligibility", CASE | figures).json()
    assert (body["eligible"], body["reasons"][0]["compared"]) == (eligible, compared)


def test_what_is_left_out_may_be_left_out(town, call):
    kept = ("criterion", "npv_dkk", "cost_lines", "requested_dkk", "pool")
    body = call(town.author).post("pool-eligibility", {name: CASE[name] for name in kept}).json()
    assert body["eligible"] is True


@pytest.mark.parametrize(
    ("person", "fundable"), [("author", "100000.50"), ("chair", "100000.50"), ("director", "130000.50")]
)
def test_only_management_makes_the_exception_for_staff_hours(town, call, person, fundable):
    case = with_("staff_hours_override.reason", "Kun vi kan gøre det")
    assert call(town.people[person]).post("pool-eligibility", case).json()["fundable_dkk"] == fundable


@pytest.mark.parametrize(("person", "eligible"), [("author", False), ("head", False), ("director", True)])
def test_only_management_passes_the_forecast(town, call, person, eligible):
    case = with_("pool.expected_mandatory_dkk", "300000") | {"forecast_override": {"reason": "Det haster"}}
    assert call(town.people[person]).post("pool-eligibility", case).json()["eligible"] is eligible


WRONG = [
    (with_("criterion", "nice_to_have"), "criterion"),
    (with_("criterion", ["efficiency"]), "criterion"),
    (with_("npv_dkk", "much"), "npv_dkk"),
    (with_("npv_dkk", "-1000000000000"), "npv_dkk"),
    (with_("requested_dkk", "-1"), "requested_dkk"),
    (with_("requested_dkk", True), "requested_dkk"),
    (with_("pool", []), "pool"),
    (with_("pool.frame_dkk", "-1"), "pool.frame_dkk"),
    (with_("pool.colour", "red"), "pool.colour"),
    (with_("cost_lines", {}), "cost_lines"),
    (with_("cost_lines.1.category", "party"), "cost_lines.1.category"),
    (with_("cost_lines.1.amount_dkk", "-1"), "cost_lines.1.amount_dkk"),
    (with_("cost_lines.3.amount_dkk", None), "cost_lines.3.amount_dkk"),
    (with_("cost_lines", [7]), "cost_lines.0"),
    (with_("strictly_necessary.claimed", "false"), "strictly_necessary.claimed"),
    (with_("strictly_necessary", None), "strictly_necessary"),
    (with_("directed_by.decision_reference", 7), "directed_by.decision_reference"),
    (with_("strategy_nodes", [None]), "strategy_nodes.0"),
    (with_("staff_hours_override", {}), "staff_hours_override.reason"),
]


def test_what_cannot_be_is_400_at_its_path(town, call, subtests):
    caller = call(town.author)
    for case, path in WRONG:
        with subtests.test(path=path):
            response = caller.post("pool-eligibility", case)
            body = response.json()
            assert (response.status_code, body["path"], len(body["errors"])) == (400, path, 1)


def test_a_missing_field_is_400_at_its_path(town, call, subtests):
    caller = call(town.author)
    for name in ("criterion", "npv_dkk", "cost_lines", "requested_dkk", "pool"):
        with subtests.test(name):
            body = caller.post("pool-eligibility", {key: CASE[key] for key in CASE if key != name}).json()
            assert (body["path"], body["detail"]) == (name, "Feltet mangler.")


def test_a_negative_present_value_is_a_value(town, call):
    body = call(town.author).post("pool-eligibility", with_("npv_dkk", "-0.01")).json()
    assert (body["eligible"], body["reasons"][0]["compared"]) == (False, {"value": "-0.01", "limit": "0"})


def test_a_criterion_that_is_off_makes_nothing_fundable(db, call):
    town = make_town("odense")
    body = call(town.author).post("pool-eligibility", CASE).json()
    assert (body["eligible"], body["fundable_dkk"], [row["rule"] for row in body["reasons"]]) == (
        False,
        "0.00",
        ["D12"],
    )
