"""A mapping: which column is which field, how the file writes numbers and dates, and what its words mean."""

import re
import tomllib
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from portfolio.reading.amounts import SIGNS, Numbers
from portfolio.reading.days import Dates
from portfolio.reading.table import Table, plain
from portfolio.reading.unreadable import Unreadable, Why

# A project's fields as a file may have them; the first two are what no row can be without.
NEEDED = ("reference", "title")
TEXTS = ("summary", "unit", "phase")
LIGHTS = ("light_time", "light_economy", "light_benefits", "light_quality")
DAYS = ("started_on", "baseline_end", "expected_end")
AMOUNTS = ("baseline_cost", "spent", "forecast")
FIELDS = (*NEEDED, *TEXTS, *LIGHTS, *DAYS, *AMOUNTS)
# The values of `portfolio.enums`, which this room does not know; a test holds them together.
PHASES = ("analysis", "execution", "realisation", "closed", "stopped")
COLOURS = ("green", "yellow", "red")
LOCAL_CURRENCY = "DKK"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_LONGEST = 300
_MOST_FACTOR = Decimal(1_000_000_000)
_KEYS = frozenset(
    {
        "title", "source", "numbers", "dates", "currency", "factor", "rate", "rate_source", "phase", "columns",
        "texts", "phases", "lights",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mapping:
    """How one source's files are read.

    `source` names where the projects come from; with a project's number it tells whether a row is there already.
    Amounts are multiplied by `factor` and, where `currency` is not DKK, by `rate` (DKK for one unit), which needs
    `rate_source`. Without a rate a foreign amount is kept as a text. `texts` are columns that are kept as they
    stand, each under a name of its own; `phases` and `lights` say what the file's words mean; `phase` is the phase
    of a row that names none.
    """

    title: str
    source: str
    columns: Dictionary[str, str]
    numbers: Numbers = Numbers.DANISH
    dates: Dates = Dates.DAY_FIRST
    currency: str = LOCAL_CURRENCY
    factor: Decimal = Decimal(1)
    rate: Decimal | None = None
    rate_source: str = ""
    phase: str = PHASES[0]
    texts: Dictionary[str, str] = field(default_factory=dict)
    phases: Dictionary[str, str] = field(default_factory=dict)
    lights: Dictionary[str, str] = field(default_factory=dict)

    @property
    def multiplier(self) -> Decimal | None:
        """Return what an amount is multiplied by to become DKK, or None where no rate is known."""
        if self.currency == LOCAL_CURRENCY:
            return self.factor
        return None if self.rate is None else self.factor * self.rate

    def fits(self, table: Table) -> bool:
        """Tell whether the table has every column of the mapping."""
        names = {plain(name) for name in table.header}
        return all(plain(column) in names for column in (*self.columns.values(), *self.texts.values()))

    def as_data(self) -> dict[str, Any]:
        """Return the mapping as it is stored; `read_mapping` reads it again."""
        return {
            "title": self.title,
            "source": self.source,
            "numbers": str(self.numbers),
            "dates": str(self.dates),
            "currency": self.currency,
            "factor": str(self.factor),
            **({} if self.rate is None else {"rate": str(self.rate), "rate_source": self.rate_source}),
            "phase": self.phase,
            **{key: dict(getattr(self, key)) for key in ("columns", "texts", "phases", "lights")},
        }


def parse_mapping(text: str) -> Mapping:
    """Return the mapping that a TOML file holds. Raises `Unreadable`."""
    try:
        return read_mapping(tomllib.loads(text, parse_float=Decimal))
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(Why.MAPPING_NOT_TOML) from error


def read_mapping(data: Dictionary[str, Any]) -> Mapping:
    """Return the mapping that `data` holds. Raises `Unreadable` with the name of the field that is wrong."""
    unknown = set(data) - _KEYS
    if unknown:
        raise Unreadable(Why.MAPPING_FIELD_UNKNOWN, field=min(unknown))
    mapping = Mapping(
        title=_text(data, "title"),
        source=_text(data, "source"),
        columns=_words(data, "columns", keys=FIELDS),
        numbers=Numbers(_one_of(data, "numbers", tuple(Numbers), Numbers.DANISH)),
        dates=Dates(_one_of(data, "dates", tuple(Dates), Dates.DAY_FIRST)),
        currency=_one_of(data, "currency", tuple(SIGNS), LOCAL_CURRENCY),
        factor=_figure(data, "factor", most=_MOST_FACTOR) or Decimal(1),
        rate=_figure(data, "rate", most=Decimal(10_000)),
        rate_source=_text(data, "rate_source") if data.get("rate_source") else "",
        phase=_one_of(data, "phase", PHASES, PHASES[0]),
        texts=_words(data, "texts"),
        phases=_plain(_words(data, "phases", values=PHASES)),
        lights=_plain(_words(data, "lights", values=COLOURS)),
    )
    missing = [name for name in NEEDED if name not in mapping.columns]
    if missing:
        raise Unreadable(Why.MAPPING_FIELD_MISSING, field=f"columns.{missing[0]}")
    if any(label in FIELDS for label in mapping.texts):
        raise Unreadable(Why.MAPPING_FIELD_WRONG, field="texts")
    if mapping.rate is not None:
        _require_source(mapping)
    return mapping


def _require_source(mapping: Mapping) -> None:
    if mapping.currency == LOCAL_CURRENCY:
        raise Unreadable(Why.MAPPING_RATE_FOR_DKK)
    if not mapping.rate_source:
        raise Unreadable(Why.MAPPING_RATE_UNSOURCED)


def _text(data: Dictionary[str, Any], key: str) -> str:
    if key not in data:
        raise Unreadable(Why.MAPPING_FIELD_MISSING, field=key)
    return _said(data[key], key)


def _said(value: object, place: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST or "\x00" in value:
        raise Unreadable(Why.MAPPING_FIELD_WRONG, field=place)
    return value.strip()


def _one_of(data: Dictionary[str, Any], key: str, choices: tuple[str, ...], default: str) -> str:
    value = data.get(key, default)
    if value not in choices:
        raise Unreadable(Why.MAPPING_FIELD_WRONG, field=key)
    return str(value)


def _figure(data: Dictionary[str, Any], key: str, *, most: Decimal) -> Decimal | None:
    value = data.get(key)
    if value is None:
        return None
    try:
        figure = Decimal(str(value))
    except InvalidOperation:
        figure = Decimal(0)
    if isinstance(value, bool) or not figure.is_finite() or not 0 < figure <= most:
        raise Unreadable(Why.MAPPING_FIELD_WRONG, field=key)
    return figure


def _words(
    data: Dictionary[str, Any], key: str, *, keys: tuple[str, ...] = (), values: tuple[str, ...] = ()
) -> dict[str, str]:
    table = data.get(key, {})
    if not isinstance(table, dict):
        raise Unreadable(Why.MAPPING_FIELD_WRONG, field=key)
    words = {_said(name, key): _said(value, f"{key}.{name}") for name, value in table.items()}
    for name, value in words.items():
        if keys and name not in keys:
            raise Unreadable(Why.MAPPING_FIELD_UNKNOWN, field=f"{key}.{name}")
        if values and value not in values:
            raise Unreadable(Why.MAPPING_FIELD_WRONG, field=f"{key}.{name}")
    return words


def _plain(words: dict[str, str]) -> dict[str, str]:
    return {plain(word): meaning for word, meaning in words.items()}
