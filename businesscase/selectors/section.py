"""A part of a result that can be folded: what it found, in a sentence, a picture and tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils.safestring import SafeString

from core.templatetags.danish import kroner, whole_kroner

_SLIM = 3
# The parts that stand in a chapter of their own on paper; all others are of the economy.
WAYS, FIGURES, RISKS = "ways", "figures", "risks"


class Chart(Protocol):
    """What every chart that is drawn for page, telephone and paper has."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def wide(self) -> SafeString: ...  # noqa: D102
    @property
    def narrow(self) -> SafeString: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its words, the exact amount behind rounded ones, and its column's head."""

    text: str
    exact: str = ""
    head: str = ""
    amount: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `heads` from left to right, those after the first `words` are of figures; `foot` may be empty.

    One that is `upright` has so narrow columns that all of them fit a page of paper that stands.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[Cell, ...] = ()
    words: int = 1
    upright: bool = False

    @property
    def is_slim(self) -> bool:
        """Whether it has so few columns that it need not fill the page."""
        return len(self.heads) <= _SLIM

    @property
    def head_cells(self) -> list[Cell]:
        """The heads."""
        return [Cell(head, amount=place >= self.words) for place, head in enumerate(self.heads)]

    @property
    def body(self) -> Iterator[list[Cell]]:
        """The rows, each cell with its head."""
        return (self._headed(row) for row in self.rows)

    @property
    def foot_cells(self) -> list[Cell]:
        """The last row, of sums."""
        return self._headed(self.foot)

    def _headed(self, row: tuple[Cell, ...]) -> list[Cell]:
        return [
            Cell(cell.text, cell.exact, head, amount=place >= self.words)
            for place, (cell, head) in enumerate(zip(row, self.heads, strict=True))
        ]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a result. `finding` is what stands while it is folded; `texts` come first and `notes` last.

    `name` is set for a part that has a chapter of its own on paper.
    `link` leads on from it, on a page: address and words.
    """

    title: str
    finding: str = ""
    texts: tuple[str, ...] = ()
    chart: Chart | None = None
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    name: str = ""
    link: tuple[str, str] | None = None


def whole(amount: Decimal | None) -> Cell:
    """Return an amount in whole kroner, the exact one behind it."""
    return Cell("–") if amount is None else Cell(whole_kroner(amount), kroner(amount))


def words(text: str) -> Cell:
    """Return a cell of words."""
    return Cell(text)
