"""One row of a table as a project: figures where there are figures, and the source's own words where there are none."""

from collections.abc import Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TypeVar

from portfolio.reading.amounts import read_amount
from portfolio.reading.days import in_calendar, read_day
from portfolio.reading.mapping import AMOUNTS, DAYS, LIGHTS, LOCAL_CURRENCY, Mapping
from portfolio.reading.table import Cell, Row, Table, plain
from portfolio.reading.unreadable import Unreadable, Why

LONGEST_REFERENCE, LONGEST_TITLE = 60, 200
# The first amount that a column of fourteen digits, two of them decimals, cannot hold.
TOO_LARGE = Decimal(10) ** 12
_CENT = Decimal("0.01")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project as the file states it. `unstated` are the fields that have a column but no value in this row.

    `texts` holds, by field, what stands where no value could be read, and by the mapping's own names the columns
    that are kept as they stand. `problem` is why the row cannot become a project.
    """

    number: int
    reference: str
    title: str
    summary: str
    unit: str
    phase: str
    lights: Dictionary[str, str]
    days: Dictionary[str, date]
    amounts: Dictionary[str, Decimal]
    texts: Dictionary[str, str]
    unstated: tuple[str, ...] = ()
    problem: Unreadable | None = None


def read_rows(table: Table, mapping: Mapping) -> Iterator[ProjectRow]:
    """Yield every row of the table. Raises `Unreadable` where the table has not the mapping's columns."""
    places = {field: table.place_of(column) for field, column in mapping.columns.items()}
    kept = {label: table.place_of(column) for label, column in mapping.texts.items()}
    return (_Reader(row, places, kept, mapping).read() for row in table.rows)


class _Reader:
    """Reads one row; what has no value is noted with what stands there instead."""

    def __init__(self, row: Row, places: Dictionary[str, int], kept: Dictionary[str, int], mapping: Mapping) -> None:
        self._row, self._places, self._mapping = row, places, mapping
        self._texts = {label: text for label, place in kept.items() if (text := as_text(row.cells[place]))}
        self._unstated: list[str] = []

    def read(self) -> ProjectRow:
        try:
            phase, problem = self._phase(), None
        except Unreadable as error:
            phase, problem = self._mapping.phase, error
        reference, title = self._text("reference"), " ".join(self._text("title").split())
        amounts = {field: amount for field in AMOUNTS if (amount := self._amount(field)) is not None}
        return ProjectRow(
            number=self._row.number,
            reference=reference,
            title=title,
            summary=self._text("summary"),
            unit=" ".join(self._text("unit").split()),
            phase=phase,
            lights={field: light for field in LIGHTS if (light := self._light(field))},
            days={field: day for field in DAYS if (day := self._day(field))},
            amounts=amounts,
            texts=self._texts,
            unstated=tuple(self._unstated),
            problem=_identity_problem(reference, title) or problem or _amount_problem(amounts),
        )

    def _cell(self, field: str) -> Cell:
        return self._row.cells[self._places[field]] if field in self._places else ""

    def _text(self, field: str) -> str:
        text = as_text(self._cell(field))
        if field in self._places and not text:
            self._unstated.append(field)
        return text

    def _phase(self) -> str:
        word = self._text("phase")
        if not word:
            return self._mapping.phase
        if plain(word) not in self._mapping.phases:
            raise Unreadable(Why.PHASE_UNKNOWN, word=word[:100])
        return self._mapping.phases[plain(word)]

    def _light(self, field: str) -> str:
        word = as_text(self._cell(field))
        return self._noted(field, word, self._mapping.lights.get(plain(word))) or ""

    def _day(self, field: str) -> date | None:
        cell = self._cell(field)
        day = in_calendar(cell) if isinstance(cell, date) else read_day(as_text(cell), self._mapping.dates)
        return self._noted(field, as_text(cell), day)

    def _amount(self, field: str) -> Decimal | None:
        """Return DKK; a negative amount is no cost, and a foreign one without a rate is kept as the text it is."""
        cell, multiplier = self._cell(field), self._mapping.multiplier
        amount = cell if isinstance(cell, Decimal) else self._written(cell)
        if amount is None or multiplier is None or amount < 0:
            return self._noted(field, self._with_unit(cell, amount), None)
        return min(amount * multiplier, TOO_LARGE).quantize(_CENT, ROUND_HALF_EVEN)

    def _written(self, cell: Cell) -> Decimal | None:
        return read_amount(as_text(cell), numbers=self._mapping.numbers, currency=self._mapping.currency)

    def _with_unit(self, cell: Cell, amount: Decimal | None) -> str:
        """Return the cell's text; a figure that is kept as a text says what it is counted in."""
        text = as_text(cell)
        if amount is None or (self._mapping.currency == LOCAL_CURRENCY and self._mapping.factor == 1):
            return text
        times = "" if self._mapping.factor == 1 else f" × {self._mapping.factor:,f}".replace(",", ".")
        return f"{text}{times} {self._mapping.currency}"

    def _noted(self, field: str, text: str, value: _T | None) -> _T | None:
        if value is None and field in self._places:
            self._unstated.append(field)
            if text:
                self._texts[field] = text
        return value


def as_text(cell: Cell) -> str:
    """Return the cell as a text; a whole number has no decimals."""
    if isinstance(cell, Decimal):
        return f"{cell.to_integral_value():f}" if cell == cell.to_integral_value() else f"{cell:f}"
    return cell.isoformat() if isinstance(cell, date) else cell.replace("\r\n", "\n").strip()


def _identity_problem(reference: str, title: str) -> Unreadable | None:
    if not reference:
        return Unreadable(Why.REFERENCE_MISSING)
    if len(reference) > LONGEST_REFERENCE:
        return Unreadable(Why.REFERENCE_TOO_LONG, most=LONGEST_REFERENCE)
    if not title:
        return Unreadable(Why.TITLE_MISSING)
    if len(title) > LONGEST_TITLE:
        return Unreadable(Why.TITLE_TOO_LONG, most=LONGEST_TITLE)
    return None


def _amount_problem(amounts: Dictionary[str, Decimal]) -> Unreadable | None:
    too_large = next((field for field, amount in amounts.items() if amount >= TOO_LARGE), None)
    return None if too_large is None else Unreadable(Why.AMOUNT_TOO_LARGE, field=too_large)
