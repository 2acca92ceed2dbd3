"""Reading a round's scores together: where the members disagree, who gives high or low, and the order without that.

A mark is one member's level on one criterion of one case. Members are compared only where they have judged the same:
with y the level, c the middle of a criterion on a case and s a member's leaning, the s that make the sum of
(y - c - s)² over all marks plus the sum of s² least. The second term counts as if each member had once agreed with the
others: a member with few marks is corrected little, and one who stands alone not at all. The leanings add up to nought.
Method: two-way additive model with a ridge penalty of 1 (Hoerl & Kennard 1970); all in whole fractions, so exact.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

# From here on the members are so far apart that they are to talk about it.
FAR_APART = 3


@dataclass(frozen=True, slots=True)
class Scored:
    """One member's level on one criterion of one case."""

    case: int
    criterion: str
    member: int
    level: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """How far apart the members are on one criterion of one case; `levels` from the lowest to the highest."""

    case: int
    criterion: str
    levels: tuple[int, ...]

    @property
    def distance(self) -> int:
        """From the lowest level to the highest."""
        return self.levels[-1] - self.levels[0]


@dataclass(frozen=True, slots=True)
class Leaning:
    """How much higher (or, below nought, lower) a member gives than others on the same; `compared` marks tell it."""

    member: int
    by: Fraction
    compared: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A case's weighed score as given and without the members' leanings, and its place by each."""

    case: int
    raw: Fraction
    adjusted: Fraction
    raw_place: int
    place: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """The largest disagreements first, the members in their order, and the cases by their adjusted place."""

    disagreements: tuple[Disagreement, ...]
    leanings: tuple[Leaning, ...]
    places: tuple[Placed, ...]


def calibrate(marks: Iterable[Scored], weights: Mapping[str, int]) -> Calibration:
    """Read the marks together; a criterion without a weight of its own weighs 1."""
    rows = list(marks)
    leanings = _leanings(rows)
    return Calibration(_disagreements(rows), leanings, _places(rows, weights, {one.member: one.by for one in leanings}))


def _disagreements(rows: Sequence[Scored]) -> tuple[Disagreement, ...]:
    levels: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row in rows:
        levels[row.case, row.criterion].append(row.level)
    found = (Disagreement(*key, tuple(sorted(said))) for key, said in levels.items() if len(said) > 1)
    return tuple(sorted(found, key=lambda one: (-one.distance, -len(one.levels))))


def _leanings(rows: Sequence[Scored]) -> tuple[Leaning, ...]:
    items: dict[tuple[int, str], list[Scored]] = defaultdict(list)
    for row in rows:
        items[row.case, row.criterion].append(row)
    shared = [item for item in items.values() if len(item) > 1]
    members = list(dict.fromkeys(row.member for row in rows))
    place = {member: index for index, member in enumerate(members)}
    matrix = [[Fraction(int(i == j)) for j in range(len(members))] for i in range(len(members))]
    right = [Fraction(0)] * len(members)
    for item in shared:
        middle = Fraction(sum(row.level for row in item), len(item))
        for row in item:
            at = place[row.member]
            matrix[at][at] += 1
            right[at] += row.level - middle
            for other in item:
                matrix[at][place[other.member]] -= Fraction(1, len(item))
    found = _solve(matrix, right)
    counts = [sum(row.member == member for item in shared for row in item) for member in members]
    return tuple(Leaning(*one) for one in zip(members, found, counts, strict=True))


def _solve(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """Solve by Gaussian elimination; the matrix is positive definite, so no pivot is nought."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for pivot in range(size):
        for below in range(pivot + 1, size):
            factor = rows[below][pivot] / rows[pivot][pivot]
            if factor:
                rows[below] = [value - factor * top for value, top in zip(rows[below], rows[pivot], strict=True)]
    found = [Fraction(0)] * size
    for at in reversed(range(size)):
        known = sum((rows[at][later] * found[later] for later in range(at + 1, size)), Fraction(0))
        found[at] = (rows[at][size] - known) / rows[at][at]
    return found


def _places(rows: Sequence[Scored], weights: Mapping[str, int], leanings: Mapping[int, Fraction]) -> tuple[Placed, ...]:
    cases: dict[int, dict[str, list[Scored]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        cases[row.case][row.criterion].append(row)
    raw = {case: _score(said, weights, {}) for case, said in cases.items()}
    adjusted = {case: _score(said, weights, leanings) for case, said in cases.items()}
    found = (
        Placed(case, raw[case], adjusted[case], _place(raw[case], raw), _place(adjusted[case], adjusted))
        for case in cases
    )
    return tuple(sorted(found, key=lambda one: (one.place, one.raw_place)))


def _score(
    said: Mapping[str, Sequence[Scored]], weights: Mapping[str, int], leanings: Mapping[int, Fraction]
) -> Fraction:
    """Return the mean of the criteria's means, each with its weight."""
    total, weight = Fraction(0), 0
    for criterion, rows in said.items():
        mean = sum((row.level - leanings.get(row.member, Fraction(0)) for row in rows), Fraction(0)) / len(rows)
        total += mean * weights.get(criterion, 1)
        weight += weights.get(criterion, 1)
    return total / weight


def _place(score: Fraction, scores: Mapping[int, Fraction]) -> int:
    """Return the place from the top; cases that score alike share it."""
    return 1 + sum(other > score for other in scores.values())
