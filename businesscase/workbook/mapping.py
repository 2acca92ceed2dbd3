"""How somebody's own spreadsheet is read: what its lines are, and how its amounts are written."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from businesscase.enums import BenefitType, CostCategory
from portfolio.reading.amounts import Numbers
from portfolio.reading.table import plain

SKIP = "skip"
KINDS = (
    SKIP,
    *(f"cost.{value}" for value in CostCategory.values),
    *(f"benefit.{value}" for value in BenefitType.values),
)
FACTORS = ("1", "1000", "1000000")


@dataclass(frozen=True, slots=True)
class LineMapping:
    """What the lines are: `kinds` by the name of a line under its heading. Amounts are multiplied by `factor`.

    `costs_below_zero`: the sheet writes costs as negative numbers.
    """

    kinds: Mapping[str, str] = field(default_factory=dict)
    factor: Decimal = Decimal(1)
    numbers: Numbers = Numbers.DANISH
    costs_below_zero: bool = False

    def as_data(self) -> dict[str, Any]:
        """Return the mapping as it is stored; `read_line_mapping` reads it again."""
        return {
            "kinds": dict(self.kinds),
            "factor": f"{self.factor:f}",
            "numbers": str(self.numbers),
            "costs_below_zero": self.costs_below_zero,
        }


@dataclass(frozen=True, slots=True)
class Usual:
    """What lines are usually called."""

    words: Mapping[str, str]
    totals: tuple[str, ...]

    def kind_of(self, label: str, section: str) -> str:
        """Return what a line most likely is: the kind of a word in its name, else in its heading; "" for none."""
        if any(plain(label).startswith(word) for word in self.totals):
            return SKIP
        return next((kind for text in (label, section) for word, kind in self.words.items() if word in plain(text)), "")


def line_key(section: str, label: str) -> str:
    """Return what a line is found by in a mapping."""
    return f"{plain(section)} | {plain(label)}"


def read_line_mapping(data: Mapping[str, Any]) -> LineMapping:
    """Return a stored mapping."""
    return LineMapping(
        kinds={str(key): str(kind) for key, kind in data["kinds"].items() if kind in KINDS},
        factor=Decimal(data["factor"]),
        numbers=Numbers(data["numbers"]),
        costs_below_zero=bool(data["costs_below_zero"]),
    )


@cache
def usual_words(file: Path) -> Usual:
    """Return what lines are usually called, from a file that is shipped."""
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    words = {plain(word): str(kind) for word, kind in data["words"].items()}
    return Usual(words, tuple(plain(word) for word in data["totals"]))
