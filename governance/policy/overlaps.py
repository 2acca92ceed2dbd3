"""What falls in the same period: several at once about one system, or more at once in one unit than is allowed (A7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from heapq import heappop, heappush
from itertools import count

MOST_IN_UNIT = "most_projects_at_once_in_a_unit"
# Two that touch the same system are already something to talk about.
_MOST_OF_SYSTEM = 1


class About(StrEnum):
    """What those that overlap have in common."""

    SYSTEM = "system"
    UNIT = "unit"


class Kind(StrEnum):
    """What it is that takes a period."""

    PROJECT = "project"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A project, or a case under way, with its period, both days taken with, and what it takes hold of.

    A period that does not say when it begins has begun; one that does not say when it ends goes on.
    """

    kind: Kind
    pk: int
    begins: date | None
    ends: date | None
    unit: int | None = None
    systems: frozenset[int] = frozenset()

    @property
    def first(self) -> date:
        """The first day, as one that can be compared."""
        return self.begins or date.min

    @property
    def last(self) -> date:
        """The last day, as one that can be compared."""
        return self.ends or date.max

    def meets(self, other: "Undertaking") -> bool:
        """Tell whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Overlap:
    """Those that on some day are too many, by their first day; `most` of them at once, first from `since` to `until`.

    `key` is that of the system or the unit. None for a day is one that nobody has stated.
    """

    about: About
    key: int
    members: tuple[Undertaking, ...]
    most: int
    since: date | None
    until: date | None

    def others(self, one: Undertaking) -> int:
        """Count those that share a day with `one`, which is a member itself."""
        return sum(other != one and other.meets(one) for other in self.members)


def overlaps(undertakings: Iterable[Undertaking], most_in_unit: int | None) -> tuple[Overlap, ...]:
    """Return what overlaps, the systems first; `most_in_unit` None leaves the units out."""
    groups: dict[tuple[About, int], list[Undertaking]] = {}
    for one in sorted(set(undertakings), key=_place):
        for system in one.systems:
            groups.setdefault((About.SYSTEM, system), []).append(one)
        if one.unit is not None and most_in_unit is not None:
            groups.setdefault((About.UNIT, one.unit), []).append(one)
    limits = {About.SYSTEM: _MOST_OF_SYSTEM, About.UNIT: most_in_unit or 0}
    found = (_crowd(about, key, members, limits[about]) for (about, key), members in groups.items())
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.about, one.key)))


def _crowd(about: About, key: int, members: list[Undertaking], allowed: int) -> Overlap | None:
    """Walk along the first days; those that run on one of them stand in a heap, the one that ends first on top."""
    running: list[tuple[date, int, Undertaking]] = []
    crowd: dict[Undertaking, None] = {}
    numbers, most, since, until = count(), 0, date.min, date.max
    crowded = False
    for one in members:
        while running and running[0][0] < one.first:
            heappop(running)
            crowded = crowded and len(running) > allowed
        heappush(running, (one.last, next(numbers), one))
        if len(running) > most:
            most, since, until = len(running), one.first, running[0][0]
        if len(running) > allowed:
            # While it stays crowded, those before have been taken already.
            crowd |= dict.fromkeys([one] if crowded else [row[2] for row in running])
            crowded = True
    if not crowd:
        return None
    first, last = (None if since == date.min else since), (None if until == date.max else until)
    return Overlap(about, key, tuple(sorted(crowd, key=_place)), most, first, last)


def _place(one: Undertaking) -> tuple[date, date, Kind, int]:
    return one.first, one.last, one.kind, one.pk
