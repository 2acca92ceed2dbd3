"""POST /api/v1/business-case-evaluation: the agreed shape, published figures, and nothing that slips through."""

import json
from copy import deepcopy
from decimal import Decimal
from time import process_time
from typing import Any

import pytest

from core.models import AuditEntry

ADDRESS = "business-case-evaluation"


def asked(nets: list[str | int], rate: str = "0.08", **options: Any) -> dict[str, Any]:
    """Ask about a case whose nets are these: what is below 0 as a cost, what is above as a benefit."""
    costs = [str(-Decimal(net)) if Decimal(net) < 0 else "0" for net in nets]
    gains = [str(net) if Decimal(net) > 0 else "0" for net in nets]
    return {
        "start_year": 2026,
        "years": len(nets),
        "price_year": 2026,
        "discount": [{"from_year": 0, "rate": rate}],
        "timing": "year_end",
        "first_year_undiscounted": True,
        "lines": [
            {"kind": "cost", "category": "purchase", "likely": costs},
            {"kind": "benefit", "category": "other", "cash_releasing": True, "likely": gains},
        ],
        "simulations": 0,
        **options,
    }


CASE = asked(
    [-1000, 600, 600],
    "0.1",
    lines=[
        {"kind": "cost", "category": "purchase", "low": ["900", "0", "0"], "likely": ["1000", "0", "0"],
         "high": ["1300", "0", "0"]},
        {"kind": "benefit", "category": "operation", "cash_releasing": True, "likely": ["0", "600", "600"]},
    ],
    risks=[{"probability": "0.2", "impact_dkk": "110", "year": 1}],
    simulations=1000,
    seed=1,
)  # fmt: skip


def with_(path: str, value: object) -> dict[str, Any]:
    case = deepcopy(CASE)
    *above, last = path.split(".")
    place: Any = case
    for name in above:
        place = place[int(name)] if isinstance(place, list) else place[name]
    place[int(last) if isinstance(place, list) else last] = value
    return case


@pytest.fixture
def ask(town, call):
    caller = call(town.author)

    def asking(case: Any) -> Any:
        response = caller.post(ADDRESS, case)
        assert response.status_code == 200, response.json()
        return response.json()

    return asking


def test_the_answer_has_the_agreed_shape(ask):
    body = ask(CASE)
    simulation = body.pop("simulation")
    assert body == {
        "npv_dkk": "41.32",
        "npv_risk_adjusted_dkk": "21.32",
        "irr": "0.130662386292",
        "irr_note": "",
        "irr_all": ["0.130662386292"],
        "payback_years": "1.666667",
        "discounted_payback_years": "1.916667",
        "annual": [
            {"year": 2026, "cost_dkk": "1000.00", "benefit_dkk": "0.00", "net_dkk": "-1000.00",
             "cumulative_dkk": "-1000.00", "discounted_net_dkk": "-1000.00"},
            {"year": 2027, "cost_dkk": "0.00", "benefit_dkk": "600.00", "net_dkk": "600.00",
             "cumulative_dkk": "-400.00", "discounted_net_dkk": "545.45"},
            {"year": 2028, "cost_dkk": "0.00", "benefit_dkk": "600.00", "net_dkk": "600.00",
             "cumulative_dkk": "200.00", "discounted_net_dkk": "495.87"},
        ],
        "is_positive": True,
        "positive_definition": "npv > 0",
        "sensitivity": [
            {"line": 0, "low_npv_dkk": "141.32", "high_npv_dkk": "-258.68"},
            {"line": 1, "low_npv_dkk": "41.32", "high_npv_dkk": "41.32"},
        ],
    }  # fmt: skip
    assert set(simulation) == {"draws", "p10_dkk", "p50_dkk", "p90_dkk", "probability_positive"}
    assert simulation["draws"] == 1000
    assert Decimal(simulation["p10_dkk"]) < Decimal(simulation["p50_dkk"]) < Decimal(simulation["p90_dkk"])
    assert Decimal(simulation["p90_dkk"]) < Decimal("141.32")
    assert Decimal(0) < Decimal(simulation["probability_positive"]) < 1


@pytest.mark.parametrize(
    ("nets", "rate", "options", "npv"),
    [
        ([-40000, 8000, 9200, 10000, 12000, 14500], "0.08", {}, "1922.06"),
        ([-40000, 8000, 9200, 10000, 12000, 14500, -9000], "0.08", {}, "-3749.47"),
        ([-1000000, *[90000] * 15], "0.035", {}, "36566.98"),
        ([-1000000, *[90000] * 15], "0.05", {}, "-65830.78"),
        ([-10000, 3000, 4200, 6800], "0.10", {"first_year_undiscounted": False}, "1188.44"),
        ([-985, 75, 120, 100, 1200], "0.10", {"timing": "mid_year"}, "128.94"),
    ],
)
def test_published_values(ask, nets, rate, options, npv):
    body = ask(asked(nets, rate) | options)
    assert (body["npv_dkk"], body["is_positive"]) == (npv, not npv.startswith("-"))


@pytest.mark.parametrize(
    ("nets", "irr", "note", "rates"),
    [
        ([-1000, 3900, -5030, 2145], None, "several", ["0.100000000000", "0.300000000000", "0.500000000000"]),
        ([-100, 110], "0.100000000000", "", ["0.100000000000"]),
        ([-100, 100], "0.000000000000", "", ["0.000000000000"]),
        ([100, 100], None, "none", []),
    ],
)
def test_all_internal_rates_or_the_word_why_there_is_no_single_one(ask, nets, irr, note, rates):
    body = ask(asked(nets))
    assert (body["irr"], body["irr_note"], body["irr_all"]) == (irr, note, rates)


@pytest.mark.parametrize(
    ("timing", "undiscounted", "npv"),
    [
        ("year_end", True, "182.64"),  # 1 + 1/1.21 of 100, as each year waits 0 and 2 years
        ("mid_year", True, "186.68"),  # 0 and 1.5
        ("year_start", True, "190.91"),  # 0 and 1
        ("year_end", False, "166.04"),  # 1 and 3
        ("mid_year", False, "174.14"),  # 0.5 and 2.5
        ("year_start", False, "182.64"),  # 0 and 2
    ],
)
def test_each_timing(ask, timing, undiscounted, npv):
    body = ask(asked([100, 0, 100], "0.1", timing=timing, first_year_undiscounted=undiscounted))
    assert body["npv_dkk"] == npv


def test_rate_bands_chain(ask):
    """100 / (1.1 x 1.2): the second year waits one year at each rate."""
    bands = [{"from_year": 0, "rate": "0.1"}, {"from_year": 2, "rate": "0.2"}]
    assert ask(asked([0, 0, 132], discount=bands))["npv_dkk"] == "100.00"


def test_what_never_comes_back_is_null_and_just_even_is_not_positive(ask):
    never = ask(asked([-100, 50, 20]))
    even = ask(asked([-100, 110], "0.1"))
    assert (never["payback_years"], never["discounted_payback_years"]) == (None, None)
    assert (even["npv_dkk"], even["is_positive"], even["discounted_payback_years"]) == ("0.00", False, "1.000000")


def test_the_last_crossing_counts(ask):
    assert ask(asked([-100, 150, -100, 100]))["payback_years"] == "2.500000"


def test_money_is_rounded_half_even_and_the_rounded_value_is_judged(ask):
    assert [ask(asked([net]))["npv_dkk"] for net in ("0.005", "0.015", "-0.005", "0.0051")] == [
        "0.00", "0.02", "0.00", "0.01",
    ]  # fmt: skip
    assert ask(asked(["0.005"]))["is_positive"] is False


def test_no_simulations_are_no_simulation(ask):
    assert ask(with_("simulations", 0))["simulation"] is None


def test_the_seed_decides_and_has_a_value_of_its_own(ask):
    without = {name: value for name, value in CASE.items() if name != "seed"}
    assert ask(without) == ask(CASE)
    assert ask(with_("seed", 2))["simulation"] != ask(CASE)["simulation"]


def test_numbers_are_read_as_they_are_written(ask):
    plain = json.loads(json.dumps(asked([-40000, 8000, 9200, 10000, 12000, 14500])))
    plain["lines"][0]["likely"][0] = 40000
    plain["discount"][0]["rate"] = 0.08
    assert ask(plain)["npv_dkk"] == "1922.06"


def test_nothing_is_stored(ask, django_assert_max_num_queries):
    acts = AuditEntry.objects.count()
    with django_assert_max_num_queries(3):
        ask(CASE)
    assert AuditEntry.objects.count() == acts


YEAR = "Skriv et helt tal fra 1900 til 2200."
NUMBER = "Skriv et tal med punktum før decimalerne, for eksempel 150000.01."
AMOUNT = "Beløbet skal være et tal under 1.000 milliarder med højst 20 decimaler."
WRONG: list[tuple[dict[str, Any], str, str | None]] = [
    (with_("start_year", 1899), "start_year", YEAR),
    (with_("start_year", "2026"), "start_year", YEAR),
    (with_("start_year", 2026.5), "start_year", YEAR),
    (with_("price_year", None), "price_year", "Feltet må ikke være null."),
    (with_("years", 0), "years", "Skriv et helt tal fra 1 til 100."),
    (with_("years", 400), "years", "Skriv et helt tal fra 1 til 100."),
    (with_("years", True), "years", "Skriv et helt tal fra 1 til 100."),
    (with_("years", 4), "lines.0.likely", "Linjen skal have ét beløb for hvert af de 4 år; den har 3."),
    (with_("discount", []), "discount", None),
    (with_("discount", [{"from_year": 1, "rate": "0"}]), "discount.0.from_year", None),
    (with_("discount", [{"from_year": 0, "rate": "0"}] * 2), "discount.1.from_year", None),
    (with_("discount.0.rate", "-1"), "discount.0.rate", None),
    (with_("discount.0.rate", "3,5"), "discount.0.rate", NUMBER),
    (with_("discount.0.rate", float("nan")), "discount.0.rate", None),
    (with_("discount.0.rate", float("inf")), "discount.0.rate", None),
    (with_("discount.0.colour", "red"), "discount.0.colour", "Feltet kendes ikke. Er det stavet forkert?"),
    (with_("timing", "quarterly"), "timing", None),
    (with_("first_year_undiscounted", "yes"), "first_year_undiscounted", None),
    (with_("lines", []), "lines", "Listen må ikke være tom."),
    (with_("lines", [CASE["lines"][1]] * 201), "lines", "Listen kan højst rumme 200."),
    (with_("lines", "many"), "lines", "Feltet skal være en liste."),
    (with_("lines.1", "x"), "lines.1", None),
    (with_("lines.1.kind", "income"), "lines.1.kind", None),
    (with_("lines.1.category", ""), "lines.1.category", "Feltet må ikke være tomt."),
    (with_("lines.1.category", "x" * 61), "lines.1.category", None),
    (with_("lines.1.cash_releasing", "no"), "lines.1.cash_releasing", None),
    (with_("lines.1.likely", ["0", "600"]), "lines.1.likely", None),
    (with_("lines.1.likely", ["0"] * 101), "lines.1.likely", "Listen kan højst rumme 100."),
    (with_("lines.1.likely.2", "much"), "lines.1.likely.2", NUMBER),
    (with_("lines.1.likely.2", "NaN"), "lines.1.likely.2", NUMBER),
    (with_("lines.1.likely.2", float("nan")), "lines.1.likely.2", AMOUNT),
    (with_("lines.1.likely.2", float("-inf")), "lines.1.likely.2", AMOUNT),
    (with_("lines.1.likely.2", None), "lines.1.likely.2", None),
    (with_("lines.1.likely.2", "1000000000000"), "lines.1.likely.2", AMOUNT),
    (with_("lines.1.likely.2", 1e300), "lines.1.likely.2", AMOUNT),
    (with_("lines.1.likely.2", "0." + "0" * 20 + "1"), "lines.1.likely.2", AMOUNT),
    (with_("lines.0.low", ["900"]), "lines.0.low", None),
    (with_("lines.0.low.0", "1301"), "lines.0.low.0", "Det lave beløb må ikke være større end det høje."),
    (with_("lines.0.low.0", "1001"), "lines.0.low.0", "Det lave beløb må ikke være større end det sandsynlige."),
    (with_("lines.0.high.0", "999"), "lines.0.high.0", "Det høje beløb må ikke være mindre end det sandsynlige."),
    (with_("lines.1.low", ["0", "0", "0"]), "lines.1.high", "Angiv både low og high, eller ingen af dem."),
    (with_("lines.1.high", ["0", "600", "600"]), "lines.1.low", "Angiv både low og high, eller ingen af dem."),
    (with_("risks.0.probability", "-0.1"), "risks.0.probability", None),
    (with_("risks.0.probability", "1.1"), "risks.0.probability", None),
    (with_("risks.0.probability", float("nan")), "risks.0.probability", None),
    (with_("risks.0.impact_dkk", "-1"), "risks.0.impact_dkk", None),
    (with_("risks.0.year", 3), "risks.0.year", None),
    (with_("risks.0.year", 2027), "risks.0.year", "Skriv et helt tal fra 0 til 99."),
    (with_("risks", [CASE["risks"][0]] * 201), "risks", "Listen kan højst rumme 200."),
    (with_("simulations", -1), "simulations", "Skriv et helt tal fra 0 til 100000."),
    (with_("simulations", 100_001), "simulations", "Skriv et helt tal fra 0 til 100000."),
    (with_("seed", -1), "seed", None),
    (with_("seed", 2**53), "seed", None),
    (with_("colour", "red"), "colour", None),
]  # fmt: skip


def test_what_cannot_be_is_400_at_its_path_with_one_sentence(town, call, subtests):
    caller = call(town.author)
    for case, path, sentence in WRONG:
        with subtests.test(path=path):
            response = caller.post(ADDRESS, json.dumps(case))
            body = response.json()
            assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
            assert (body["path"], len(body["errors"])) == (path, 1)
            assert sentence is None or body["detail"] == sentence
            assert body["detail"].endswith((".", "?"))


def test_a_missing_field_is_400_at_its_path(town, call, subtests):
    caller = call(town.author)
    optional = {"risks", "seed"}
    for name in CASE:
        with subtests.test(name):
            response = caller.post(ADDRESS, {key: CASE[key] for key in CASE if key != name})
            expected = (200, None) if name in optional else (400, name)
            assert (response.status_code, response.json().get("path")) == expected


def test_the_largest_case_is_answered_and_in_a_few_seconds(ask):
    """200 lines of 100 years, all uncertain, drawn 100,000 times, at the lowest rate; in time of the processor."""
    line = {"kind": "benefit", "category": "other", "low": ["0"] * 100, "likely": ["1"] * 100,
            "high": ["999999999999.99"] * 100}  # fmt: skip
    case = asked([0] * 100, "-0.9", lines=[line] * 200, simulations=100_000, timing="mid_year")
    before = process_time()
    body = ask(case)
    assert process_time() - before < 10
    assert len(body["sensitivity"]) == 200
    assert len(body["annual"]) == 100
    assert Decimal(body["simulation"]["p50_dkk"]) > 0


def test_the_least_case_is_answered(ask):
    case = asked([0], "0", lines=[{"kind": "cost", "category": "other", "likely": ["0"]}], simulations=1)
    body = ask(case)
    assert (body["npv_dkk"], body["irr_note"], body["payback_years"]) == ("0.00", "none", "0.000000")
    assert body["simulation"] == {
        "draws": 1, "p10_dkk": "0.00", "p50_dkk": "0.00", "p90_dkk": "0.00", "probability_positive": "0.0000",
    }  # fmt: skip
