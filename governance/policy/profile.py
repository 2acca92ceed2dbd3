"""A municipality's policy as data: rules, dated parameters, pool criteria, bodies and routes, each with its source."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from governance.policy.errors import ParameterMissingError, ProfileError
from governance.policy.messages import MessageKey

ParameterValue: TypeAlias = Decimal | str

# Units whose value is a number; the value of every other unit is text.
NUMBER_UNITS = frozenset({"DKK", "hours", "days", "working_days", "months", "share", "rate", "projects"})
_RATE_KEY = "discount_rate_year_"


class Modality(StrEnum):
    """How hard a rule binds, in the words of the sources (requirements, intro)."""

    SKAL = "SKAL"
    HOVEDREGEL = "HOVEDREGEL"
    UDGANGSPUNKT = "UDGANGSPUNKT"
    HVOR_MULIGT = "HVOR_MULIGT"
    BOER = "BØR"
    KAN = "KAN"
    MAAL = "MÅL"


class Capability(StrEnum):
    """What a body may do with a case (AM14)."""

    DECIDES = "decides"
    RECOMMENDS = "recommends"
    ADVISES = "advises"
    HEARS = "hears"


class BodyKind(StrEnum):
    """The slot that a body fills; its name is the municipality's own (A1-A15)."""

    COUNCIL = "council"
    MANAGEMENT = "management"
    STRATEGY_GROUP = "strategy_group"
    IT_DEPARTMENT = "it_department"
    IT_NETWORK = "it_network"
    ADMINISTRATION = "administration"


class Route(StrEnum):
    """Who handles a case (C6, C9, C13); `it_and_unit` is only ever chosen, `undecided` is still to be chosen."""

    UNIT = "unit"
    IT_AND_UNIT = "it_and_unit"
    STRATEGY_GROUP = "strategy_group"
    MANAGEMENT = "management"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document that policy is taken from; `reference` marks another municipality's: shown, not in force."""

    code: str
    title: str
    publisher: str
    reference: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """`code` is the ledger's id (D2), `clause` the source's own wording, `source` document and section."""

    code: str
    modality: Modality
    active: bool
    clause: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated value; DKK excluding VAT, hours, working days, shares and rates as fractions of 1, or text."""

    key: str
    value: ParameterValue
    unit: str
    valid_from: date
    source: str
    note: str = ""

    @property
    def number(self) -> Decimal:
        """Return the value as a number. Raises ProfileError when it is text."""
        if isinstance(self.value, Decimal):
            return self.value
        raise ProfileError(MessageKey.FIELD_NOT_NUMBER, f"parameters.{self.key}")


@dataclass(frozen=True, slots=True)
class Criterion:
    """A purpose that the pool may serve; in force as long as its rule is. Priority 2 is not ranked within (AM4)."""

    code: str
    rule: str
    priority: int
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body with its official name and what it may do."""

    code: str
    kind: BodyKind
    name: str
    capabilities: frozenset[Capability]
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RouteText:
    """What a route is called here, what it means, and the code of the body that sees the case ("" for none)."""

    route: Route
    name: str
    text: str
    body: str


@dataclass(frozen=True, slots=True)
class Profile:
    """One municipality's policy. Frozen: an outcome names the version it was made under."""

    code: str
    name: str
    version: int
    valid_from: date
    documents: tuple[SourceDocument, ...]
    rules: tuple[Rule, ...]
    parameters: tuple[Parameter, ...]
    criteria: tuple[Criterion, ...]
    bodies: tuple[Body, ...]
    routes: tuple[RouteText, ...]

    def rule(self, code: str) -> Rule:
        """Return the rule, in force or not. Raises ProfileError when the profile does not know it."""
        for rule in self.rules:
            if rule.code == code:
                return rule
        raise ProfileError(MessageKey.NEEDS_RULE, "rules", {"rule": code})

    def active_rule(self, code: str) -> Rule | None:
        """Return the rule if the profile has it in force."""
        return next((rule for rule in self.rules if rule.code == code and rule.active), None)

    def parameter(self, key: str, on_date: date) -> Parameter:
        """Return the value in force: the one with the latest start on or before `on_date`.

        Raises ParameterMissingError (path `on_date`) when none has begun.
        """
        begun = [row for row in self.parameters if row.key == key and row.valid_from <= on_date]
        if not begun:
            raise ParameterMissingError(MessageKey.NOTHING_IN_FORCE, "on_date", {"parameter": key, "asked_on": on_date})
        return max(begun, key=lambda row: row.valid_from)

    def number(self, key: str, on_date: date) -> Decimal:
        """Return the number in force. Raises ParameterMissingError, or ProfileError when the value is text."""
        return self.parameter(key, on_date).number

    def parameters_in_force(self, on_date: date) -> tuple[Parameter, ...]:
        """Return the value of every parameter that has begun, by key."""
        begun = {row.key for row in self.parameters if row.valid_from <= on_date}
        return tuple(self.parameter(key, on_date) for key in sorted(begun))

    def discount_bands(self, on_date: date) -> tuple[tuple[int, Decimal], ...]:
        """Return (first year of the band, yearly rate as a fraction), in order; empty when none has begun."""
        keys = (row.key for row in self.parameters_in_force(on_date) if row.key.startswith(_RATE_KEY))
        return tuple(sorted((int(key.removeprefix(_RATE_KEY)), self.number(key, on_date)) for key in keys))

    def version_label(self, on_date: date) -> str:
        """Return the version and six hex digits that change with any rule, or any parameter in force that day."""
        rules = sorted((rule.code, rule.modality, rule.active, rule.clause, rule.source) for rule in self.rules)
        rows = [
            (row.key, written_value(row.value), row.unit, row.valid_from.isoformat(), row.source)
            for row in self.parameters_in_force(on_date)
        ]
        digest = hashlib.sha256(json.dumps([rules, rows]).encode()).hexdigest()
        return f"{self.version}-{digest[:6]}"

    def criterion(self, code: str) -> Criterion | None:
        """Return the pool's criterion with this code."""
        return next((criterion for criterion in self.criteria if criterion.code == code), None)

    def body_of(self, kind: BodyKind) -> Body:
        """Return the first body that fills the slot. Raises ProfileError when none does."""
        for body in self.bodies:
            if body.kind is kind:
                return body
        raise ProfileError(MessageKey.NEEDS_BODY, "bodies", {"kind": str(kind)})

    def route_text(self, route: Route) -> RouteText:
        """Return what the route is called here. Raises ProfileError when the profile does not use it."""
        for text in self.routes:
            if text.route is route:
                return text
        raise ProfileError(MessageKey.NEEDS_ROUTE, "routes", {"route": str(route)})


def written_value(value: ParameterValue) -> str:
    """Return a parameter's value as text; equal numbers give equal text (150000 and 150000.00)."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def read_value(raw: object, unit: str, path: str) -> ParameterValue:
    """Return a stored value in the type its unit asks for. Raises ProfileError at `path`."""
    if unit not in NUMBER_UNITS:
        if isinstance(raw, str):
            return raw
        raise ProfileError(MessageKey.FIELD_NOT_TEXT, path)
    if isinstance(raw, str | int | Decimal) and not isinstance(raw, bool):
        number = _number(str(raw))
        if number is not None and number >= 0:
            return number
    raise ProfileError(MessageKey.FIELD_NOT_NUMBER, path)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except ArithmeticError:
        return None
    return number if number.is_finite() else None
