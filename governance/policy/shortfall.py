"""What a "no" rests on in figures: the place in line, the money that is missing, and what would have changed it.

The facts of the day are kept with the decision; nothing here is worked out again later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from governance.policy.reason import Reason

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Asker:
    """One application in line: what it asks for or has got, DKK, its priority, and the mean of its scores.

    `paid` is one that has got its money: management may have let it use what was kept for others (D10).
    """

    id: int
    amount: Decimal
    priority: int
    mean: Decimal | None
    paid: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A place in line: `reach` is the last place that the pool's money reaches.

    `room` is what was left for this one, `missing` what it lacks, `kept` what of the pool's money it may not use
    because mandatory solutions are expected to need it (D10), DKK.
    """

    number: int
    of: int
    reach: int
    room: Decimal
    missing: Decimal
    kept: Decimal = _ZERO


@dataclass(frozen=True, slots=True)
class Shortfall:
    """The facts of one case on the day it was decided; amounts in DKK.

    `year` is the pool's year that had most left, None where no year was open or no money was asked for; `place` is None
    then too. `weakest` names the criterion with the lowest mean of scores; `blocked` are the rules in the way.
    """

    applied: Decimal = _ZERO
    granted: Decimal = _ZERO
    year: int | None = None
    left: Decimal = _ZERO
    place: Place | None = None
    weakest: str = ""
    weakest_mean: Decimal | None = None
    blocked: tuple[Reason, ...] = ()

    def as_record(self) -> dict[str, Any]:
        """Return the facts in JSON's types, amounts as text."""
        place = self.place
        return {
            "applied_dkk": f"{self.applied:f}",
            "granted_dkk": f"{self.granted:f}",
            "year": self.year,
            "left_dkk": f"{self.left:f}",
            "place": place
            and {
                "number": place.number,
                "of": place.of,
                "reach": place.reach,
                "room_dkk": f"{place.room:f}",
                "missing_dkk": f"{place.missing:f}",
                "kept_dkk": f"{place.kept:f}",
            },
            "weakest": self.weakest,
            "weakest_mean": None if self.weakest_mean is None else f"{self.weakest_mean:f}",
            "blocked": [reason.as_record() for reason in self.blocked],
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Self:
        """Return the facts that `as_record` wrote."""
        place, mean = record["place"], record["weakest_mean"]
        return cls(
            applied=Decimal(record["applied_dkk"]),
            granted=Decimal(record["granted_dkk"]),
            year=record["year"],
            left=Decimal(record["left_dkk"]),
            place=place
            and Place(
                place["number"],
                place["of"],
                place["reach"],
                Decimal(place["room_dkk"]),
                Decimal(place["missing_dkk"]),
                # Decisions of earlier releases say nothing of it.
                Decimal(place.get("kept_dkk", _ZERO)),
            ),
            weakest=record["weakest"],
            weakest_mean=None if mean is None else Decimal(mean),
            blocked=tuple(Reason.from_record(one) for one in record["blocked"]),
        )


class Outcome(StrEnum):
    """How far a decision that does not give everything went."""

    IN_PART = "in_part"
    ENDED = "ended"
    WAITS = "waits"
    REVISED = "revised"


class WhatIf(StrEnum):
    """What would have changed the decision, or still can."""

    RULES_MET = "rules_met"
    MORE_MONEY = "more_money"
    BETTER_PLACE = "better_place"
    PRINCIPLE_FOLLOWED = "principle_followed"
    STRONGER = "stronger"
    REVISED = "revised"
    AWAITED = "awaited"


def stand_in_line(asker: int, line: Sequence[Asker], left: Decimal, kept: Decimal = _ZERO) -> Place:
    """Return where the application `asker` stands among `line`, which holds it, when `left` is to be allocated.

    Mandatory solutions go first (D9), then the highest mean; one without scores goes last, and equals go by the order
    they are given in. The money goes down the line and ends at the first that it does not hold. `kept` is what
    mandatory solutions are expected to need: those in line draw on it, the others do not (D10).
    """
    ordered = sorted(line, key=lambda one: (one.priority, one.mean is None, -(one.mean or _ZERO)))
    number = next(place for place, one in enumerate(ordered, start=1) if one.id == asker)
    reach, room = 0, max(left, _ZERO)
    # What is left when this one's turn comes, or where the money ends before it.
    room_for_it, kept_from_it = room, _ZERO
    for place, one in enumerate(ordered, start=1):
        usable, _kept = _for(one, room, kept)
        if place <= number:
            room_for_it, kept_from_it = _for(ordered[number - 1], room, kept)
        if one.amount > usable:
            break
        room -= one.amount
        kept = max(_ZERO, kept - one.amount) if one.priority == 1 else kept
        reach = place
    missing = max(_ZERO, ordered[number - 1].amount - room_for_it)
    return Place(number, len(ordered), reach, room_for_it, missing, kept_from_it)


def _for(asker: Asker, room: Decimal, kept: Decimal) -> tuple[Decimal, Decimal]:
    """Return what of `room` the application may use, and what of it is kept from it."""
    if asker.priority == 1 or asker.paid:
        return room, _ZERO
    return max(_ZERO, room - kept), min(room, kept)


def what_would_change(facts: Shortfall, outcome: Outcome, *, by_principle: bool) -> tuple[WhatIf, ...]:
    """Return what would have changed the decision, the hardest first; what still can for a case that comes back."""
    if outcome == Outcome.REVISED:
        return (WhatIf.REVISED,)
    found = []
    if facts.blocked:
        found.append(WhatIf.RULES_MET)
    if facts.place is not None and facts.place.missing:
        found.append(WhatIf.MORE_MONEY)
        if facts.place.reach:
            found.append(WhatIf.BETTER_PLACE)
    if by_principle:
        found.append(WhatIf.PRINCIPLE_FOLLOWED)
    if outcome == Outcome.WAITS:
        found.append(WhatIf.AWAITED)
    return tuple(found) or (WhatIf.STRONGER,)
