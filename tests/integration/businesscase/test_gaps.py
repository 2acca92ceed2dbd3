"""What keeps an investment from being submitted, at the very boundaries."""

from decimal import Decimal

import pytest

from businesscase.domain.cases import save_case
from businesscase.domain.gaps import case_gaps
from core.domain.refusal import Refused
from core.models import Parameter
from governance.domain.submission import submit_proposal
from portfolio.domain.proposals import change_draft
from portfolio.domain.versions import current_version
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.businesscase import (
    WORDS,
    benefit,
    cost,
    risk,
    way,
    way_cost,
    whole_benefits,
    whole_costs,
    write_case,
)
from tests.factories.governance import make_draft


def gaps(proposal):
    proposal = Proposal.objects.get(pk=proposal.pk)
    return [(gap.field, gap.rule) for gap in case_gaps(proposal, current_version(proposal))]


def write(proposal, actor, **changed):
    given = {"fields": {}, "costs": whole_costs(), "benefits": whole_benefits(actor)} | changed
    given["fields"] = WORDS | given["fields"]
    return save_case(proposal, actor=actor, edition=current_edition(proposal), **given)


def current_edition(proposal):
    case = getattr(current_version(proposal), "business_case", None)
    return case.edition if case else 0


def change(proposal, actor, **fields):
    return change_draft(proposal, actor=actor, edition=current_version(proposal).edition, fields=fields)


def test_a_whole_case_has_no_gaps_and_can_be_submitted(town, draft):
    assert gaps(draft) == []
    assert submit_proposal(draft, actor=town.author).submitted_at is not None


def test_an_investment_without_a_case_cannot_be_submitted(town, empty):
    assert gaps(empty) == [("case", "D17")]
    with pytest.raises(Refused):
        submit_proposal(empty, actor=town.author)
    assert Proposal.objects.get(pk=empty.pk).submitted_at is None


@pytest.mark.parametrize(
    ("kind", "fields", "needed"),
    [
        ("notification", {"vendor_cost": Decimal(0), "acquisition_type": "neither"}, False),
        ("notification", {"vendor_cost": None, "acquisition_type": "further_development"}, False),
        ("notification", {"vendor_cost": Decimal("0.01"), "acquisition_type": "neither"}, True),
        ("notification", {"vendor_cost": Decimal(0), "acquisition_type": "acquisition"}, True),
        ("notification", {"vendor_cost": None, "acquisition_type": ""}, True),
        ("application", {"vendor_cost": Decimal(0), "requested_amount": Decimal(1)}, True),
        ("application", {"vendor_cost": None, "requested_amount": None, "acquisition_type": ""}, True),
        ("suggestion", {}, False),
    ],
)
def test_what_is_an_investment(town, kind, fields, needed):
    proposal = make_draft(town, kind=ProposalKind(kind))
    if fields:
        change(proposal, town.author, **fields)
    case = getattr(current_version(proposal), "business_case", None)
    if case:
        case.delete()
    assert gaps(proposal) == ([("case", "D17")] if needed else [])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"rationale_service": ""}, [("rationale_service", "D18")]),
        ({"rationale_service": " Ingen. "}, [("rationale_service", "D18")]),
        ({"rationale_efficiency": "Ingen"}, [("rationale_efficiency", "D18")]),
        ({"rationale_efficiency": "", "no_efficiency": False}, [("rationale_efficiency", "D18")]),
        ({"no_economic": True}, [("rationale_economic", "D18")]),
        ({"follow_up_months": None}, [("follow_up_months", "C20")]),
        ({"hourly_rate": None}, [("hourly_rate", "D16")]),
        ({"hourly_rate_source": " "}, [("hourly_rate_source", "D16")]),
        ({"is_trial": True}, [("learning_goals", "C22"), ("stop_criteria", "C22")]),
        ({"is_trial": True, "learning_goals": "Virker det?", "stop_criteria": "80 procent"}, []),
    ],
)
def test_words_that_are_missing(town, empty, fields, expected):
    write(empty, town.author, fields=fields)
    assert gaps(empty) == expected


def test_one_real_gain_is_demanded(town, empty):
    none = {"no_economic": True, "no_service": True, "no_efficiency": True}
    write(empty, town.author, fields=none | {"no_benefits_reason": "Loven kræver det."}, benefits=[])
    assert gaps(empty) == [("rationale_economic", "D17")]


def test_costs_that_are_missing_or_half_written(town, empty):
    write(empty, town.author, costs=[])
    assert gaps(empty) == [("costs", "D15")]
    unnamed, unstated = cost("purchase", 140_000, None, None, label=""), cost("training", None, None, None)
    write(empty, town.author, costs=[unnamed, unstated])
    assert gaps(empty) == [("costs", "D15"), ("costs", "D15")]


def test_gains_that_are_half_written(town, empty):
    unnamed = benefit("economic", 1, 1, 1, owner=town.author, label="")
    unowned = benefit("service", None, None, None, owner=None)
    write(empty, town.author, benefits=[unnamed, unowned])
    assert gaps(empty) == [("benefits", "D17"), ("benefits", "D17")]


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"unit": None}, ["i hvilken enhed den opnås"]),
        ({"harvest_mode": ""}, ["Vælg, hvad der sker med pengene"]),
        ({"unit": None, "harvest_mode": ""}, ["i hvilken enhed den opnås", "Vælg, hvad der sker med pengene"]),
        ({"harvest_mode": "", "cash_releasing": False}, []),
    ],
)
def test_a_gain_of_a_full_case_says_where_it_is_made_and_what_becomes_of_its_money(town, empty, changed, missing):
    change(empty, town.author, vendor_cost=Decimal(151_000))
    gains = whole_benefits(town.author)
    for name, value in changed.items():
        setattr(gains[0], name, value)
    write(empty, town.author, costs=whole_costs(151_000), benefits=gains)
    proposal = Proposal.objects.get(pk=empty.pk)
    found = case_gaps(proposal, current_version(proposal))
    assert [(gap.field, gap.rule) for gap in found] == [("benefits", "C18")] * len(missing)
    assert all(f"“{gains[0].label}”" in gap.text for gap in found)
    assert [words in gap.text for gap, words in zip(found, missing, strict=True)] == [True] * len(missing)


def test_a_light_case_need_not_say_so(town, empty):
    change(empty, town.author, vendor_cost=Decimal(150_000), staff_hours=Decimal(300), requested_amount=None)
    gains = whole_benefits(town.author)
    for gain in gains:
        gain.unit, gain.harvest_mode = None, ""
    write(empty, town.author, costs=[cost("purchase", 150_000, None, None)], benefits=gains)
    assert gaps(empty) == []


@pytest.mark.parametrize(
    ("cost_of_case", "hours", "light"),
    [
        ("150000.00", "300.00", True),
        ("150000.01", "300.00", False),
        ("150000.00", "300.01", False),
        ("1.00", "0.00", True),
    ],
)
def test_below_the_thresholds_one_gain_or_a_reason_is_enough(town, empty, cost_of_case, hours, light):
    change(empty, town.author, vendor_cost=Decimal(cost_of_case), staff_hours=Decimal(hours), requested_amount=None)
    reason = {"no_benefits_reason": "Gevinsten kan først måles til næste år."}
    write(empty, town.author, costs=[cost("purchase", cost_of_case, None, None)], benefits=[], fields=reason)
    assert gaps(empty) == ([] if light else [("benefits", "B7"), ("benefits", "B7")])
    costs, reason = [cost("purchase", cost_of_case, None, None)], {"no_benefits_reason": " "}
    write(empty, town.author, costs=costs, benefits=[], fields=reason)
    assert gaps(empty) == ([("no_benefits_reason", "AM25")] if light else [("benefits", "B7"), ("benefits", "B7")])


def test_where_no_thresholds_are_in_force_every_case_is_a_full_one(town, empty):
    Parameter.objects.filter(key="vendor_cost_limit_dkk").delete()
    write(empty, town.author, benefits=[], fields={"no_benefits_reason": "Senere"})
    assert gaps(empty) == [("benefits", "B7"), ("benefits", "B7")]


def test_a_trial_needs_no_full_case_whatever_it_costs(town, empty):
    change(empty, town.author, vendor_cost=Decimal(900_000), requested_amount=None)
    trial = {"is_trial": True, "learning_goals": "Virker det?", "stop_criteria": "80 procent"}
    costs, reason = [cost("purchase", 900_000, None, None)], {"no_benefits_reason": "Det skal afprøvningen vise."}
    write(empty, town.author, costs=costs, benefits=[], fields=trial | reason)
    assert gaps(empty) == []


@pytest.mark.parametrize(("purchase", "agrees"), [("140000.00", True), ("140000.01", False), ("139999.99", False)])
def test_supplier_cost_and_lines_agree_or_are_explained(town, empty, purchase, agrees):
    change(empty, town.author, requested_amount=Decimal(1))
    write(empty, town.author, costs=whole_costs(purchase))
    assert gaps(empty) == ([] if agrees else [("difference_reason", "D2")])
    write(empty, town.author, costs=whole_costs(purchase), fields={"difference_reason": "Rabatten kom senere."})
    assert gaps(empty) == []


def test_the_gap_names_both_figures(town, empty):
    write(empty, town.author, costs=whole_costs(139_000))
    proposal = Proposal.objects.get(pk=empty.pk)
    found = case_gaps(proposal, current_version(proposal))
    assert [("140.000 kr." in gap.text, "139.000 kr." in gap.text) for gap in found] == [(True, True), (True, True)]
    assert [gap.rule for gap in found] == ["D2", "D16"]


@pytest.mark.parametrize(
    ("asked", "reason", "expected"),
    [
        ("140000.00", "", []),
        ("140000.01", "", [("staff_hours_override_reason", "D16")]),
        ("160000.00", "De kan ikke undværes.", []),
        ("160000.01", "De kan ikke undværes.", [("staff_hours_override_reason", "D15")]),
    ],
)
def test_the_pool_pays_purchase_and_implementation_alone(town, empty, asked, reason, expected):
    change(empty, town.author, requested_amount=Decimal(asked))
    write(empty, town.author, fields={"staff_hours_override_reason": reason})
    assert gaps(empty) == expected


def test_operation_training_and_hours_are_never_fundable(town, empty):
    change(empty, town.author, requested_amount=Decimal(1), vendor_cost=Decimal(0))
    costs = [cost(kind, 1_000, None, None) for kind in ("operation", "training", "staff_hours")]
    write(empty, town.author, costs=costs)
    assert gaps(empty) == [("staff_hours_override_reason", "D16")]
    write(
        empty, town.author, costs=[*costs, cost("implementation", 1, None, None)], fields={"difference_reason": "Øre"}
    )
    assert gaps(empty) == []


def test_a_notification_asks_the_pool_for_nothing(town):
    proposal = make_draft(town, kind=ProposalKind.NOTIFICATION)
    write_case(proposal, town.author)
    change(proposal, town.author, requested_amount=Decimal(999_999))
    assert gaps(proposal) == []


def test_a_result_on_terms_that_no_longer_hold_is_calculated_again(town, draft):
    Parameter.objects.create(
        profile="odder", key="discount_rate_year_0", value="0.04", unit="rate", valid_from="2026-01-01", source="Ny"
    )
    assert gaps(draft) == [("case", "AM11")]
    write_case(draft, town.author)
    assert gaps(draft) == []


def test_a_gain_line_against_the_word_that_there_is_none(town, empty):
    write(empty, town.author, fields={"no_service": True})
    assert gaps(empty) == [("rationale_service", "D18")]


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({}, 0),
        ({"title": " "}, 1),
        ({"probability": None}, 1),
        ({"impact": None}, 1),
        ({"year": None}, 1),
        ({"probability": 0, "impact": Decimal(0)}, 0),
    ],
)
def test_risks_that_are_half_written(town, empty, changed, missing):
    write(empty, town.author, risks=[risk(**changed)])
    assert gaps(empty) == [("risks", "B6")] * missing


@pytest.mark.parametrize(
    ("scenario", "missing"),
    [
        (way(0, way_cost(1, 1, 1), title="", description="", why_not=""), 0),
        (way(0, title="", why_not=""), 0),
        (way(0, description="", why_not=""), 1),
        (way(2), 0),
        (way(2, way_cost(1, 1, 1), description=""), 0),
        (way(2, way_cost(None, None, None), description=" "), 1),
        (way(2, way_cost(1, 1, 1, label="")), 1),
        (way(2, title=""), 1),
        (way(2, why_not="Ingen"), 1),
    ],
)
def test_scenarios_that_are_half_written(town, empty, scenario, missing):
    write(empty, town.author, alternatives=[scenario])
    assert gaps(empty) == [("alternatives", "B8")] * missing
