"""A profile in memory: dated values, version, and what it says when something is not there."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from governance.policy.errors import ParameterMissingError, PolicyError, ProfileError
from governance.policy.messages import MessageKey
from governance.policy.profile import (
    BodyKind,
    Parameter,
    ParameterValue,
    Profile,
    Route,
    read_value,
    written_value,
)
from governance.policy.profile_file import load_profile

ODDER = load_profile(Path(__file__).parents[3] / "policies" / "odder.toml")
ON = date(2026, 11, 21)


def dated(key: str, figure: ParameterValue, since: date) -> Parameter:
    return Parameter(key, figure, "DKK" if isinstance(figure, Decimal) else "text", since, "Byrådet")


def with_parameters(*rows: Parameter) -> Profile:
    return replace(ODDER, parameters=rows)


LIMITS = with_parameters(
    dated("limit", Decimal(3), date(2027, 1, 1)),
    dated("limit", Decimal(1), date(2025, 1, 1)),
    dated("limit", Decimal(2), date(2026, 1, 1)),
    dated("basis", "excl_vat", date(2025, 1, 1)),
)


@pytest.mark.parametrize(
    ("day", "figure"),
    [
        (date(2025, 1, 1), 1),
        (date(2025, 12, 31), 1),
        (date(2026, 1, 1), 2),
        (date(2027, 1, 1), 3),
        (date(2040, 1, 1), 3),
    ],
)
def test_the_latest_value_that_has_begun_is_in_force(day: date, figure: int) -> None:
    assert LIMITS.number("limit", day) == figure


@pytest.mark.parametrize(("key", "day"), [("limit", date(2024, 12, 31)), ("unknown", ON)])
def test_no_value_in_force_is_an_error_that_names_key_and_day(key: str, day: date) -> None:
    with pytest.raises(ParameterMissingError) as caught:
        LIMITS.parameter(key, day)
    assert caught.value.message.figures == {"parameter": key, "asked_on": day}
    assert str(caught.value) == f"on_date: nothing_in_force (parameter={key}, asked_on={day})"


def test_a_text_is_no_number() -> None:
    with pytest.raises(ProfileError) as caught:
        LIMITS.number("basis", ON)
    assert str(caught.value) == "parameters.basis: field_not_number"


def test_parameters_in_force_are_one_a_key() -> None:
    in_force = [(row.key, row.value) for row in LIMITS.parameters_in_force(ON)]
    assert in_force == [("basis", "excl_vat"), ("limit", Decimal(2))]


def test_the_version_sees_what_is_in_force() -> None:
    label = LIMITS.version_label(ON)
    rows = LIMITS.parameters
    assert with_parameters(*reversed(rows)).version_label(ON) == label
    assert with_parameters(*rows[1:]).version_label(ON) == label
    assert with_parameters(replace(rows[2], value=Decimal("2.00")), *rows).version_label(ON) == label
    assert with_parameters(*rows[:2], rows[3]).version_label(ON) != label
    assert replace(LIMITS, rules=LIMITS.rules[::-1]).version_label(ON) == label
    assert replace(LIMITS, rules=LIMITS.rules[1:]).version_label(ON) != label
    assert replace(LIMITS, version=2).version_label(ON) == "2" + label[1:]


def test_what_is_not_there_is_an_error_in_the_profile() -> None:
    empty = replace(ODDER, rules=(), bodies=(), routes=())
    for ask in (
        lambda: empty.rule("D1"),
        lambda: empty.body_of(BodyKind.COUNCIL),
        lambda: empty.route_text(Route.UNIT),
    ):
        with pytest.raises(ProfileError):
            ask()
    assert ODDER.route_text(Route.UNIT).name == "Fagområdet selv"
    assert ODDER.body_of(BodyKind.IT_DEPARTMENT).code == "it_department"
    assert ODDER.rule("D6").active is False


@pytest.mark.parametrize(
    ("raw", "unit", "figure"),
    [
        (150000, "DKK", Decimal(150000)),
        ("150000.00", "DKK", Decimal("150000.00")),
        (Decimal("0.035"), "rate", Decimal("0.035")),
        (0, "share", Decimal(0)),
        ("npv > 0", "text", "npv > 0"),
        ("", "text", ""),
    ],
)
def test_stored_values_are_read_by_their_unit(raw: object, unit: str, figure: ParameterValue) -> None:
    assert read_value(raw, unit, "value") == figure


@pytest.mark.parametrize(
    ("raw", "unit", "key"),
    [
        ("many", "DKK", MessageKey.FIELD_NOT_NUMBER),
        (True, "DKK", MessageKey.FIELD_NOT_NUMBER),
        (1.5, "hours", MessageKey.FIELD_NOT_NUMBER),
        (None, "hours", MessageKey.FIELD_NOT_NUMBER),
        (-1, "DKK", MessageKey.FIELD_NOT_NUMBER),
        ("NaN", "DKK", MessageKey.FIELD_NOT_NUMBER),
        ("Infinity", "DKK", MessageKey.FIELD_NOT_NUMBER),
        (5, "text", MessageKey.FIELD_NOT_TEXT),
    ],
)
def test_values_that_do_not_fit_their_unit_are_refused(raw: object, unit: str, key: MessageKey) -> None:
    with pytest.raises(PolicyError) as caught:
        read_value(raw, unit, "parameters.3.value")
    assert (caught.value.path, caught.value.message.key) == ("parameters.3.value", key)


def test_equal_numbers_are_written_alike() -> None:
    assert {written_value(Decimal(text)) for text in ("150000", "150000.00", "1.5E+5")} == {"150000"}
    assert written_value("npv > 0") == "npv > 0"
