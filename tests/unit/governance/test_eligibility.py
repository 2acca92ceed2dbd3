"""The pool's criteria: what each demands, what the pool pays for, what it can hold, and who may override."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from businesscase.finance import Payback, Verdict
from governance.policy.each_criterion import assess_each
from governance.policy.eligibility import EligibilityOutcome, assess_eligibility
from governance.policy.errors import InputError, ParameterMissingError
from governance.policy.messages import Message, MessageKey
from governance.policy.pool_case import CATEGORIES, CostLine, PoolCase, PoolState
from governance.policy.profile import Profile
from governance.policy.profile_file import load_profile
from governance.policy.reason import Compared, Reason

POLICIES = Path(__file__).parents[3] / "policies"
ODDER = load_profile(POLICIES / "odder.toml")
ODENSE = load_profile(POLICIES / "odense.toml")
ON = date(2026, 11, 21)
EMPTY_POOL = PoolState(Decimal(1_000_000), Decimal(0), Decimal(0), Decimal(0))


def case(**changes: object) -> PoolCase:
    """A positive efficiency case that the pool can pay in full, with changes."""
    plain: dict[str, object] = {
        "criterion": "efficiency",
        "npv": Decimal(1),
        "cost_lines": (CostLine("purchase", Decimal(100000)), CostLine("implementation", Decimal(50000))),
        "requested": Decimal(150000),
        "pool": EMPTY_POOL,
        "on_date": ON,
    }
    return PoolCase(**{**plain, **changes})  # type: ignore[arg-type]


def assess(**changes: object) -> EligibilityOutcome:
    return assess_eligibility(case(**changes), ODDER)


def keys(reasons: tuple[Reason, ...]) -> list[str]:
    return [f"{reason.rule} {reason.message}" for reason in reasons]


def blocking(outcome: EligibilityOutcome) -> list[str]:
    return keys(tuple(reason for reason in outcome.reasons if reason.blocks))


def switched(profile: Profile, *, off: tuple[str, ...] = (), on: tuple[str, ...] = ()) -> Profile:
    active = {rule.code: (rule.active or rule.code in on) and rule.code not in off for rule in profile.rules}
    return replace(profile, rules=tuple(replace(rule, active=active[rule.code]) for rule in profile.rules))


def test_a_sound_case_is_eligible_and_every_rule_is_listed() -> None:
    outcome = assess()
    assert keys(outcome.reasons) == [
        "D12 case_positive",
        "D15 covers_purchase",
        "D16 no_staff_hours",
        "D15 within_fundable",
        "D10 capacity_enough",
        "D10 forecast_enough",
    ]
    assert (outcome.eligible, outcome.priority) == (True, 2)
    assert (outcome.fundable, outcome.capacity) == (Decimal(150000), Decimal(1_000_000))
    assert outcome.warnings == ()
    assert outcome.summary == (Message(MessageKey.SUMMARY_ELIGIBLE),)
    assert (outcome.profile, outcome.profile_version) == ("odder", ODDER.version_label(ON))
    assert not any(reason.fired for reason in outcome.reasons)


@pytest.mark.parametrize(
    ("criterion", "priority"),
    [("mandatory", 1), ("own_strategy", 2), ("efficiency", 2), ("operations", 2), ("directed", 2)],
)
def test_only_mandatory_solutions_come_first(criterion: str, priority: int) -> None:
    assert assess(criterion=criterion).priority == priority


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"criterion": "mandatory"}, ["D9 obligation_missing"]),
        ({"criterion": "mandatory", "mandatory_reference": " \n"}, ["D9 obligation_missing"]),
        ({"criterion": "mandatory", "mandatory_reference": "FOS 4.2"}, []),
        ({"criterion": "own_strategy"}, ["D11 strategy_node_missing"]),
        ({"criterion": "own_strategy", "strategy_nodes": ("", " ")}, ["D11 strategy_node_missing"]),
        ({"criterion": "own_strategy", "strategy_nodes": ("Demokrati",)}, []),
        ({"npv": None}, ["D12 case_missing"]),
        ({"npv": Decimal(0)}, ["D12 case_not_positive"]),
        ({"npv": Decimal("-0.01")}, ["D12 case_not_positive"]),
        ({"npv": Decimal("0.005")}, ["D12 case_not_positive"]),
        ({"npv": Decimal("0.0051")}, []),
        ({"npv": Decimal("0.01")}, []),
        ({"npv": None, "strictly_necessary": True, "strictly_necessary_reason": "Lov"}, ["D12 case_missing"]),
        ({"criterion": "operations", "npv": None}, ["D13 operations_case_missing"]),
        ({"criterion": "operations", "npv": Decimal(-5)}, ["D13 operations_not_positive"]),
        ({"criterion": "operations", "npv": Decimal(5)}, []),
        (
            {"criterion": "operations", "npv": Decimal(-5), "strictly_necessary": True},
            ["D13 necessity_needs_reason_or_case"],
        ),
        (
            {
                "criterion": "operations",
                "npv": None,
                "strictly_necessary": True,
                "strictly_necessary_reason": "\t",
            },
            ["D13 necessity_needs_reason"],
        ),
        ({"criterion": "operations", "npv": Decimal(5), "strictly_necessary": True}, []),
        ({"criterion": "operations", "npv": None, "strictly_necessary_reason": "Lov"}, ["D13 operations_case_missing"]),
        (
            {
                "criterion": "operations",
                "npv": None,
                "strictly_necessary": True,
                "strictly_necessary_reason": "Lov",
            },
            [],
        ),
        ({"criterion": "directed"}, ["D14 decision_missing"]),
        ({"criterion": "directed", "decision_reference": "3. maj 2026"}, []),
    ],
)
def test_what_each_criterion_demands(changes: dict[str, object], expected: list[str]) -> None:
    outcome = assess(**changes)
    assert blocking(outcome) == expected
    assert outcome.eligible is not bool(expected)
    demand = outcome.reasons[0]
    assert (demand.fired, demand.blocks) == (bool(expected), bool(expected))


def test_what_meets_the_demand_is_named() -> None:
    assert assess(criterion="mandatory", mandatory_reference=" FOS 4.2 ").reasons[0].figures == {"reference": "FOS 4.2"}
    assert assess(criterion="own_strategy", strategy_nodes=("", " A ", "B")).reasons[0].figures == {"nodes": ("A", "B")}
    assert assess(criterion="directed", decision_reference="sag 1").reasons[0].figures == {
        "body": "Direktionen",
        "reference": "sag 1",
    }
    necessary = {"criterion": "operations", "strictly_necessary": True, "strictly_necessary_reason": " Lov "}
    assert assess(**necessary).reasons[0].figures == {"grounds": "Lov"}


@pytest.mark.parametrize("criterion", ["efficiency", "operations"])
def test_a_case_that_was_judged_is_not_judged_again_by_its_value(criterion: str) -> None:
    """A municipality may call a case positive by its payback: its value then says nothing."""
    slow = Verdict(is_positive=False, definition="payback <= 3 years", figure=Decimal("3.5"), distance=Decimal("0.5"))
    fast = Verdict(is_positive=True, definition="payback <= 3 years", figure=Decimal(2), distance=Decimal(0))
    refused = assess(criterion=criterion, npv=Decimal(100), verdict=slow)
    passed = assess(criterion=criterion, npv=Decimal(-100), verdict=fast)
    assert (len(blocking(refused)), blocking(passed)) == (1, [])
    demand = refused.reasons[0]
    assert demand.figures == {"verdict": ("payback <= 3 years", "3.5", "0.5")}
    assert (demand.compared, demand.parameter_valid_from) == (Compared(Decimal("3.5"), Decimal(3)), None)


def judging_by(definition: str) -> Profile:
    rows = (replace(row, value=definition) if row.key == "positive_definition" else row for row in ODDER.parameters)
    return replace(ODDER, parameters=tuple(rows))


@pytest.mark.parametrize(
    ("definition", "changes", "expected"),
    [
        ("net gain > 0", {"npv": Decimal(-1), "net_gain": Decimal("0.01")}, ("net gain > 0", "0.01", "0.00")),
        ("net gain > 0", {"npv": Decimal(1), "net_gain": Decimal(0)}, ("net gain > 0", "0.00", "0.01")),
        ("net gain > 0", {"npv": Decimal(1)}, None),
        ("payback <= 3 years", {"payback": Payback(Decimal(3), lost_again=False)}, ("payback <= 3 years", "3", "0")),
        ("payback <= 3 years", {"payback": Payback(Decimal(4), lost_again=False)}, ("payback <= 3 years", "4", "1")),
        ("payback <= 3 years", {"payback": Payback(None, lost_again=False)}, ("payback <= 3 years", "", "")),
        ("payback <= 3 years", {"npv": Decimal(1)}, None),
    ],
)
def test_a_case_is_judged_by_the_figure_that_policy_names(
    definition: str, changes: dict[str, object], expected: tuple[str, ...] | None
) -> None:
    """AM11: the administrator chooses; a figure that policy does not name says nothing."""
    outcome = assess_eligibility(case(**changes), judging_by(definition))
    demand = outcome.reasons[0]
    assert demand.figures == ({"verdict": expected} if expected else {})
    assert demand.blocks is (expected is None or expected[2] not in {"0", "0.00"})
    assert demand.parameter_valid_from == (date(2000, 1, 1) if expected else None)
    assert (demand.compared is None) is (expected is None or expected[1] == "")


def test_a_demand_on_the_business_case_shows_what_it_compared() -> None:
    demand = assess(npv=Decimal("-12.50")).reasons[0]
    assert demand.compared == Compared(Decimal("-12.50"), Decimal(0))
    assert demand.figures == {"verdict": ("npv > 0", "-12.50", "12.51")}
    assert demand.parameter_valid_from == date(2000, 1, 1)
    missing = assess(npv=None).reasons[0]
    assert (missing.compared, missing.figures, missing.parameter_valid_from) == (None, {}, None)


@pytest.mark.parametrize(
    ("category", "fundable"),
    [("purchase", 70), ("implementation", 70), ("operation", 0), ("staff_hours", 0), ("training", 0)],
)
def test_the_pool_pays_for_purchase_and_implementation_only(category: str, fundable: int) -> None:
    outcome = assess(cost_lines=(CostLine(category, Decimal(70)),), requested=Decimal(fundable))
    assert outcome.fundable == fundable
    assert outcome.eligible is True


def test_what_is_left_out_is_said() -> None:
    purchase, operation = CostLine("purchase", Decimal(100)), CostLine("operation", Decimal("20.50"))
    training, hours = CostLine("training", Decimal(30)), CostLine("staff_hours", Decimal(40))
    said = {
        (purchase,): "covers_purchase",
        (purchase, operation): "operation_left_out",
        (purchase, training): "training_left_out",
        (purchase, operation, training, operation): "operation_and_training_left_out",
    }
    for lines, message in said.items():
        reason = assess(cost_lines=lines, requested=Decimal(100)).reasons[1]
        assert (reason.rule, reason.message, reason.fired) == ("D15", message, len(lines) > 1)
    assert reason.figures == {"operation_exact_dkk": Decimal(41), "training_exact_dkk": Decimal(30)}
    left_out = assess(cost_lines=(purchase, hours), requested=Decimal(100)).reasons[2]
    assert (left_out.rule, left_out.modality, left_out.message) == (
        "D16",
        "HOVEDREGEL",
        MessageKey.STAFF_HOURS_LEFT_OUT,
    )
    assert (left_out.fired, left_out.blocks) == (True, False)
    assert left_out.figures == {"hours_exact_dkk": Decimal(40), "body": "Direktionen"}


@pytest.mark.parametrize(
    ("requested", "eligible"), [("149999.99", True), ("150000", True), ("150000.00", True), ("150000.01", False)]
)
def test_asking_for_more_than_the_pool_may_pay_blocks_and_caps_nothing(requested: str, eligible: bool) -> None:
    outcome = assess(requested=Decimal(requested))
    assert (outcome.eligible, outcome.fundable) == (eligible, Decimal(150000))
    assert outcome.reasons[3].compared == Compared(Decimal(requested), Decimal(150000))
    assert blocking(outcome) == ([] if eligible else ["D15 above_fundable"])


HOURS_CASE = {"cost_lines": (CostLine("purchase", Decimal(100)), CostLine("staff_hours", Decimal(40)))}


@pytest.mark.parametrize(
    ("reason", "management", "fundable", "message"),
    [
        ("", False, 100, MessageKey.STAFF_HOURS_LEFT_OUT),
        ("", True, 100, MessageKey.STAFF_HOURS_LEFT_OUT),
        (" ", True, 100, MessageKey.STAFF_HOURS_LEFT_OUT),
        ("Særlig indsats", False, 100, MessageKey.STAFF_HOURS_OVERRIDE_REFUSED),
        ("Særlig indsats", True, 140, MessageKey.STAFF_HOURS_OVERRIDE_GRANTED),
    ],
)
def test_staff_hours_count_only_by_managements_reasoned_exception(
    reason: str,
    management: bool,
    fundable: int,
    message: MessageKey,
) -> None:
    changes = {**HOURS_CASE, "staff_hours_override_reason": reason, "sent_by_management": management}
    outcome = assess(**changes, requested=Decimal(140))
    granted = message is MessageKey.STAFF_HOURS_OVERRIDE_GRANTED
    assert (outcome.fundable, outcome.eligible) == (Decimal(fundable), granted)
    assert (outcome.reasons[2].message, outcome.reasons[2].fired) == (message, not granted)
    assert keys(outcome.warnings) == (["D16 staff_hours_override_granted"] if granted else [])


def test_a_granted_exception_carries_its_reason() -> None:
    outcome = assess(**HOURS_CASE, staff_hours_override_reason=" Lov ", sent_by_management=True, requested=Decimal(1))
    assert outcome.reasons[2].figures == {"hours_exact_dkk": Decimal(40), "body": "Direktionen", "grounds": "Lov"}


FULL = PoolState(
    frame=Decimal(1000),
    committed_mandatory=Decimal(300),
    committed_other=Decimal(200),
    expected_mandatory=Decimal(100),
)


@pytest.mark.parametrize(
    ("criterion", "requested", "expected"),
    [
        ("mandatory", "500", []),
        ("mandatory", "500.01", ["D9 capacity_too_small"]),
        ("efficiency", "400", []),
        ("efficiency", "400.01", ["D10 forecast_exceeded"]),
        ("efficiency", "500", ["D10 forecast_exceeded"]),
        ("efficiency", "500.01", ["D10 capacity_too_small", "D10 forecast_exceeded"]),
    ],
)
def test_the_pool_is_never_overdrawn(criterion: str, requested: str, expected: list[str]) -> None:
    outcome = assess(criterion=criterion, mandatory_reference="FOS", pool=FULL, requested=Decimal(requested))
    assert blocking(outcome) == expected
    assert outcome.capacity == (Decimal(500) if criterion == "mandatory" else Decimal(400))


@pytest.mark.parametrize(
    ("requested", "reason", "management", "expected"),
    [
        ("450", "Haster", True, []),
        ("450", "Haster", False, ["D10 forecast_exceeded"]),
        ("450", " ", True, ["D10 forecast_exceeded"]),
        ("501", "Haster", True, ["D10 capacity_too_small"]),
    ],
)
def test_management_may_pass_the_forecast_but_not_the_frame(
    requested: str,
    reason: str,
    management: bool,
    expected: list[str],
) -> None:
    changes = {"forecast_override_reason": reason, "sent_by_management": management}
    outcome = assess(**changes, pool=FULL, requested=Decimal(requested))
    assert blocking(outcome) == expected
    assert outcome.capacity == 400
    granted = management and bool(reason.strip())
    assert keys(outcome.warnings) == (["D10 forecast_override_granted"] if granted else [])


def test_an_override_that_nothing_calls_for_is_no_warning() -> None:
    outcome = assess(forecast_override_reason="Haster", sent_by_management=True)
    assert (outcome.warnings, outcome.reasons[5].message) == ((), MessageKey.FORECAST_ENOUGH)


@pytest.mark.parametrize("criterion", ["mandatory", "efficiency"])
def test_a_case_that_names_no_pool_is_held_against_its_purpose_and_what_is_paid_for(criterion: str) -> None:
    asked = {"criterion": criterion, "mandatory_reference": "FOS"}
    full, without = assess(**asked, pool=EMPTY_POOL), assess(**asked, pool=None)
    capacity = {MessageKey.CAPACITY_ENOUGH, MessageKey.FORECAST_ENOUGH}
    assert without.reasons == tuple(reason for reason in full.reasons if reason.message not in capacity)
    assert (without.eligible, without.fundable, without.capacity) == (True, full.fundable, None)
    assert assess(**asked, pool=None, requested=full.fundable + 1).eligible is False


def test_an_overdrawn_pool_shows_what_is_missing() -> None:
    outcome = assess(pool=PoolState(Decimal(100), Decimal(80), Decimal(30), Decimal(5)))
    assert outcome.capacity == -15
    assert outcome.reasons[4].figures == {
        "left_exact_dkk": Decimal(-10),
        "requested_exact_dkk": Decimal(150000),
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"criterion": "mandatory", "mandatory_reference": "FOS", "npv": None}, ["D17 business_case_missing"]),
        ({"criterion": "mandatory", "npv": Decimal(0)}, ["D17 business_case_not_positive"]),
        ({"criterion": "own_strategy", "strategy_nodes": ("A",), "npv": Decimal(1)}, []),
        ({"criterion": "directed", "decision_reference": "x", "npv": Decimal(-1)}, ["D17 business_case_not_positive"]),
        ({"npv": None}, []),
        ({"criterion": "operations", "npv": Decimal(-1)}, []),
        (
            {
                "criterion": "operations",
                "npv": None,
                "strictly_necessary": True,
                "strictly_necessary_reason": "Lov",
            },
            ["D17 business_case_missing"],
        ),
    ],
)
def test_a_business_case_the_criterion_does_not_ask_about_is_a_warning(
    changes: dict[str, object], expected: list[str]
) -> None:
    assert keys(assess(**changes).warnings) == expected


def test_no_warning_where_business_cases_are_not_demanded() -> None:
    profile = switched(ODDER, off=("D17",))
    assert assess_eligibility(case(criterion="mandatory", npv=None), profile).warnings == ()


def test_a_criterion_out_of_force_makes_nothing_fundable() -> None:
    outcome = assess_eligibility(case(pool=FULL), ODENSE)
    assert keys(outcome.reasons) == ["D12 criterion_not_in_force"]
    assert (outcome.eligible, outcome.fundable, outcome.capacity) == (False, Decimal(0), Decimal(400))
    assert outcome.warnings == ()
    assert [message.key for message in outcome.summary] == [
        MessageKey.SUMMARY_NOT_ELIGIBLE,
        MessageKey.CRITERION_NOT_IN_FORCE,
    ]


def test_a_pool_can_be_switched_on_in_odense() -> None:
    profile = switched(ODENSE, on=("D9", "D10", "D11", "D12", "D13", "D14", "D15", "D16"))
    assert assess_eligibility(case(), profile).eligible is True


def test_where_the_main_rule_is_out_of_force_staff_hours_are_paid() -> None:
    outcome = assess_eligibility(case(**HOURS_CASE, requested=Decimal(140)), switched(ODDER, off=("D16",)))
    assert (outcome.fundable, outcome.eligible) == (Decimal(140), True)
    assert "D16" not in {reason.rule for reason in outcome.reasons}


@pytest.mark.parametrize(
    ("changes", "path", "key"),
    [
        ({"npv": Decimal("NaN")}, "npv_dkk", MessageKey.NUMBER_NOT_FINITE),
        ({"npv": Decimal("-1E+12")}, "npv_dkk", MessageKey.NUMBER_TOO_LARGE),
        ({"net_gain": Decimal("1E+12")}, "net_gain_dkk", MessageKey.NUMBER_TOO_LARGE),
        ({"payback": Payback(Decimal(-1), lost_again=False)}, "payback_years", MessageKey.NUMBER_NEGATIVE),
        ({"requested": Decimal(-1)}, "requested_dkk", MessageKey.NUMBER_NEGATIVE),
        ({"pool": replace(FULL, frame=Decimal(-1))}, "pool.frame_dkk", MessageKey.NUMBER_NEGATIVE),
        (
            {"pool": replace(FULL, committed_mandatory=Decimal("Infinity"))},
            "pool.committed_mandatory_dkk",
            MessageKey.NUMBER_NOT_FINITE,
        ),
        (
            {"pool": replace(FULL, committed_other=Decimal("1E-11"))},
            "pool.committed_other_dkk",
            MessageKey.NUMBER_TOO_FINE,
        ),
        ({"pool": replace(FULL, expected_mandatory=Decimal(-1))}, "pool.expected_mandatory_dkk", "number_negative"),
        (
            {"cost_lines": (CostLine("purchase", Decimal(1)), CostLine("training", Decimal(-1)))},
            "cost_lines.1.amount_dkk",
            MessageKey.NUMBER_NEGATIVE,
        ),
        ({"cost_lines": (CostLine("licence", Decimal(1)),)}, "cost_lines.0.category", MessageKey.CHOICE_UNKNOWN),
    ],
)
def test_input_that_cannot_be_is_refused_by_name(changes: dict[str, object], path: str, key: str) -> None:
    with pytest.raises(InputError) as caught:
        case(**changes)
    assert (caught.value.path, caught.value.message.key) == (path, key)


def test_an_unknown_criterion_is_refused_with_the_choices() -> None:
    with pytest.raises(InputError) as caught:
        assess(criterion="fun")
    assert caught.value.path == "criterion"
    assert caught.value.message.figures == {
        "value": "fun",
        "choices": ("mandatory", "own_strategy", "efficiency", "operations", "directed"),
    }


def test_a_day_before_the_definition_is_the_askers_mistake() -> None:
    with pytest.raises(ParameterMissingError) as caught:
        assess(on_date=date(1999, 12, 31))
    assert caught.value.path == "on_date"


def test_a_negative_value_of_the_business_case_is_no_mistake() -> None:
    assert blocking(assess(npv=Decimal("-999999999999.99"))) == ["D12 case_not_positive"]


AMOUNTS = st.decimals(0, 2000, places=2)
GRID = list(product(("mandatory", "efficiency"), (False, True), (False, True)))


@given(
    st.sampled_from(GRID),
    st.lists(st.tuples(st.sampled_from(CATEGORIES), AMOUNTS), max_size=6),
    st.tuples(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS),
    AMOUNTS,
)
def test_eligible_exactly_when_the_money_is_payable_and_there(
    kind: tuple[str, bool, bool],
    lines: list[tuple[str, Decimal]],
    pool: tuple[Decimal, Decimal, Decimal, Decimal],
    requested: Decimal,
) -> None:
    criterion, management, overriding = kind
    outcome = assess(
        criterion=criterion,
        mandatory_reference="FOS",
        cost_lines=tuple(CostLine(*line) for line in lines),
        pool=PoolState(*pool),
        requested=requested,
        staff_hours_override_reason="Lov" if overriding else "",
        forecast_override_reason="Lov" if overriding else "",
        sent_by_management=management,
    )
    frame, mandatory, other, expected = pool
    paid = {"purchase", "implementation"} | ({"staff_hours"} if management and overriding else set())
    fundable = sum(amount for category, amount in lines if category in paid)
    free = frame - mandatory - other
    kept = Decimal(0) if criterion == "mandatory" else expected
    reachable = free if management and overriding else free - kept
    assert (outcome.fundable, outcome.capacity) == (fundable, free - kept)
    assert outcome.eligible is (requested <= fundable and requested <= free and requested <= reachable)


def test_a_case_is_held_against_every_criterion_in_force_whatever_it_asks_under() -> None:
    tried = assess_each(case(strategy_nodes=("Pejlemærke 2",), criterion=""), ODDER)
    assert [(one.criterion.code, one.reason.blocks) for one in tried] == [
        ("mandatory", True), ("own_strategy", False), ("efficiency", False), ("operations", False), ("directed", True),
    ]  # fmt: skip
    fewer = assess_each(case(criterion=""), switched(ODDER, off=("D13",)))
    assert "operations" not in {one.criterion.code for one in fewer}
    assert assess_each(case(criterion=""), ODENSE) == ()
