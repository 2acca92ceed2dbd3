"""The index of an answered request for access, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.enums import AccessMark


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A paper as the index names it; `file` is empty where it is not given."""

    number: int
    title: str
    kind: str
    day: date
    mark: str
    file: str


def index_lines(index: Iterable[Mapping[str, Any]]) -> tuple[IndexLine, ...]:
    """Return the lines of a stored index."""
    return tuple(
        IndexLine(
            number=row["number"],
            title=row["title"],
            kind=row["kind"],
            day=date.fromisoformat(row["day"]),
            mark=str(AccessMark(row["mark"]).label),
            file=row["file"],
        )
        for row in index
    )
