"""The shipped profiles held against the requirements ledger."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from governance.policy.profile import BodyKind, Capability, Modality, Profile, Route
from governance.policy.profile_file import load_profile

POLICIES = Path(__file__).parents[3] / "policies"
ODDER = load_profile(POLICIES / "odder.toml")
ODENSE = load_profile(POLICIES / "odense.toml")
BOTH = pytest.mark.parametrize("profile", [ODDER, ODENSE], ids=["odder", "odense"])
ON = date(2026, 11, 21)
D1_TO_D16 = {f"D{number}" for number in range(1, 17)}

# The ledger's modality of each rule; "criterion" there is "kan midlerne anvendes til" in the source.
MODALITIES = {**dict.fromkeys(D1_TO_D16, "SKAL"), "D11": "KAN", "D14": "KAN", "D16": "HOVEDREGEL"}


def active(profile: Profile) -> set[str]:
    return {rule.code for rule in profile.rules if rule.active}


def value(profile: Profile, key: str) -> Decimal | str:
    return profile.parameter(key, ON).value


@BOTH
def test_both_know_all_sixteen_rules_with_the_ledgers_modality(profile: Profile) -> None:
    stated = {rule.code: str(rule.modality) for rule in profile.rules if rule.code in D1_TO_D16}
    assert stated == MODALITIES


def test_odder_has_all_in_force_but_odenses_hearing() -> None:
    assert (ODDER.code, ODDER.version, ODDER.valid_from) == ("odder", 2, date(2000, 1, 1))
    assert active(ODDER) == (D1_TO_D16 - {"D6"}) | {"D17", "A8", "C6", "C9"}
    assert len(ODDER.rules) == 20


def test_odense_has_neither_limits_nor_criteria_but_the_hearing() -> None:
    assert (ODENSE.code, ODENSE.version, ODENSE.valid_from) == ("odense", 2, date(2009, 1, 1))
    assert active(ODENSE) == {"D6", "A3", "C5", "C13"}
    assert len(ODENSE.rules) == 19


def test_odders_limits() -> None:
    cost, hours = ODDER.parameter("vendor_cost_limit_dkk", ON), ODDER.parameter("staff_hours_limit", ON)
    assert (cost.value, cost.unit, cost.valid_from) == (Decimal(150000), "DKK", date(2000, 1, 1))
    assert (hours.value, hours.unit, hours.valid_from) == (Decimal(300), "hours", date(2000, 1, 1))
    assert ODDER.parameter("vendor_cost_limit_dkk", date(2000, 1, 1)) == cost


def test_odense_has_no_limits() -> None:
    assert not {row.key for row in ODENSE.parameters} & {"vendor_cost_limit_dkk", "staff_hours_limit"}


@BOTH
def test_what_the_sources_leave_open_is_the_installations_own(profile: Profile) -> None:
    own = {row.key for row in profile.parameters if row.source == "Installationens egen standard"}
    shared = {
        "amount_basis",
        "positive_definition",
        "it_assessment_days",
        "it_warning_days",
        "deviation_warning_days",
        "review_days",
        "decision_days",
    }
    shared |= {"status_day", "light_track_limit_dkk", "trial_asks_reason"}
    shared |= {
        "benefit_follow_up_months",
        "benefit_reminder_days",
        "benefit_manager_days",
        "most_projects_at_once_in_a_unit",
    }
    shared |= {"meeting_cases_days", "meeting_pack_days", "meeting_quorum_share", "meeting_casting_vote"}
    particular = {
        "odder": {"routing_days", "expected_mandatory_share", "small_case_leaves_out", "pool_value"},
        "odense": {"hearing_days"},
    }
    assert own == shared | particular[profile.code]
    assert value(profile, "positive_definition") == "npv > 0"
    assert value(profile, "it_assessment_days") == 10
    assert all(row.note for row in profile.parameters if row.key in own)


@BOTH
def test_the_discount_rate_is_the_states(profile: Profile) -> None:
    assert profile.discount_bands(ON) == ((0, Decimal("0.035")), (36, Decimal("0.025")))
    assert profile.discount_bands(date(2021, 1, 6)) == ()


@BOTH
def test_the_criteria_are_the_directions_five_and_only_the_first_is_ranked(profile: Profile) -> None:
    stated = [(criterion.code, criterion.rule, criterion.priority) for criterion in profile.criteria]
    assert stated == [
        ("mandatory", "D9", 1),
        ("own_strategy", "D11", 2),
        ("efficiency", "D12", 2),
        ("operations", "D13", 2),
        ("directed", "D14", 2),
    ]
    assert all(criterion.title == profile.rule(criterion.rule).clause for criterion in profile.criteria)


def test_each_regime_has_its_bodies() -> None:
    names = {
        profile.code: {body.kind: body.name for body in profile.bodies if body.kind is not BodyKind.COUNCIL}
        for profile in (ODDER, ODENSE)
    }
    assert names == {
        "odder": {
            BodyKind.MANAGEMENT: "Direktionen",
            BodyKind.STRATEGY_GROUP: "Digitaliseringsstrategigruppen",
            BodyKind.IT_DEPARTMENT: "IT-afdelingen",
            BodyKind.IT_NETWORK: "IT-netværket",
        },
        "odense": {
            BodyKind.MANAGEMENT: "Direktørgruppen",
            BodyKind.IT_DEPARTMENT: "CompetenceCenter IT",
            BodyKind.IT_NETWORK: "IT-strategisk Netværk",
            BodyKind.ADMINISTRATION: "Forvaltningens chefmøde",
        },
    }


@BOTH
def test_only_management_council_and_administrations_decide(profile: Profile) -> None:
    deciding = {body.kind for body in profile.bodies if Capability.DECIDES in body.capabilities}
    expected = {"odder": set(), "odense": {BodyKind.ADMINISTRATION}}[profile.code]
    assert deciding == {BodyKind.COUNCIL, BodyKind.MANAGEMENT} | expected
    assert profile.body_of(BodyKind.IT_NETWORK).capabilities == {Capability.ADVISES}


def test_the_strategy_group_recommends_and_never_decides() -> None:
    assert ODDER.body_of(BodyKind.STRATEGY_GROUP).capabilities == {Capability.RECOMMENDS}


def test_each_regime_has_its_routes() -> None:
    routes = {profile.code: [text.route for text in profile.routes] for profile in (ODDER, ODENSE)}
    assert routes == {
        "odder": [Route.UNIT, Route.IT_AND_UNIT, Route.STRATEGY_GROUP, Route.UNDECIDED],
        "odense": [Route.UNIT, Route.MANAGEMENT],
    }


@BOTH
def test_rules_in_force_never_rest_on_the_other_municipality(profile: Profile) -> None:
    reference = tuple(document.title for document in profile.documents if document.reference)
    assert all(rule.source.startswith(reference) is not rule.active for rule in profile.rules)


def test_the_version_changes_with_rules_and_with_parameters_in_force_only() -> None:
    label = ODDER.version_label(ON)
    assert label.startswith("2-")
    assert len(label) == len("1-") + 6
    assert label == load_profile(POLICIES / "odder.toml").version_label(ON)
    assert label != ODENSE.version_label(ON)
    assert label != ODDER.version_label(date(2020, 1, 1))


def test_the_scale_of_modality_is_the_ledgers() -> None:
    assert {str(modality) for modality in Modality} == {
        "SKAL",
        "HOVEDREGEL",
        "UDGANGSPUNKT",
        "HVOR_MULIGT",
        "BØR",
        "KAN",
        "MÅL",
    }
