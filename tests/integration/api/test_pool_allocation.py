"""POST /api/v1/pool-allocation: the agreed shape, and what cannot be asked."""

from copy import deepcopy
from decimal import Decimal
from time import perf_counter
from typing import Any

from core.models import AuditEntry
from governance.models import LedgerEntry

ASKED: dict[str, Any] = {
    "budget_dkk": "4000000",
    "proposals": [
        {
            "id": "C", "amount_dkk": "3100000", "value": "40", "priority": 2, "rank": 1,
            "requires": [], "excludes": [], "locked": None, "lock_reason": "",
        },
        {
            "id": "F", "amount_dkk": "1400000.5", "value": "20", "priority": 2, "rank": 2,
            "requires": ["L"], "excludes": [], "locked": None, "lock_reason": "",
        },
        {
            "id": "H", "amount_dkk": "1500000", "value": "26", "priority": 2, "rank": 3,
            "requires": [], "excludes": ["X"], "locked": None, "lock_reason": "",
        },
        {
            "id": "L", "amount_dkk": "500000", "value": "0", "priority": 1, "rank": 9,
            "requires": [], "excludes": [], "locked": None, "lock_reason": "",
        },
        {
            "id": "X", "amount_dkk": "1", "value": "1", "priority": 2, "rank": 4,
            "requires": [], "excludes": [], "locked": "out", "lock_reason": "Direktionen 3. maj",
        },
    ],
}  # fmt: skip


def with_(path: str, value: object, whole: dict[str, Any] | None = None) -> dict[str, Any]:
    asked = deepcopy(whole or ASKED)
    *above, last = path.split(".")
    place: Any = asked
    for name in above:
        place = place[int(name)] if isinstance(place, list) else place[name]
    place[last] = value
    return asked


def test_the_answer_has_the_agreed_shape(town, call):
    body = call(town.author).post("pool-allocation", ASKED).json()
    frontier = body.pop("frontier")
    assert body == {
        "by_rank": {"selected": ["C", "L"], "amount_dkk": "3600000.00", "value": "40"},
        "by_rank_skipping": {"selected": ["C", "L"], "amount_dkk": "3600000.00", "value": "40"},
        "best_value": {"selected": ["F", "H", "L"], "amount_dkk": "3400000.50", "value": "46", "optimal": True},
        "difference": (
            "Bedste værdi vælger F og H (2.900.000,50 kr.) i stedet for C (3.100.000 kr.) og når en værdi på 46 mod 40"
            " efter rækkefølge og 40 efter rækkefølge med overspring; 599.999,50 kr. bliver ikke brugt."
        ),
        "infeasible": None,
    }
    assert len(frontier) == 20
    assert frontier[0] == {"budget_dkk": "675000.00", "value": "0"}
    assert frontier[-1] == {"budget_dkk": "4000000.00", "value": "46"}


def test_what_may_be_left_out_may_be_left_out(town, call):
    kept = ("id", "amount_dkk", "value", "priority", "rank")
    rows = [{name: row[name] for name in kept} for row in ASKED["proposals"]]
    body = call(town.author).post("pool-allocation", ASKED | {"proposals": rows}).json()
    assert body["best_value"]["selected"] == ["F", "H", "L", "X"]
    assert call(town.author).post("pool-allocation", ASKED | {"proposals": []}).json()["best_value"] == {
        "selected": [], "amount_dkk": "0.00", "value": "0", "optimal": True,
    }  # fmt: skip


IN_YEARS: dict[str, Any] = {
    "budget_dkk": "300",
    "years": [{"year": 2027, "frame_dkk": "100"}, {"year": 2026, "frame_dkk": "200"}],
    "proposals": [
        {"id": "A", "amount_dkk": "180", "value": "9", "priority": 2, "rank": 1,
         "years": [{"year": 2026, "amount_dkk": "100"}, {"year": 2027, "amount_dkk": "80"}]},
        {"id": "B", "amount_dkk": "50", "value": "8", "priority": 2, "rank": 2,
         "years": [{"year": 2027, "amount_dkk": "50"}]},
        {"id": "C", "amount_dkk": "100", "value": "7", "priority": 2, "rank": 3},
    ],
}  # fmt: skip


def test_each_year_has_its_frame_and_each_proposal_its_instalments(town, call):
    body = call(town.author).post("pool-allocation", IN_YEARS).json()
    # All three are within the budget, but A and B ask 130 of the second year's 100; C asks the first year for all.
    assert body["best_value"] == {
        "selected": ["A", "C"], "amount_dkk": "280.00", "value": "16", "optimal": True,
        "years": [{"year": 2026, "amount_dkk": "200.00"}, {"year": 2027, "amount_dkk": "80.00"}],
    }  # fmt: skip
    assert body["by_rank"]["selected"] == ["A"]
    assert body["by_rank_skipping"]["years"] == body["best_value"]["years"]
    assert body["frontier"][-1] == {"budget_dkk": "200.00", "value": "16"}


def test_the_whole_budget_holds_beside_the_frames(town, call):
    body = call(town.author).post("pool-allocation", IN_YEARS | {"budget_dkk": "200"}).json()
    assert body["best_value"]["selected"] == ["B", "C"]


def test_a_unit_has_its_limit(town, call):
    rows = [row | {"unit": "Skole" if row["id"] in "CH" else ""} for row in ASKED["proposals"]]
    asked = ASKED | {"proposals": rows, "unit_limits": [{"unit": "Skole", "limit_dkk": "1499999.99"}]}
    body = call(town.author).post("pool-allocation", asked).json()
    assert body["best_value"]["selected"] == ["F", "L"]


def test_locks_over_a_years_frame_are_answered_with_which(town, call):
    rows = [row | {"locked": "in"} for row in IN_YEARS["proposals"]]
    body = call(town.author).post("pool-allocation", IN_YEARS | {"budget_dkk": "999", "proposals": rows}).json()
    assert body["infeasible"] == (
        "Det, der er låst som valgt, bruger 130 kr. sammen med det, det kræver, men loftet for 2027 er 100 kr."
    )


def test_nothing_is_stored(town, call):
    caller = call(town.author)
    before = AuditEntry.objects.count(), LedgerEntry.objects.count()
    assert caller.post("pool-allocation", ASKED).status_code == 200
    assert (AuditEntry.objects.count(), LedgerEntry.objects.count()) == before


def test_locks_that_cannot_hold_are_answered_with_why(town, call):
    response = call(town.author).post("pool-allocation", with_("proposals.0.locked", "in") | {"budget_dkk": "100"})
    nothing = {"selected": [], "amount_dkk": "0.00", "value": "0"}
    assert (response.status_code, response.json()) == (
        200,
        {
            "by_rank": nothing,
            "by_rank_skipping": nothing,
            "best_value": nothing | {"optimal": False},
            "frontier": [],
            "difference": "",
            "infeasible": (
                "Det, der er låst som valgt, koster 3.100.000 kr. sammen med det, det kræver, men budgettet er 100 kr."
            ),
        },
    )


WRONG = [
    (with_("budget_dkk", "-1"), "budget_dkk", "Skriv et tal, der ikke er under 0."),
    (with_("budget_dkk", "much"), "budget_dkk", None),
    (with_("budget_dkk", None), "budget_dkk", "Feltet må ikke være null."),
    (with_("proposals", {}), "proposals", "Feltet skal være en liste."),
    (ASKED | {"proposals": [7]}, "proposals.0", None),
    (with_("proposals.1.id", "C"), "proposals.1.id", "“C” står der to gange."),
    (with_("proposals.1.id", " C "), "proposals.1.id", "“C” står der to gange."),
    (with_("proposals.1.id", ""), "proposals.1.id", None),
    (with_("proposals.1.id", 3), "proposals.1.id", None),
    (with_("proposals.1.amount_dkk", "-0.01"), "proposals.1.amount_dkk", "Skriv et tal, der ikke er under 0."),
    (with_("proposals.1.amount_dkk", True), "proposals.1.amount_dkk", None),
    (with_("proposals.1.amount_dkk", "1000000000000"), "proposals.1.amount_dkk", None),
    (with_("proposals.1.value", "-1"), "proposals.1.value", "Skriv et tal, der ikke er under 0."),
    (with_("proposals.1.value", "NaN"), "proposals.1.value", None),
    (with_("proposals.1.priority", 3), "proposals.1.priority", None),
    (with_("proposals.1.priority", "1"), "proposals.1.priority", None),
    (with_("proposals.1.rank", -1), "proposals.1.rank", None),
    (with_("proposals.1.rank", 1.5), "proposals.1.rank", None),
    (with_("proposals.1.requires", ["L", "Q"]), "proposals.1.requires.1", "Ingen ansøgning har id’et “Q”."),
    (with_("proposals.1.excludes", ["Q"]), "proposals.1.excludes.0", "Ingen ansøgning har id’et “Q”."),
    (with_("proposals.1.requires", "L"), "proposals.1.requires", None),
    (with_("proposals.1.locked", "yes"), "proposals.1.locked", None),
    (with_("proposals.1.lock_reason", None), "proposals.1.lock_reason", None),
    (with_("proposals.1.colour", "red"), "proposals.1.colour", None),
    (with_("years", {}), "years", "Feltet skal være en liste."),
    (with_("years.1.year", 2027, IN_YEARS), "years.1.year", "2027 står der to gange."),
    (with_("years.1.year", 26, IN_YEARS), "years.1.year", None),
    (with_("years.1.frame_dkk", "-1", IN_YEARS), "years.1.frame_dkk", "Skriv et tal, der ikke er under 0."),
    (with_("years.1.frame_dkk", "1000000000000", IN_YEARS), "years.1.frame_dkk", None),
    (with_("proposals.0.years.1.year", 2028, IN_YEARS), "proposals.0.years.1.year", "Der er ingen ramme for 2028."),
    (with_("proposals.0.years.1.year", 2026, IN_YEARS), "proposals.0.years.1.year", "2026 står der to gange."),
    (with_("proposals.0.years.1.amount_dkk", "-80", IN_YEARS), "proposals.0.years.1.amount_dkk", None),
    (
        with_("proposals.0.years.1.amount_dkk", "80.01", IN_YEARS),
        "proposals.0.years",
        "Raterne giver 180,01 kr., men beløbet er 180 kr.",
    ),
    # The amount itself, where it cannot be one and so is not what the instalments come to.
    (with_("proposals.0.amount_dkk", "9" * 400, IN_YEARS), "proposals.0.amount_dkk", None),
    (with_("proposals.0.amount_dkk", float("nan"), IN_YEARS), "proposals.0.amount_dkk", None),
    (with_("proposals.0.amount_dkk", float("inf"), IN_YEARS), "proposals.0.amount_dkk", None),
    (with_("years", [], IN_YEARS), "proposals.0.years.0.year", "Der er ingen ramme for 2026."),
    (ASKED | {"unit_limits": [{"unit": "S", "limit_dkk": "-1"}]}, "unit_limits.0.limit_dkk", None),
    (
        ASKED | {"unit_limits": [{"unit": "S", "limit_dkk": "1"}] * 2},
        "unit_limits.1.unit",
        "“S” står der to gange.",
    ),
]


def test_what_cannot_be_is_400_at_its_path(town, call, subtests):
    caller = call(town.author)
    for asked, path, detail in WRONG:
        with subtests.test(path=path):
            response = caller.post("pool-allocation", asked)
            body = response.json()
            assert (response.status_code, body["path"], len(body["errors"])) == (400, path, 1)
            assert detail in (None, body["detail"])


def test_a_missing_field_is_400_at_its_path(town, call, subtests):
    caller = call(town.author)
    for name in ("id", "amount_dkk", "value", "priority", "rank"):
        with subtests.test(name):
            asked = deepcopy(ASKED)
            del asked["proposals"][2][name]
            body = caller.post("pool-allocation", asked).json()
            assert (body["path"], body["detail"]) == (f"proposals.2.{name}", "Feltet mangler.")


def many(count: int) -> dict[str, Any]:
    rows = [
        {
            "id": str(place),
            "amount_dkk": str(50_000 + place * 7919 % 900_001),
            "value": str(1_000 + place * place * 31 % 999_983),
            "priority": 1 if place % 50 == 0 else 2,
            "rank": place,
            "requires": [str(place - 7)] if place % 9 == 8 else [],
        }
        for place in range(count)
    ]
    return {"budget_dkk": "900000000", "proposals": rows}


def test_ten_thousand_are_answered_in_bounded_time_and_more_are_refused(town, call):
    caller = call(town.author)
    started = perf_counter()
    response = caller.post("pool-allocation", many(10_000))
    assert perf_counter() - started < 60
    body = response.json()
    assert response.status_code == 200
    assert Decimal(body["best_value"]["amount_dkk"]) <= 900_000_000
    assert Decimal(body["best_value"]["value"]) >= Decimal(body["by_rank_skipping"]["value"])
    assert body["best_value"]["optimal"] or "kan bevises" in body["difference"]
    refused = caller.post("pool-allocation", {"budget_dkk": "1", "proposals": [{}] * 10_001})
    assert (refused.status_code, refused.json()["path"]) == (400, "proposals")
