"""Reading a shipped profile (`policies/*.toml`), and checking that a profile can be used at all."""

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from businesscase.finance import read_definition
from governance.policy.criterion_rules import CRITERION_RULES
from governance.policy.errors import ProfileError
from governance.policy.messages import Figures, MessageKey
from governance.policy.profile import (
    Body,
    BodyKind,
    Capability,
    Criterion,
    Modality,
    Parameter,
    Profile,
    Route,
    RouteText,
    Rule,
    SourceDocument,
    read_value,
)
from governance.policy.toml_table import TomlTable

PRIORITIES = (1, 2)
CRITERIA = ("mandatory", "own_strategy", "efficiency", "operations", "directed")
UNITS = ("DKK", "hours", "days", "working_days", "months", "share", "rate", "projects", "text")
# How a definition of a positive business case is written (AM11); the years may be any number.
POSITIVE_DEFINITIONS = ("npv > 0", "net gain > 0", "payback <= 4 years")


@dataclass(frozen=True, slots=True)
class _Need:
    """What a rule cannot work without once it is in force; `limits` are parameters that must be numbers."""

    limits: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    bodies: tuple[BodyKind, ...] = ()
    routes: tuple[Route, ...] = ()


_OTHER_PURPOSES = ("D10", "D15")
_NEEDS = {
    "A3": _Need(bodies=(BodyKind.MANAGEMENT,), routes=(Route.MANAGEMENT,)),
    "A8": _Need(bodies=(BodyKind.STRATEGY_GROUP,), routes=(Route.STRATEGY_GROUP,)),
    "C6": _Need(bodies=(BodyKind.IT_DEPARTMENT,), routes=(Route.UNDECIDED, Route.IT_AND_UNIT)),
    "C9": _Need(routes=(Route.UNIT,)),
    "C13": _Need(routes=(Route.UNIT,)),
    "D2": _Need(limits=("vendor_cost_limit_dkk",)),
    "D3": _Need(limits=("staff_hours_limit",)),
    "D5": _Need(bodies=(BodyKind.IT_DEPARTMENT,)),
    "D6": _Need(bodies=(BodyKind.IT_DEPARTMENT,)),
    "D7": _Need(bodies=(BodyKind.STRATEGY_GROUP,), routes=(Route.STRATEGY_GROUP,)),
    "D8": _Need(bodies=(BodyKind.STRATEGY_GROUP,)),
    "D9": _Need(rules=("D15",)),
    "D10": _Need(bodies=(BodyKind.MANAGEMENT,)),
    "D11": _Need(rules=_OTHER_PURPOSES),
    "D12": _Need(rules=_OTHER_PURPOSES, parameters=("positive_definition",)),
    "D13": _Need(rules=_OTHER_PURPOSES, parameters=("positive_definition",)),
    "D14": _Need(rules=_OTHER_PURPOSES, bodies=(BodyKind.MANAGEMENT,)),
    "D16": _Need(bodies=(BodyKind.MANAGEMENT,)),
}


def load_profile(path: Path) -> Profile:
    """Return the profile in the file. Raises ProfileError with the place and what is wrong there."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ProfileError(MessageKey.FILE_UNREADABLE, path.name) from error
    except ValueError as error:
        raise ProfileError(MessageKey.FILE_NOT_TOML, path.name) from error
    return parse_profile(text, path.name)


def parse_profile(text: str, name: str = "") -> Profile:
    """Return the profile written in `text`; `name` is the file's, for errors. Raises ProfileError."""
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise ProfileError(MessageKey.FILE_NOT_TOML, name) from error
    profile = _read_profile(TomlTable(table, ""))
    check_profile(profile)
    return profile


def check_profile(profile: Profile) -> None:
    """Refuse a profile that contradicts itself or lacks what its rules need. Raises ProfileError.

    Parameters are asked for on the day the profile begins to hold.
    """
    _refuse_twice("documents", (document.code for document in profile.documents))
    _refuse_twice("rules", (rule.code for rule in profile.rules))
    _refuse_twice("parameters", (f"{row.key} {row.valid_from}" for row in profile.parameters))
    _refuse_twice("criteria", (criterion.code for criterion in profile.criteria))
    _refuse_twice("bodies", (body.code for body in profile.bodies))
    _refuse_twice("routes", (str(text.route) for text in profile.routes))
    _check_references(profile)
    # Where no administration decides, the choice between these two settles every route that nothing else has.
    _check_need(profile, _Need(rules=() if profile.active_rule("C13") else ("C6", "C9")))
    for rule in profile.rules:
        if rule.active and rule.code in _NEEDS:
            _check_need(profile, _NEEDS[rule.code])


def _read_profile(table: TomlTable) -> Profile:
    documents = tuple(_read_document(row) for row in table.tables("documents"))
    titles = {document.code: document.title for document in documents}
    profile = Profile(
        code=table.text("code"),
        name=table.text("name"),
        version=table.whole("version"),
        valid_from=table.day("valid_from"),
        documents=documents,
        rules=tuple(_read_rule(row, titles) for row in table.tables("rules")),
        parameters=tuple(_read_parameter(row, titles) for row in table.tables("parameters")),
        criteria=tuple(_read_criterion(row) for row in table.tables("criteria")),
        bodies=tuple(_read_body(row, titles) for row in table.tables("bodies")),
        routes=tuple(_read_route(row) for row in table.tables("routes")),
    )
    table.finish()
    return profile


def _read_document(row: TomlTable) -> SourceDocument:
    document = SourceDocument(row.text("code"), row.text("title"), row.text("publisher"), row.flag("reference"))
    row.finish()
    return document


def _read_rule(row: TomlTable, titles: dict[str, str]) -> Rule:
    rule = Rule(
        code=row.text("id"),
        modality=Modality(row.choice("modality", tuple(Modality))),
        active=row.flag("active"),
        clause=row.text("clause"),
        source=_read_source(row, titles),
        note=row.optional_text("note"),
    )
    row.finish()
    return rule


def _read_parameter(row: TomlTable, titles: dict[str, str]) -> Parameter:
    unit = row.choice("unit", UNITS)
    parameter = Parameter(
        key=row.text("key"),
        value=read_value(row.raw("value"), unit, row.place("value")),
        unit=unit,
        valid_from=row.day("valid_from"),
        source=_read_source(row, titles),
        note=row.optional_text("note"),
    )
    row.finish()
    return parameter


def _read_criterion(row: TomlTable) -> Criterion:
    criterion = Criterion(
        code=row.choice("code", CRITERIA),
        rule=row.text("rule"),
        priority=row.whole("priority"),
        name=row.text("name"),
        title=row.text("title"),
    )
    row.finish()
    return criterion


def _read_body(row: TomlTable, titles: dict[str, str]) -> Body:
    body = Body(
        code=row.text("code"),
        kind=BodyKind(row.choice("kind", tuple(BodyKind))),
        name=row.text("name"),
        capabilities=frozenset(map(Capability, row.choices("capabilities", tuple(Capability)))),
        source=_read_source(row, titles),
        note=row.optional_text("note"),
    )
    row.finish()
    return body


def _read_route(row: TomlTable) -> RouteText:
    route = Route(row.choice("code", tuple(Route)))
    text = RouteText(route, row.text("name"), row.text("text"), row.optional_text("body"))
    row.finish()
    return text


def _read_source(row: TomlTable, titles: dict[str, str]) -> str:
    title = titles[row.choice("document", tuple(titles))]
    section = row.optional_text("section")
    return f"{title}, {section}" if section else title


def _refuse_twice(place: str, values: Iterable[str]) -> None:
    for value, times in Counter(values).items():
        if times > 1:
            raise ProfileError(MessageKey.TWICE, place, {"value": value})


def _check_references(profile: Profile) -> None:
    rules = {rule.code for rule in profile.rules}
    bodies = {"", *(body.code for body in profile.bodies)}
    for criterion in profile.criteria:
        place = f"criteria.{criterion.code}"
        if criterion.rule not in rules or criterion.rule not in CRITERION_RULES:
            raise ProfileError(MessageKey.REFERENCE_UNKNOWN, f"{place}.rule", {"value": criterion.rule})
        if criterion.priority not in PRIORITIES:
            figures: Figures = {"value": str(criterion.priority), "choices": tuple(map(str, PRIORITIES))}
            raise ProfileError(MessageKey.CHOICE_UNKNOWN, f"{place}.priority", figures)
    for text in profile.routes:
        if text.body not in bodies:
            raise ProfileError(MessageKey.REFERENCE_UNKNOWN, f"routes.{text.route}.body", {"value": text.body})
    for row in profile.parameters:
        if row.key == "positive_definition":
            _check_definition(str(row.value))


def _check_definition(text: str) -> None:
    try:
        read_definition(text)
    except ValueError as error:
        allowed: Figures = {"value": text, "choices": POSITIVE_DEFINITIONS}
        raise ProfileError(MessageKey.CHOICE_UNKNOWN, "parameters.positive_definition", allowed) from error


def _check_need(profile: Profile, need: _Need) -> None:
    for code in need.rules:
        if not profile.active_rule(code):
            raise ProfileError(MessageKey.NEEDS_RULE, "rules", {"rule": code})
    begun = {row.key for row in profile.parameters_in_force(profile.valid_from)}
    for key in need.limits + need.parameters:
        if key not in begun:
            raise ProfileError(MessageKey.NEEDS_PARAMETER, "parameters", {"parameter": key})
    for key in need.limits:
        profile.number(key, profile.valid_from)
    for kind in need.bodies:
        profile.body_of(kind)
    for route in need.routes:
        profile.route_text(route)
