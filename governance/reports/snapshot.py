"""What a status report says, as frozen data: made once, kept as JSON, and set on paper from there alone."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

# The four sides of a status, in the order that every row shows them.
SIDES = ("time", "economy", "benefits", "quality")
RED, YELLOW, GREEN, SILENT = "red", "yellow", "green", ""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure in words, with what it is held against."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a project needs attention; `light` is red, yellow or silent."""

    light: str
    text: str


@dataclass(frozen=True, slots=True)
class Attention:
    """A project that needs attention, with every reason, the worst first."""

    case: int | None
    number: str
    title: str
    unit: str
    light: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Needed:
    """A decision that is waited for: on a recommended case (`amount`, DKK), or one that a project asks for."""

    case: int | None
    number: str
    title: str
    what: str
    amount: Decimal | None
    since: date


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision taken since the last report."""

    case: int
    number: str
    title: str
    body: str
    verdict: str
    amount: Decimal
    on: date
    # What of the amount pays staff hours, by management's exception (D16); older reports do not tell.
    staff_hours: Decimal = Decimal(0)
    # What others pay beside the pool, and what nobody has been named for (B13); older reports do not tell.
    from_others: Decimal = Decimal(0)
    not_covered: Decimal = Decimal(0)
    # The money waits for a condition until this day; None where it has been allocated, or the grant is settled.
    waits_until: date | None = None


@dataclass(frozen=True, slots=True)
class PoolLine:
    """A year of a pool, DKK."""

    pool: str
    year: int
    frame: Decimal
    mandatory: Decimal
    other: Decimal
    spent: Decimal

    @property
    def committed(self) -> Decimal:
        """All that is spoken for."""
        return self.mandatory + self.other

    @property
    def rest(self) -> Decimal:
        """What can still be allocated."""
        return self.frame - self.committed


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A running project. Amounts are DKK, None where nobody has stated them; an empty light is silent."""

    case: int | None
    number: str
    title: str
    unit: str
    phase: str
    time: str
    economy: str
    benefits: str
    quality: str
    granted: Decimal
    planned: Decimal | None
    forecast: Decimal | None
    gain: Decimal | None
    milestone: str
    milestone_on: date | None
    milestone_late: bool
    status_month: date | None

    @property
    def lights(self) -> tuple[str, ...]:
        """The four lights, as `SIDES` has them."""
        return self.time, self.economy, self.benefits, self.quality

    @property
    def worst(self) -> str:
        """The worst of the four lights."""
        return worst(self.lights)


@dataclass(frozen=True, slots=True)
class Ended:
    """A project that has ended since the last report, with what it taught."""

    case: int | None
    number: str
    title: str
    unit: str
    on: date | None
    why: str
    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthOfLights:
    """How many projects had which worst light in a month; `silent` have given no status for it."""

    month: date
    green: int
    yellow: int
    red: int
    silent: int


@dataclass(frozen=True, slots=True)
class BenefitYear:
    """A year of the projects' benefits, DKK: promised, what was promised of that which is measured, and realised."""

    year: int
    promised: Decimal
    held_against: Decimal | None
    realised: Decimal | None


@dataclass(frozen=True, slots=True)
class PortfolioStatus:
    """The whole report. `since` is the day of the report before it; `chain_*` is the audit log's last act.

    A report from before benefits were told has none of them.
    """

    name: str
    audience: str
    advisory: bool
    joint_only: bool
    status_on: date
    since: date
    made_at: datetime
    headline: str
    figures: tuple[Figure, ...]
    attention: tuple[Attention, ...]
    needed: tuple[Needed, ...]
    taken: tuple[Taken, ...]
    pool: tuple[PoolLine, ...]
    months: tuple[MonthOfLights, ...]
    projects: tuple[ProjectRow, ...]
    stopped: tuple[Ended, ...]
    closed: tuple[Ended, ...]
    chain_sequence: int
    chain_hash: str
    benefits_finding: str = ""
    benefits_missing: str = ""
    benefits: tuple[BenefitYear, ...] = ()

    @property
    def cases(self) -> frozenset[int]:
        """Every case that the report names."""
        rows: Iterator[Any] = (
            row
            for part in (self.attention, self.needed, self.taken, self.projects, self.stopped, self.closed)
            for row in part
        )
        return frozenset(row.case for row in rows if row.case is not None)


def worst(lights: tuple[str, ...]) -> str:
    """Return the worst of some lights; silent where none is said."""
    return next((light for light in (RED, YELLOW, GREEN) if light in lights), SILENT)


def to_json(value: Any) -> Any:
    """Return `value` as JSON has it: amounts and dates as text, so that nothing is rounded."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def from_json(kind: type[T], value: Any) -> T:
    """Return what `to_json` wrote of a `kind`."""
    hints = get_type_hints(kind)
    return kind(**{name: _read(hints[name], stored) for name, stored in value.items()})


def _read(hint: Any, stored: Any) -> Any:
    if stored is None:
        return None
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], item) for item in stored)
    if isinstance(hint, UnionType):
        return _read(next(one for one in get_args(hint) if one is not type(None)), stored)
    if hint is Decimal:
        return Decimal(stored)
    if hint in (date, datetime):
        return hint.fromisoformat(stored)
    return from_json(hint, stored) if isinstance(hint, type) and is_dataclass(hint) else stored


def digest(stored: Any) -> str:
    """Return the SHA-256 of a snapshot's JSON, the same however the database orders its keys."""
    text = json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
