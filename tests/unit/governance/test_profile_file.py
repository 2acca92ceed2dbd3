"""Reading a profile: every mistake in the file is refused by its place."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from governance.policy.errors import ProfileError
from governance.policy.messages import MessageKey
from governance.policy.profile import BodyKind, Parameter, Profile, Route
from governance.policy.profile_file import check_profile, load_profile, parse_profile

POLICIES = Path(__file__).parents[3] / "policies"
ODDER = load_profile(POLICIES / "odder.toml")

SMALL = """
code = "small"
name = "Lille"
version = 3
valid_from = 2020-01-01
rules = []
parameters = []
criteria = []
bodies = []
routes = []

[[documents]]
code = "own"
title = "Egen standard"
publisher = "Kommunen"
reference = false
"""
RULE = """
[[rules]]
id = "C13"
modality = "SKAL"
active = true
clause = "besluttes i forvaltningerne"
document = "own"
section = "afsnit 2"
"""
PARAMETER = """
[[parameters]]
key = "limit"
value = 1.50
unit = "DKK"
valid_from = 2020-01-01
document = "own"
"""
CRITERION = """
[[criteria]]
code = "efficiency"
rule = "D12"
priority = 2
name = "Effektivisering"
title = "Væsentlig effektivisering"
"""
BODY = """
[[bodies]]
code = "board"
kind = "management"
name = "Direktionen"
capabilities = ["decides", "hears"]
document = "own"
"""
ROUTE = """
[[routes]]
code = "unit"
name = "Forvaltningen"
text = "Forvaltningen beslutter."
body = "board"
"""


def whole(*changes: tuple[str, str]) -> str:
    """A small profile that holds, with words in it changed."""
    text = SMALL
    for part, name in ((RULE, "rules"), (PARAMETER, "parameters"), (BODY, "bodies"), (ROUTE, "routes")):
        text = text.replace(f"{name} = []\n", "") + part
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def read(tmp_path: Path, text: str) -> Profile:
    path = tmp_path / "small.toml"
    path.write_text(text, encoding="utf-8")
    return load_profile(path)


def test_a_profile_is_read_whole(tmp_path: Path) -> None:
    profile = read(tmp_path, whole())
    assert (profile.code, profile.name, profile.version, profile.valid_from) == (
        "small",
        "Lille",
        3,
        date(2020, 1, 1),
    )
    assert profile.rule("C13").source == "Egen standard, afsnit 2"
    assert profile.parameters == (Parameter("limit", Decimal("1.50"), "DKK", date(2020, 1, 1), "Egen standard"),)
    assert profile.body_of(BodyKind.MANAGEMENT).capabilities == {"decides", "hears"}
    assert profile.route_text(Route.UNIT).body == "board"
    assert profile.criteria == ()


@pytest.mark.parametrize(
    ("old", "new", "path", "key"),
    [
        ('code = "small"\n', "", "code", MessageKey.FIELD_MISSING),
        ('name = "Lille"', 'name = " "', "name", MessageKey.FIELD_NOT_TEXT),
        ('name = "Lille"', "name = 5", "name", MessageKey.FIELD_NOT_TEXT),
        ("version = 3", "version = 0", "version", MessageKey.FIELD_NOT_WHOLE_NUMBER),
        ("version = 3", "version = true", "version", MessageKey.FIELD_NOT_WHOLE_NUMBER),
        ("version = 3", 'version = "3"', "version", MessageKey.FIELD_NOT_WHOLE_NUMBER),
        ("valid_from = 2020-01-01", 'valid_from = "2020-01-01"', "valid_from", MessageKey.FIELD_NOT_DATE),
        ("valid_from = 2020-01-01", "valid_from = 2020-01-01T00:00:00", "valid_from", MessageKey.FIELD_NOT_DATE),
        ("version = 3", "version = 3\nversoin = 4", "versoin", MessageKey.FIELD_UNKNOWN),
        ("reference = false", "reference = 0", "documents.0.reference", MessageKey.FIELD_NOT_FLAG),
        ("reference = false", "reference = false\nurl = 1", "documents.0.url", MessageKey.FIELD_UNKNOWN),
        ('modality = "SKAL"', 'modality = "MUST"', "rules.0.modality", MessageKey.CHOICE_UNKNOWN),
        ("active = true", 'active = "yes"', "rules.0.active", MessageKey.FIELD_NOT_FLAG),
        ('section = "afsnit 2"', "section = 2", "rules.0.section", MessageKey.FIELD_NOT_TEXT),
        ('document = "own"\nsection', 'document = "odder"\nsection', "rules.0.document", MessageKey.CHOICE_UNKNOWN),
        ('section = "afsnit 2"', 'section = "2"\nx = 1', "rules.0.x", MessageKey.FIELD_UNKNOWN),
        ("value = 1.50", "value = -1.50", "parameters.0.value", MessageKey.FIELD_NOT_NUMBER),
        ("value = 1.50", "value = nan", "parameters.0.value", MessageKey.FIELD_NOT_NUMBER),
        ("value = 1.50\n", "", "parameters.0.value", MessageKey.FIELD_MISSING),
        ('unit = "DKK"', 'unit = "EUR"', "parameters.0.unit", MessageKey.CHOICE_UNKNOWN),
        ('unit = "DKK"', 'unit = "DKK"\nx = 1', "parameters.0.x", MessageKey.FIELD_UNKNOWN),
        ('"decides", "hears"', '"decides", "rules"', "bodies.0.capabilities.1", MessageKey.CHOICE_UNKNOWN),
        ('["decides", "hears"]', '"decides"', "bodies.0.capabilities", MessageKey.FIELD_NOT_LIST),
        ('["decides", "hears"]', "[5]", "bodies.0.capabilities.0", MessageKey.CHOICE_UNKNOWN),
        ('kind = "management"', 'kind = "board"', "bodies.0.kind", MessageKey.CHOICE_UNKNOWN),
        ('kind = "management"', 'kind = "management"\nx = 1', "bodies.0.x", MessageKey.FIELD_UNKNOWN),
        ('code = "unit"', 'code = "office"', "routes.0.code", MessageKey.CHOICE_UNKNOWN),
        ('code = "unit"', 'code = "unit"\nx = 1', "routes.0.x", MessageKey.FIELD_UNKNOWN),
        ('body = "board"', 'body = "bord"', "routes.unit.body", MessageKey.REFERENCE_UNKNOWN),
        ("criteria = []", "criteria = [1]", "criteria.0", MessageKey.FIELD_NOT_TABLE),
        ("criteria = []", "criteria = 1", "criteria", MessageKey.FIELD_NOT_LIST),
        ('code = "board"', "code = board", "small.toml", MessageKey.FILE_NOT_TOML),
    ],
)
def test_a_mistake_is_named_by_its_place(tmp_path: Path, old: str, new: str, path: str, key: MessageKey) -> None:
    with pytest.raises(ProfileError) as caught:
        read(tmp_path, whole((old, new)))
    assert (caught.value.path, caught.value.message.key) == (path, key)


@pytest.mark.parametrize(
    ("changes", "path", "key"),
    [
        ([('rule = "D12"', 'rule = "D99"')], "criteria.efficiency.rule", MessageKey.REFERENCE_UNKNOWN),
        ([('rule = "D12"', 'rule = "C13"')], "criteria.efficiency.rule", MessageKey.REFERENCE_UNKNOWN),
        ([('"efficiency"', '"fun"')], "criteria.0.code", MessageKey.CHOICE_UNKNOWN),
        ([("priority = 2", "priority = 3")], "criteria.efficiency.priority", MessageKey.CHOICE_UNKNOWN),
        ([("priority = 2", "priority = 2\nx = 1")], "criteria.0.x", MessageKey.FIELD_UNKNOWN),
    ],
)
def test_a_mistake_in_a_criterion_is_named(
    tmp_path: Path, changes: list[tuple[str, str]], path: str, key: MessageKey
) -> None:
    off = RULE.replace("C13", "D12").replace("active = true", "active = false")
    text = whole(("criteria = []\n", "")) + off + CRITERION
    assert read(tmp_path, text).criteria[0].priority == 2
    for old, new in changes:
        text = text.replace(old, new)
    with pytest.raises(ProfileError) as caught:
        read(tmp_path, text)
    assert (caught.value.path, caught.value.message.key) == (path, key)


@pytest.mark.parametrize(
    ("part", "place"),
    [(RULE, "rules"), (PARAMETER, "parameters"), (BODY, "bodies"), (ROUTE, "routes")],
)
def test_nothing_stands_there_twice(tmp_path: Path, part: str, place: str) -> None:
    with pytest.raises(ProfileError) as caught:
        read(tmp_path, whole() + part)
    assert (caught.value.path, caught.value.message.key) == (place, MessageKey.TWICE)


@pytest.mark.parametrize(
    ("profile", "place"),
    [
        (replace(ODDER, documents=ODDER.documents * 2), "documents"),
        (replace(ODDER, criteria=ODDER.criteria * 2), "criteria"),
    ],
    ids=["documents", "criteria"],
)
def test_documents_and_criteria_stand_there_once(profile: Profile, place: str) -> None:
    with pytest.raises(ProfileError) as caught:
        check_profile(profile)
    assert (caught.value.path, caught.value.message.key) == (place, MessageKey.TWICE)


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(ProfileError) as caught:
        load_profile(tmp_path / "none.toml")
    assert str(caught.value) == "none.toml: file_unreadable"
    (tmp_path / "latin.toml").write_bytes(b'name = "L\xe6s"')
    with pytest.raises(ProfileError) as caught:
        load_profile(tmp_path / "latin.toml")
    assert str(caught.value) == "latin.toml: file_not_toml"


def test_a_text_is_read_like_its_file() -> None:
    path = POLICIES / "odder.toml"
    assert parse_profile(path.read_text(encoding="utf-8")) == ODDER
    with pytest.raises(ProfileError) as caught:
        parse_profile("code =", "typed")
    assert str(caught.value) == "typed: file_not_toml"


def without_rules(*codes: str) -> Profile:
    return replace(ODDER, rules=tuple(rule for rule in ODDER.rules if rule.code not in codes))


def without_parameters(*keys: str) -> Profile:
    return replace(ODDER, parameters=tuple(row for row in ODDER.parameters if row.key not in keys))


def without_bodies(kind: BodyKind) -> Profile:
    bodies = tuple(body for body in ODDER.bodies if body.kind is not kind)
    return replace(ODDER, bodies=bodies, routes=tuple(replace(text, body="") for text in ODDER.routes))


def without_route(route: Route) -> Profile:
    return replace(ODDER, routes=tuple(text for text in ODDER.routes if text.route is not route))


@pytest.mark.parametrize(
    ("profile", "key", "figures"),
    [
        (without_rules("C6"), MessageKey.NEEDS_RULE, {"rule": "C6"}),
        (without_rules("C9"), MessageKey.NEEDS_RULE, {"rule": "C9"}),
        (without_rules("D10"), MessageKey.NEEDS_RULE, {"rule": "D10"}),
        (without_rules("D15"), MessageKey.NEEDS_RULE, {"rule": "D15"}),
        (
            without_parameters("vendor_cost_limit_dkk"),
            MessageKey.NEEDS_PARAMETER,
            {"parameter": "vendor_cost_limit_dkk"},
        ),
        (without_parameters("staff_hours_limit"), MessageKey.NEEDS_PARAMETER, {"parameter": "staff_hours_limit"}),
        (without_parameters("positive_definition"), MessageKey.NEEDS_PARAMETER, {"parameter": "positive_definition"}),
        (without_bodies(BodyKind.STRATEGY_GROUP), MessageKey.NEEDS_BODY, {"kind": "strategy_group"}),
        (without_bodies(BodyKind.MANAGEMENT), MessageKey.NEEDS_BODY, {"kind": "management"}),
        (without_route(Route.UNIT), MessageKey.NEEDS_ROUTE, {"route": "unit"}),
        (without_route(Route.IT_AND_UNIT), MessageKey.NEEDS_ROUTE, {"route": "it_and_unit"}),
        (without_route(Route.STRATEGY_GROUP), MessageKey.NEEDS_ROUTE, {"route": "strategy_group"}),
        (without_route(Route.UNDECIDED), MessageKey.NEEDS_ROUTE, {"route": "undecided"}),
    ],
)
def test_a_rule_in_force_has_what_it_builds_on(profile: Profile, key: MessageKey, figures: dict[str, str]) -> None:
    with pytest.raises(ProfileError) as caught:
        check_profile(profile)
    assert (caught.value.message.key, caught.value.message.figures) == (key, figures)


def test_limits_hold_from_the_day_the_profile_does() -> None:
    with pytest.raises(ProfileError) as caught:
        check_profile(replace(ODDER, valid_from=date(1999, 12, 31)))
    assert caught.value.message.key == MessageKey.NEEDS_PARAMETER


def test_a_limit_is_a_number() -> None:
    rows = tuple(replace(row, value="many") if row.key == "staff_hours_limit" else row for row in ODDER.parameters)
    with pytest.raises(ProfileError) as caught:
        check_profile(replace(ODDER, parameters=rows))
    assert str(caught.value) == "parameters.staff_hours_limit: field_not_number"


@pytest.mark.parametrize("written", ["npv > 0", "net gain > 0", "payback <= 3 years", "payback <= 2.5 years"])
def test_a_municipality_chooses_when_a_business_case_is_positive(written: str) -> None:
    rows = tuple(replace(row, value=written) if row.key == "positive_definition" else row for row in ODDER.parameters)
    check_profile(replace(ODDER, parameters=rows))


def test_only_known_definitions_of_a_positive_business_case() -> None:
    rows = tuple(replace(row, value="x") if row.key == "positive_definition" else row for row in ODDER.parameters)
    with pytest.raises(ProfileError) as caught:
        check_profile(replace(ODDER, parameters=rows))
    assert caught.value.message.figures == {"value": "x", "choices": ("npv > 0", "net gain > 0", "payback <= 4 years")}
