"""Triage: the exact limits, every combination against an oracle of its own, and what holds for all figures."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.policy.errors import InputError, ParameterMissingError
from governance.policy.messages import Message, MessageKey
from governance.policy.profile import Profile, Route
from governance.policy.profile_file import load_profile
from governance.policy.reason import Compared, Reason
from governance.policy.triage import TriageInput, TriageOutcome, triage
from governance.policy.unit_ref import UnitRef, areas_of, departments_of

POLICIES = Path(__file__).parents[3] / "policies"
ODDER = load_profile(POLICIES / "odder.toml")
ODENSE = load_profile(POLICIES / "odense.toml")
ON = date(2026, 11, 21)

SCHOOL = UnitRef("skole", "Skole", "skole", "Skole", "bu", "Børn og Unge")
CLASSES = UnitRef("sfo", "SFO", "skole", "Skole", "bu", "Børn og Unge")
DAYCARE = UnitRef("dagtilbud", "Dagtilbud", "dagtilbud", "Dagtilbud", "bu", "Børn og Unge")
ROADS = UnitRef("vej", "Vej og Park", "vej", "Vej og Park", "tm", "Teknik og Miljø")
WHOLE_AREA = UnitRef("bu", "Børn og Unge", area_code="bu", area_name="Børn og Unge")
OTHER_AREA = UnitRef("tm", "Teknik og Miljø", area_code="tm", area_name="Teknik og Miljø")
STAFF = UnitRef("stab", "Ledelsessekretariatet", "stab", "Ledelsessekretariatet")
LOOSE = UnitRef("loes", "Projekthuset")


def task(**changes: object) -> TriageInput:
    """A small task in one department that nothing is required of, with changes."""
    plain: dict[str, object] = {
        "vendor_cost": Decimal(0),
        "staff_hours": Decimal(0),
        "units": (SCHOOL,),
        "needs_cooperation": False,
        "external_assistance": False,
        "is_acquisition": False,
        "asks_pool": False,
        "on_date": ON,
    }
    return TriageInput(**{**plain, **changes})  # type: ignore[arg-type]


def fired(outcome: TriageOutcome) -> set[str]:
    return {reason.rule for reason in outcome.reasons if reason.fired}


def reason_of(outcome: TriageOutcome, rule: str) -> Reason:
    (reason,) = (reason for reason in outcome.reasons if reason.rule == rule)
    return reason


def switched(profile: Profile, *, off: tuple[str, ...] = (), on: tuple[str, ...] = ()) -> Profile:
    active = {rule.code: (rule.active or rule.code in on) and rule.code not in off for rule in profile.rules}
    return replace(profile, rules=tuple(replace(rule, active=active[rule.code]) for rule in profile.rules))


@pytest.mark.parametrize(
    ("cost", "is_project"),
    [("149999.99", False), ("150000", False), ("150000.00", False), ("150000.01", True)],
)
def test_vendor_cost_must_be_over_the_limit(cost: str, is_project: bool) -> None:
    outcome = triage(task(vendor_cost=Decimal(cost)), ODDER)
    assert outcome.is_project is is_project
    assert fired(outcome) == ({"D2", "D4", "D8", "C6"} if is_project else {"C9"})
    assert reason_of(outcome, "D2").compared == Compared(Decimal(cost), Decimal(150000))


@pytest.mark.parametrize(
    ("hours", "is_project"), [("299.99", False), ("300", False), ("300.00", False), ("300.01", True)]
)
def test_staff_hours_must_be_over_the_limit(hours: str, is_project: bool) -> None:
    outcome = triage(task(staff_hours=Decimal(hours)), ODDER)
    assert outcome.is_project is is_project
    assert fired(outcome) == ({"D3", "D4", "D8", "C6"} if is_project else {"C9"})
    assert reason_of(outcome, "D3").compared == Compared(Decimal(hours), Decimal(300))


def test_a_reason_names_rule_source_date_and_figures() -> None:
    reason = reason_of(triage(task(vendor_cost=Decimal("150000.01")), ODDER), "D2")
    assert reason == Reason(
        rule="D2",
        fired=True,
        modality="SKAL",
        clause="der er tale om opgaver med en omkostning til leverandører på over kr. 150.000",
        source="Digitaliseringsstrategi Odder Kommune, Implementering af digitaliseringsstrategien",
        message=MessageKey.VENDOR_COST_OVER,
        figures={"value_dkk": Decimal("150000.01"), "limit_dkk": Decimal(150000)},
        compared=Compared(Decimal("150000.01"), Decimal(150000)),
        parameter_valid_from=date(2000, 1, 1),
        blocks=False,
    )


def test_figures_not_stated_fire_nothing_and_say_so() -> None:
    outcome = triage(task(vendor_cost=None, staff_hours=None), ODDER)
    cost, hours = reason_of(outcome, "D2"), reason_of(outcome, "D3")
    assert (outcome.is_project, outcome.route) == (False, Route.UNIT)
    assert (cost.message, cost.figures, cost.compared) == (
        MessageKey.VENDOR_COST_NOT_STATED,
        {"limit_dkk": Decimal(150000)},
        None,
    )
    assert (hours.message, hours.figures, hours.compared) == (
        MessageKey.STAFF_HOURS_NOT_STATED,
        {"limit_hours": Decimal(300)},
        None,
    )


def test_external_assistance_alone_makes_no_project() -> None:
    outcome = triage(task(external_assistance=True), ODDER)
    assert outcome.is_project is False
    assert reason_of(outcome, "D1").message == MessageKey.EXTERNAL_HELP_ALONE


def test_crossing_departments_makes_a_project_without_firing_the_limbs() -> None:
    outcome = triage(task(units=(SCHOOL, ROADS)), ODDER)
    assert fired(outcome) == {"D7", "D8"}
    assert (outcome.is_project, outcome.route, outcome.for_information) == (True, Route.STRATEGY_GROUP, True)
    assert reason_of(outcome, "D7").figures == {
        "places": ("Skole", "Vej og Park"),
        "places_count": 2,
        "body": "Digitaliseringsstrategigruppen",
    }
    assert reason_of(outcome, "D7").compared == Compared(Decimal(2), Decimal(1))


def test_limbs_that_fired_are_named() -> None:
    outcome = triage(task(needs_cooperation=True, staff_hours=Decimal(301)), ODDER)
    assert reason_of(outcome, "D4").figures == {"limbs": ("D1", "D3")}


def test_every_rule_in_force_is_listed_in_order() -> None:
    listed = [reason.rule for reason in triage(task(), ODDER).reasons]
    assert listed == ["D1", "D2", "D3", "D4", "D7", "D8", "A8", "C9", "D5"]
    assert [reason.rule for reason in triage(task(), ODENSE).reasons] == ["C5", "A3", "C13", "D6"]


def test_asking_the_pool_goes_to_the_strategy_group_below_the_limits() -> None:
    outcome = triage(task(asks_pool=True), ODDER)
    assert (outcome.is_project, outcome.route, outcome.for_information) == (False, Route.STRATEGY_GROUP, False)
    assert fired(outcome) == {"A8"}


COSTS = (None, "0", "149999.99", "150000", "150000.01")
HOURS = (None, "0", "300", "300.01")
PLACES = (
    ((), 0, 0),
    ((SCHOOL,), 1, 1),
    ((SCHOOL, CLASSES), 1, 1),
    ((SCHOOL, DAYCARE), 2, 1),
    ((SCHOOL, ROADS), 2, 2),
    ((WHOLE_AREA, OTHER_AREA), 2, 2),
)
FLAGS = (False, True)
GRID = list(product(COSTS, HOURS, PLACES, FLAGS, FLAGS, FLAGS, FLAGS))


def small(cost: str | None, hours: str | None, places: tuple, flags: tuple[bool, ...]) -> TriageInput:  # type: ignore[type-arg]
    cooperation, external, acquisition, pool = flags
    return task(
        vendor_cost=None if cost is None else Decimal(cost),
        staff_hours=None if hours is None else Decimal(hours),
        units=places[0],
        needs_cooperation=cooperation,
        external_assistance=external,
        is_acquisition=acquisition,
        asks_pool=pool,
    )


def test_odder_agrees_with_the_ledger_on_every_combination() -> None:
    for cost, hours, places, *flags in GRID:
        cooperation, _external, acquisition, pool = flags
        expected = {
            code
            for code, holds in (
                ("D1", cooperation),
                ("D2", cost == "150000.01"),
                ("D3", hours == "300.01"),
                ("D7", places[1] > 1),
                ("A8", pool),
                ("D5", acquisition),
            )
            if holds
        }
        limbs, project = bool(expected & {"D1", "D2", "D3"}), bool(expected & {"D1", "D2", "D3", "D7"})
        expected |= {"D4"} if limbs else set()
        expected |= {"D8"} if project else set()
        if expected & {"D7", "A8"}:
            route = Route.STRATEGY_GROUP
        else:
            route = Route.UNDECIDED if project else Route.UNIT
            expected |= {"C6" if project else "C9"}
        outcome = triage(small(cost, hours, places, tuple(flags)), ODDER)
        answer = (outcome.is_project, outcome.route, outcome.for_information)
        assert (answer, fired(outcome)) == ((project, route, project), expected), (cost, hours, places, flags)
        assert (outcome.it_assessment_required, outcome.hearing_required) == (acquisition, False)
        assert outcome.summary[0].key == (MessageKey.SUMMARY_PROJECT if project else MessageKey.SUMMARY_NOT_PROJECT)


def test_odense_agrees_with_the_ledger_on_every_combination() -> None:
    for cost, hours, places, *flags in GRID:
        acquisition = flags[2]
        across = places[2] > 1
        outcome = triage(small(cost, hours, places, tuple(flags)), ODENSE)
        expected = ({"A3"} if across else {"C13"}) | ({"D6"} if acquisition else set())
        route = Route.MANAGEMENT if across else Route.UNIT
        answer = (outcome.is_project, outcome.route, outcome.for_information)
        assert (answer, fired(outcome)) == ((False, route, False), expected), (cost, hours, places, flags)
        assert (outcome.it_assessment_required, outcome.hearing_required) == (acquisition, acquisition)
        assert reason_of(outcome, "C5").message == MessageKey.NO_PROJECT_LIMIT


AMOUNTS = st.none() | st.decimals(0, 1_000_000, places=2)
RAISES = st.decimals(0, 1_000_000, places=2)
TASKS = st.builds(
    TriageInput,
    vendor_cost=AMOUNTS,
    staff_hours=AMOUNTS,
    units=st.lists(st.sampled_from((SCHOOL, CLASSES, DAYCARE, ROADS, STAFF)), max_size=4).map(tuple),
    needs_cooperation=st.booleans(),
    external_assistance=st.booleans(),
    is_acquisition=st.booleans(),
    asks_pool=st.booleans(),
    on_date=st.dates(date(2000, 1, 1), date(2050, 1, 1)),
)


@given(TASKS, RAISES, RAISES, st.sampled_from((SCHOOL, ROADS)))
def test_more_of_anything_never_unmakes_a_project(
    asked: TriageInput, cost: Decimal, hours: Decimal, unit: UnitRef
) -> None:
    more = replace(
        asked,
        vendor_cost=(asked.vendor_cost or Decimal(0)) + cost,
        staff_hours=(asked.staff_hours or Decimal(0)) + hours,
        units=(*asked.units, unit),
    )
    before, after = triage(asked, ODDER), triage(more, ODDER)
    assert (before.is_project, after.is_project) != (True, False)
    assert fired(before) & {"D1", "D2", "D3", "D7", "A8", "D5"} <= fired(after)


@given(TASKS, st.randoms(use_true_random=False))
def test_the_order_of_the_units_changes_no_answer(asked: TriageInput, random: object) -> None:
    units = list(asked.units)
    random.shuffle(units)  # type: ignore[attr-defined]
    one, other = triage(asked, ODDER), triage(replace(asked, units=tuple(units)), ODDER)
    assert (one.is_project, one.route, fired(one)) == (other.is_project, other.route, fired(other))


@pytest.mark.parametrize(
    ("units", "departments", "areas"),
    [
        ((), [], []),
        ((SCHOOL, CLASSES), ["skole"], ["bu"]),
        ((SCHOOL, WHOLE_AREA), ["skole"], ["bu"]),
        ((WHOLE_AREA, SCHOOL), ["skole"], ["bu"]),
        ((WHOLE_AREA,), ["bu"], ["bu"]),
        ((WHOLE_AREA, OTHER_AREA), ["bu", "tm"], ["bu", "tm"]),
        ((SCHOOL, OTHER_AREA), ["skole", "tm"], ["bu", "tm"]),
        ((SCHOOL, STAFF), ["skole", "stab"], ["bu", "stab"]),
        ((LOOSE, STAFF), ["stab", "loes"], ["loes", "stab"]),
    ],
)
def test_departments_and_areas_involved_for_certain(
    units: tuple[UnitRef, ...], departments: list[str], areas: list[str]
) -> None:
    assert list(departments_of(units)) == departments
    assert list(areas_of(units)) == areas


@pytest.mark.parametrize(
    ("field", "path", "figure", "key"),
    [
        ("vendor_cost", "vendor_cost_dkk", "-0.01", MessageKey.NUMBER_NEGATIVE),
        ("vendor_cost", "vendor_cost_dkk", "NaN", MessageKey.NUMBER_NOT_FINITE),
        ("vendor_cost", "vendor_cost_dkk", "sNaN", MessageKey.NUMBER_NOT_FINITE),
        ("vendor_cost", "vendor_cost_dkk", "1E+12", MessageKey.NUMBER_TOO_LARGE),
        ("staff_hours", "staff_hours", "Infinity", MessageKey.NUMBER_NOT_FINITE),
        ("staff_hours", "staff_hours", "-Infinity", MessageKey.NUMBER_NOT_FINITE),
        ("staff_hours", "staff_hours", "0E-11", MessageKey.NUMBER_TOO_FINE),
        ("staff_hours", "staff_hours", "-1", MessageKey.NUMBER_NEGATIVE),
    ],
)
def test_figures_that_cannot_be_are_refused_by_name(field: str, path: str, figure: str, key: MessageKey) -> None:
    with pytest.raises(InputError) as caught:
        task(**{field: Decimal(figure)})
    assert (caught.value.path, caught.value.message.key) == (path, key)


def test_the_largest_and_finest_figures_pass() -> None:
    outcome = triage(task(vendor_cost=Decimal("999999999999.99"), staff_hours=Decimal("300.0000000001")), ODDER)
    assert fired(outcome) == {"D2", "D3", "D4", "D8", "C6"}


def test_a_day_before_the_limits_is_the_askers_mistake() -> None:
    with pytest.raises(ParameterMissingError) as caught:
        triage(task(on_date=date(1999, 12, 31)), ODDER)
    assert caught.value.path == "on_date"
    assert caught.value.message == Message(
        MessageKey.NOTHING_IN_FORCE, {"parameter": "vendor_cost_limit_dkk", "asked_on": date(1999, 12, 31)}
    )


def test_the_limit_in_force_on_the_day_counts() -> None:
    raised = replace(ODDER.parameter("vendor_cost_limit_dkk", ON), value=Decimal(200000), valid_from=date(2027, 1, 1))
    profile = replace(ODDER, parameters=(*ODDER.parameters, raised))
    old = triage(task(vendor_cost=Decimal(180000), on_date=date(2026, 12, 31)), profile)
    new = triage(task(vendor_cost=Decimal(180000), on_date=date(2027, 1, 1)), profile)
    assert (old.is_project, new.is_project) == (True, False)
    assert reason_of(new, "D2").parameter_valid_from == date(2027, 1, 1)
    assert old.profile_version != new.profile_version


def test_the_outcome_names_profile_and_version() -> None:
    outcome = triage(task(), ODDER)
    assert (outcome.profile, outcome.profile_version) == ("odder", ODDER.version_label(ON))


def test_rules_out_of_force_are_not_tried() -> None:
    limbs_only = switched(ODDER, off=("D4", "D7", "D8", "A8", "D5"))
    outcome = triage(task(vendor_cost=Decimal(150001), units=(SCHOOL, ROADS), asks_pool=True), limbs_only)
    assert [reason.rule for reason in outcome.reasons] == ["D1", "D2", "D3", "C6"]
    assert (outcome.route, outcome.for_information, outcome.it_assessment_required) == (Route.UNDECIDED, False, False)


def test_a_profile_without_limbs_and_without_a_word_about_it() -> None:
    outcome = triage(task(), switched(ODDER, off=("D1", "D2", "D3")))
    assert [reason.rule for reason in outcome.reasons] == ["D7", "D8", "A8", "C9", "D5"]
    assert [message.key for message in outcome.summary] == [MessageKey.SUMMARY_NOT_PROJECT, MessageKey.NEXT_UNIT]


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({}, "summary_not_project both_within next_unit"),
        ({"is_acquisition": True}, "summary_not_project both_within next_unit_after_approval"),
        ({"staff_hours": None}, "summary_not_project cost_within_hours_not_stated next_unit"),
        ({"vendor_cost": None}, "summary_not_project cost_not_stated_hours_within next_unit"),
        ({"vendor_cost": None, "staff_hours": None}, "summary_not_project neither_stated next_unit"),
        ({"asks_pool": True}, "summary_not_project both_within pool_asked"),
        ({"needs_cooperation": True}, "summary_project cooperation_needed next_undecided"),
        (
            {"vendor_cost": Decimal(150001), "staff_hours": Decimal(301), "is_acquisition": True},
            "summary_project vendor_cost_over staff_hours_over next_undecided await_approval",
        ),
        (
            {"units": (SCHOOL, ROADS), "asks_pool": True},
            "summary_project several_departments next_strategy_group",
        ),
    ],
)
def test_odder_is_summed_up_in_reading_order(changes: dict[str, object], keys: str) -> None:
    assert " ".join(message.key for message in triage(task(**changes), ODDER).summary) == keys


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({}, "no_project_limit administration_decides"),
        ({"is_acquisition": True}, "no_project_limit administration_decides await_hearing"),
        ({"units": (SCHOOL, ROADS)}, "no_project_limit several_areas"),
    ],
)
def test_odense_is_summed_up_in_reading_order(changes: dict[str, object], keys: str) -> None:
    assert " ".join(message.key for message in triage(task(**changes), ODENSE).summary) == keys


def test_one_limb_out_of_force_is_left_out_of_the_summary() -> None:
    outcome = triage(task(), switched(ODDER, off=("D3",)))
    keys = [message.key for message in outcome.summary]
    assert keys == [
        MessageKey.SUMMARY_NOT_PROJECT,
        MessageKey.COOPERATION_NOT_NEEDED,
        MessageKey.VENDOR_COST_WITHIN,
        MessageKey.NEXT_UNIT,
    ]


def test_approval_and_hearing_are_both_waited_for_where_both_are_in_force() -> None:
    outcome = triage(task(is_acquisition=True), switched(ODDER, on=("D6",)))
    assert (outcome.it_assessment_required, outcome.hearing_required) == (True, True)
    keys = [message.key for message in outcome.summary]
    assert keys[2:] == [MessageKey.NEXT_UNIT, MessageKey.AWAIT_APPROVAL, MessageKey.AWAIT_HEARING]


def test_odenses_bodies_are_named() -> None:
    outcome = triage(task(units=(SCHOOL, ROADS), is_acquisition=True), ODENSE)
    assert reason_of(outcome, "A3").figures == {
        "places": ("Børn og Unge", "Teknik og Miljø"),
        "places_count": 2,
        "body": "Direktørgruppen",
    }
    assert reason_of(outcome, "D6").figures == {"body": "CompetenceCenter IT"}
