"""What a case comes to when everything hangs on it: today, other ways, estimates, risks, prices, the class."""

from decimal import Decimal

import pytest

from businesscase.domain.inputs import DRAWS, case_input
from businesscase.domain.reference import Realised
from businesscase.domain.results import calculate
from businesscase.domain.written import Written
from businesscase.enums import CostCategory, PriceBasis, Spreading
from businesscase.models import Result
from core.domain.refusal import Refused
from tests.unit.businesscase.written import case, cost, gain, gained, hours, risk, spent, terms, way


def result(frame, costs, gains, on=None, **more) -> Result:
    found = calculate(frame, costs, gains, on or terms(), **{"draws": 0} | more)
    assert found is not None
    return found


def nets(found: Result) -> list[tuple[str, str, str]]:
    return [(row["cost"], row["benefit"], row["net"]) for row in found.rows]


def test_a_gain_is_the_difference_to_carrying_on_as_today():
    """100 to buy, 30 a year to run instead of 90, and 10 a year of sales that fall away: 50 a year better."""
    today = way(0, spent(90, 90, 90), gained(10, 10, 10), title="Som i dag")
    found = result(case(3), [cost(100, 0, 0), cost(30, 30, 30)], [gain(None, None, None)], alternatives=[today])
    assert nets(found) == [
        ("140.00", "90.00", "-50.00"), ("40.00", "90.00", "50.00"), ("40.00", "90.00", "50.00"),
    ]  # fmt: skip
    assert (found.npv, found.payback) == (Decimal(50), Decimal(1))
    # What it costs to have is what it costs to have: the sales that fall away are no cost of the solution.
    assert found.key_figures["total_cost"] == "190.00"


def test_another_way_is_measured_on_the_same_terms():
    today, other, empty = way(0, spent(90, 90)), way(2, spent(40, 0), gained(0, 20)), way(3, title="Uden tal")
    found = result(case(), [cost(100, 0)], [gain(0, 100)], terms("0.25"), alternatives=[today, other, empty])
    # The proposed one: 90 - 100, then 100 + 90; at 25 % 190 / 1.25 - 10. The other: 90 - 40, then 20 + 90.
    assert found.npv == Decimal(142)
    assert found.alternatives == [
        {"ordinal": 0, "title": "Et andet system", "total_cost": "180.00"},
        {
            "ordinal": 2, "title": "Et andet system", "total_cost": "40.00", "npv": "138.00", "net_gain": "160.00",
            "irr": None, "irr_note": "none", "payback": "0.000000", "payback_lost_again": False,
            "discounted_payback": "0.000000", "peak_funding": "0.00", "difference": "-4.00",
        },
        {"ordinal": 3, "title": "Uden tal", "total_cost": None},
    ]  # fmt: skip


def test_only_a_case_with_amounts_of_its_own_is_calculated():
    alone = Written(case(), [], [gain(None, None)], (), [way(0, spent(90, 90))])
    assert case_input(alone, terms()) is None
    assert calculate(case(), [], [], terms(), alternatives=[way(2, spent(1, 1))]) is None


def test_risks_lower_the_result_by_what_they_cost_on_average():
    """20 % of 100 in the second year at 25 %: 16 less."""
    risks = [risk(20, 100, 2027), risk(None, 100, 2027), risk(50, None, 2026), risk(50, 100, None)]
    found = result(case(), [cost(100, 0)], [gain(0, 200)], terms("0.25"), risks=risks)
    assert (found.npv, found.risk_adjusted_npv) == (Decimal(60), Decimal(44))
    assert result(case(), [cost(100, 0)], [gain(0, 200)], risks=risks[1:]).risk_adjusted_npv is None


@pytest.mark.parametrize("wrong", [risk(20, 100, 2028), risk(20, 100, 2025), risk(101, 1, 2026), risk(20, -1, 2026)])
def test_a_risk_that_cannot_be_calculated_with_is_refused(wrong):
    with pytest.raises(Refused):
        result(case(), [cost(1, 1)], [], risks=[wrong])


def test_an_estimate_moves_the_result_by_its_line():
    licence = cost(100, 0, low=(80, 0), high=(150, None), label="Licens")
    postage = gain(0, 200, low=(0, 190), high=(0, 210), label="Porto")
    found = result(case(), [cost(10, 0), licence], [postage], terms("0.25"))
    assert found.npv == Decimal(50)
    assert found.sensitivity == [
        {"label": "Licens", "kind": "cost", "low_npv": "70.00", "high_npv": "0.00"},
        {"label": "Porto", "kind": "benefit", "low_npv": "42.00", "high_npv": "58.00"},
    ]
    assert result(case(), [cost(1, 1)], []).sensitivity is None


def test_a_low_estimate_above_the_likely_one_is_refused():
    with pytest.raises(Refused):
        result(case(), [cost(100, 0, low=(101, 0), high=(110, 0))], [])


def drawn(**fields) -> dict:
    lines = [
        cost(100, 0, low=(80, 0), high=(150, 0), supplier="Acme"),
        cost(100, 0, low=(80, 0), high=(150, 0), supplier="Acme"),
    ]
    return result(case(**fields), lines, [gain(0, 210)], draws=1000).simulation


def test_the_draws_are_stored_with_how_they_were_made_and_can_be_made_again():
    found = drawn(spreading=Spreading.TRIANGULAR, supplier_correlation=Decimal("0.50"))
    assert found == drawn(spreading=Spreading.TRIANGULAR, supplier_correlation=Decimal("0.5"))
    kept = ("draws", "seed", "spreading", "supplier_correlation")
    assert [found[name] for name in kept] == [1000, 7, "triangular", "0.5"]
    assert (sum(found["counts"]), len(found["payback_within"])) == (1000, 2)
    assert Decimal(found["lowest"]) < Decimal(found["p10"]) < Decimal(found["p50"]) < Decimal(found["p90"])
    assert found["p50"] != drawn(seed=8, spreading=Spreading.TRIANGULAR)["p50"]


def test_lines_of_one_supplier_that_follow_each_other_spread_the_result_further():
    alone, together = drawn(), drawn(supplier_correlation=Decimal(1))
    widths = [Decimal(found["p90"]) - Decimal(found["p10"]) for found in (alone, together)]
    assert widths[0] < widths[1]


def test_nothing_uncertain_is_not_drawn():
    assert result(case(), [cost(100, 0)], [gain(0, 200)], draws=DRAWS).simulation is None
    assert result(case(), [cost(1, 1)], [], risks=[risk(50, 1, 2026)], draws=100).simulation["draws"] == 100
    assert result(case(), [cost(1, 1)], [], risks=[risk(50, 1, 2026)], draws=0).simulation is None


RISES = {2027: "0.25", 2028: "0.6"}


def test_current_prices_are_turned_into_fixed_ones():
    """125 of 2027 are 100 at the prices of 2026; hours are priced at the price year's rate, and stand."""
    frame = case(price_basis=PriceBasis.CURRENT)
    on = terms(prices=RISES, wages={2027: "0.1"})
    found = result(frame, [cost(0, 125), hours(0, 1)], [gain(0, 1250)], on, risks=[risk(10, 500, 2027)])
    assert nets(found) == [("0.00", "0.00", "0.00"), ("500.00", "1000.00", "500.00")]
    assert found.risk_adjusted_npv == Decimal(460)
    assert found.prices["basis"] == "current"
    # What is paid in 2027: 125 for the licence and the hour at the wages of 2027, against 1,250.
    assert found.prices["rows"][1] == {"year": 2027, "cost": "565.00", "benefit": "1250.00", "net": "685.00"}


def test_low_and_high_follow_the_prices_too():
    frame = case(price_basis=PriceBasis.CURRENT)
    licence = cost(0, 125, low=(0, 100), high=(0, 250))
    (bar,) = result(frame, [licence], [gain(0, 1250)], terms(prices=RISES)).sensitivity
    assert (bar["low_npv"], bar["high_npv"]) == ("920.00", "800.00")


def test_fixed_prices_are_shown_in_current_ones_where_every_rise_is_known():
    found = result(case(3), [cost(100, 100, 100)], [], terms(prices=RISES))
    assert [row["cost"] for row in found.prices["rows"]] == ["100.00", "125.00", "200.00"]
    assert [(one["year"], one["rise"], one["source"]) for one in found.prices["prices"]] == [
        (2027, "0.25", "KL's skøn"), (2028, "0.6", "KL's skøn"),
    ]  # fmt: skip
    assert found.rows[2]["cost"] == "100.00"


def test_a_missing_rise_is_never_taken_for_0():
    assert result(case(3), [cost(1, 1, 1)], [], terms(prices={2027: "0.1"})).prices["missing_prices"] == [2028]
    found = result(case(3), [hours(1, 1, 1)], [], terms(prices=RISES, wages={2028: "0.1"})).prices
    assert (found["rows"], found["missing_prices"], found["missing_wages"]) == (None, [], [2027])
    with pytest.raises(Refused, match=r"2027, 2028"):
        result(case(3, price_basis=PriceBasis.CURRENT), [cost(1, 1, 1)], [])


def test_a_price_year_after_or_before_the_case_needs_the_years_between():
    late = case(1, price_year=2028, price_basis=PriceBasis.CURRENT)
    assert result(late, [cost(100)], [], terms(prices=RISES)).rows[0]["cost"] == "200.00"
    early = case(1, start_year=2028, price_basis=PriceBasis.CURRENT)
    assert result(early, [cost(200)], [], terms(prices=RISES)).rows[0]["cost"] == "100.00"


def test_what_the_kind_has_realised_adjusts_the_gains():
    shares = tuple(map(Decimal, ("0.5", "0.6", "0.8", "0.9", "1.1")))
    found = result(case(), [cost(100, 0)], [gain(0, 200)], realised=Realised("acquisition", shares)).reference
    assert found == {
        "kind": "acquisition", "count": 5, "middle": "0.8", "lower": "0.6", "upper": "0.9", "adjusted_npv": "60.00",
    }  # fmt: skip
    few = result(case(), [cost(100, 0)], [gain(0, 200)], realised=Realised("acquisition", shares[:4])).reference
    assert (few["count"], few["middle"], few["adjusted_npv"]) == (4, None, None)


def test_all_internal_rates_are_kept_where_there_are_several():
    found = result(case(4), [cost(1000, 0, 5030, 0)], [gain(0, 3900, 0, 2145)])
    assert found.key_figures["irr_all"] == ["0.100000000000", "0.300000000000", "0.500000000000"]
    assert "irr_all" not in result(case(), [cost(100, 0)], [gain(0, 200)]).key_figures


def digest(frame=None, costs=None, gains=None, on=None, risks=(), alternatives=()) -> str:
    written = Written(
        frame or case(), costs or [cost(100, 0)], gains or [gain(0, 200)], list(risks), list(alternatives)
    )
    found = case_input(written, on or terms())
    assert found is not None
    return found.digest


CHANGES = {
    "a frame": {"frame": case(3)},
    "the price year": {"frame": case(price_year=2027)},
    "the seed": {"frame": case(seed=8)},
    "the spreading": {"frame": case(spreading=Spreading.TRIANGULAR)},
    "the correlation": {"frame": case(supplier_correlation=Decimal("0.5"))},
    "the basis": {"frame": case(price_basis=PriceBasis.CURRENT), "on": terms(prices={2027: "0"})},
    "a rise": {"frame": case(price_basis=PriceBasis.CURRENT), "on": terms(prices={2027: "0.1"})},
    "the rate": {"on": terms("0.04")},
    "an amount": {"costs": [cost(100, "0.01")]},
    "a category": {"costs": [cost(100, 0, category=CostCategory.TRAINING)]},
    "an estimate": {"costs": [cost(100, 0, low=(90, 0), high=(110, 0))]},
    "its high": {"costs": [cost(100, 0, low=(90, 0), high=(111, 0))]},
    "its supplier": {"costs": [cost(100, 0, low=(90, 0), high=(110, 0), supplier="Acme")]},
    "a gain": {"gains": [gain(0, 201)]},
    "a risk": {"risks": [risk(10, 10, 2026)]},
    "its year": {"risks": [risk(10, 10, 2027)]},
    "its probability": {"risks": [risk(11, 10, 2026)]},
    "its impact": {"risks": [risk(10, 11, 2026)]},
    "today": {"alternatives": [way(0, spent(1, 0))]},
    "another way": {"alternatives": [way(2, spent(1, 0))]},
    "its amount": {"alternatives": [way(2, spent(2, 0))]},
}  # fmt: skip


def test_the_digest_follows_every_input():
    found = {name: digest(**change) for name, change in CHANGES.items()}
    assert len({digest(), *found.values()}) == 1 + len(CHANGES)
    assert digest() == digest()
