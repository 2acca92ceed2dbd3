"""The exact search: all permitted selections at once, a bundle at a time, less those that cannot win.

Selections in the making are rows of arrays. A row is dropped when a bound says that it cannot beat what is already
found, and when another row has spent no more and is worth no less while the same choices still matter for what is to
come (Nemhauser and Ullmann, "Discrete dynamic programming and capital allocation", 1969). `width` rows are kept at
most; when better ones had to go, `lost` says how good they could have become, so that nothing is called proved that is
not.
"""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from governance.allocation.bits import iterate_bits
from governance.allocation.bound import Bound, Floats, Marks, Places
from governance.allocation.ground import Ground
from governance.allocation.order import order_core

# Whole numbers: 64 bits, or Python's own where sums could be larger.
Wholes: TypeAlias = npt.NDArray[Any]

WORD = 62
_LARGEST = 2**62
# With several limits rows are held against the most promising only, since there is no one order of what is spent.
LEADERS = 48


@dataclass(frozen=True)
class Hurdle:
    """A bound, and what a selection must be able to reach by it."""

    bound: Bound
    threshold: int


@dataclass(frozen=True)
class Errand:
    """What is sought: the most of `goal`, `threshold` at least, within `room` and with `floor` of `worth` at least.

    `bounds` are the goal's own, the tightest first, `hurdles` those of other things. `ins` and `outs` are settled
    beforehand.
    """

    ground: Ground
    room: tuple[int, ...]
    goal: tuple[int, ...]
    worth: tuple[int, ...] | None
    floor: int
    threshold: int
    bounds: tuple[Bound, ...]
    hurdles: tuple[Hurdle, ...]
    ins: int
    outs: int


@dataclass(frozen=True)
class Found:
    """The best selection seen (None: no other passes the hurdles), and what those given up could have reached."""

    chosen: int | None
    lost: float
    rows: int


@dataclass
class _Rows:
    """Selections in the making. `marks` holds the choices that still matter, WORD of them a column."""

    used: list[Wholes]
    goal: Wholes
    worth: Wholes | None
    marks: list[Places]
    sums: list[Floats]
    steps: list[tuple[Places, Marks]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.goal)

    def keep(self, chosen: "Places | Marks") -> None:
        """Keep these rows only, in this order."""
        self.used = [column[chosen] for column in self.used]
        self.goal = self.goal[chosen]
        self.worth = None if self.worth is None else self.worth[chosen]
        self.marks = [column[chosen] for column in self.marks]
        self.sums = [column[chosen] for column in self.sums]


def search(errand: Errand, width: int) -> Found:
    """Return the best selection that passes the hurdles, among equals the cheapest that was met."""
    walk = _Walk(errand)
    lost, seen = -np.inf, 0
    for step in range(len(walk.order)):
        parents, taken = walk.branch(step)
        kept = walk.promising(step)
        walk.rows.keep(kept)
        parents, taken = parents[kept], taken[kept]
        walk.forget(step)
        kept = walk.undominated()
        if len(kept) > width:
            hopes = walk.hopes(step)[kept]
            chosen = _thin(hopes, width)
            lost = max(lost, float(np.delete(hopes, chosen).max()))
            kept = kept[chosen]
        walk.rows.keep(kept)
        walk.rows.steps.append((parents[kept], taken[kept]))
        seen += len(kept)
        if not len(kept):
            return Found(None, lost, seen)
    return Found(walk.best(), lost, seen)


class _Walk:
    """The rows on their way through the core."""

    def __init__(self, errand: Errand) -> None:
        """Begin with one row: what is settled."""
        ground = errand.ground
        self.errand = errand
        self.core = ~(errand.ins | errand.outs) & ((1 << len(ground.bundles)) - 1)
        self.order = order_core(ground, self.core, errand.bounds[0].gains)
        settled = list(iterate_bits(errand.ins))
        self.bounds = [*errand.bounds, *(hurdle.bound for hurdle in errand.hurdles)]
        self.tails = [_tail(bound.gains, self.order) for bound in self.bounds]
        sizes = (*ground.uses, errand.goal, *([errand.worth] if errand.worth else []))
        largest = max(sum(map(abs, column)) for column in sizes)
        self.kind: Any = np.int64 if largest + max(map(abs, errand.room)) < _LARGEST else object
        self.rows = _Rows(
            used=[self._whole(sum(row[i] for i in settled)) for row in ground.uses],
            goal=self._whole(sum(errand.goal[i] for i in settled)),
            worth=None if errand.worth is None else self._whole(sum(errand.worth[i] for i in settled)),
            marks=[np.zeros(1, np.int64)],
            sums=[np.array([bound.start + float(bound.gains[settled].sum())]) for bound in self.bounds],
        )
        self.slots: dict[int, int] = {}
        self.unseen = self.core

    def _whole(self, number: int) -> Wholes:
        return np.array([number], dtype=self.kind)

    def branch(self, step: int) -> tuple[Places, Marks]:
        """Let each row go on without the next bundle and, where permitted, with it; return where each came from."""
        place, ground, rows = self.order[step], self.errand.ground, self.rows
        self.unseen &= ~(1 << place)
        may_leave, may_take = np.ones(len(rows), bool), np.ones(len(rows), bool)
        for other in iterate_bits(self._seen(ground.askers[place])):
            may_leave &= ~self._mark(other)
        for other in iterate_bits(self._seen(ground.needs[place])):
            may_take &= self._mark(other)
        for other in iterate_bits(self._seen(ground.bars[place])):
            may_take &= ~self._mark(other)
        for used, room, uses in zip(rows.used, self.errand.room, ground.uses, strict=True):
            may_take &= (used + uses[place] <= room).astype(bool, copy=False)
        without, with_it = np.flatnonzero(may_leave), np.flatnonzero(may_take)
        parents = np.concatenate([without, with_it])
        taken = np.arange(len(parents)) >= len(without)
        rows.keep(parents)
        self._add(place, taken)
        return parents, taken

    def _add(self, place: int, taken: Marks) -> None:
        rows, errand = self.rows, self.errand
        for used, uses in zip(rows.used, errand.ground.uses, strict=True):
            used[taken] += uses[place]
        rows.goal[taken] += errand.goal[place]
        if rows.worth is not None and errand.worth is not None:
            rows.worth[taken] += errand.worth[place]
        for total, bound in zip(rows.sums, self.bounds, strict=True):
            total[taken] += bound.gains[place]
        if self._neighbours(place) & self.unseen:
            word, bit = divmod(self._free_slot(), WORD)
            if word == len(rows.marks):
                rows.marks.append(np.zeros(len(rows), np.int64))
            self.slots[place] = word * WORD + bit
            rows.marks[word][taken] |= 1 << bit

    def promising(self, step: int) -> Places:
        """Return the rows that can still reach the threshold and pass every hurdle."""
        able = self.hopes(step) >= float(self.errand.threshold)
        for number, hurdle in enumerate(self.errand.hurdles, start=len(self.errand.bounds)):
            able &= self._hopes(number, step) >= float(hurdle.threshold)
        return np.flatnonzero(able)

    def hopes(self, step: int) -> Floats:
        """Return what each row can become at most."""
        hopes = [self._hopes(number, step) for number in range(len(self.errand.bounds))]
        least: Floats = np.minimum.reduce(hopes)
        return least

    def _hopes(self, number: int, step: int) -> Floats:
        hopes: Floats = self.rows.sums[number] + (self.tails[number][step + 1] + self.bounds[number].slack)
        return hopes

    def forget(self, step: int) -> None:
        """Clear the marks of bundles that nothing to come asks about, so that their rows are alike."""
        place = self.order[step]
        near = [*iterate_bits(self._neighbours(place)), place]
        for other in near:
            if other in self.slots and not self._neighbours(other) & self.unseen:
                word, bit = divmod(self.slots.pop(other), WORD)
                self.rows.marks[word] &= ~np.int64(1 << bit)

    def undominated(self) -> Places:
        """Return the rows that no other makes superfluous, in a fixed order."""
        rows = self.rows
        count = len(rows)
        if count < 2:  # noqa: PLR2004 - a row alone has no rival
            return np.arange(count)
        merit = _ranked(rows.goal) if rows.worth is None else _ranked_by(rows.worth, rows.goal)
        spent = _ranked(rows.used[0])
        group = _grouped(rows.marks)
        if len(rows.used) == 1:
            order = np.lexsort((-merit, spent, group))
            height = group[order] * count + merit[order]
            before = np.concatenate([[-1], np.maximum.accumulate(height)[:-1]])
            return order[height > before]
        return self._unled(merit, group)

    def _unled(self, merit: Places, group: Places) -> Places:
        """Drop the rows that one of the leaders beats on every limit."""
        rows = self.rows
        leaders = np.argsort(-rows.sums[0], kind="stable")[:LEADERS]
        worse = (group == group[leaders, None]) & (merit <= merit[leaders, None])
        for used in rows.used:
            worse &= (used >= used[leaders, None]).astype(bool, copy=False)
        beaten = np.zeros(len(rows), bool)
        for led, leader in zip(worse, leaders, strict=True):
            if not beaten[leader]:
                led[leader] = False
                beaten |= led
        return np.flatnonzero(~beaten)

    def best(self) -> int | None:
        """Return the row with the most worth and goal, spending least, as places."""
        rows, errand = self.rows, self.errand
        able = [i for i in range(len(rows)) if rows.worth is None or rows.worth[i] >= errand.floor]
        if not able:
            return None
        row = max(able, key=lambda i: (0 if rows.worth is None else rows.worth[i], rows.goal[i], -rows.used[0][i], -i))
        chosen = errand.ins
        for place, (parents, taken) in zip(reversed(self.order), reversed(rows.steps), strict=True):
            if taken[row]:
                chosen |= 1 << place
            row = int(parents[row])
        return chosen

    def _seen(self, mask: int) -> int:
        return mask & self.core & ~self.unseen

    def _mark(self, place: int) -> Marks:
        word, bit = divmod(self.slots[place], WORD)
        return (self.rows.marks[word] >> bit & 1).astype(bool)

    def _neighbours(self, place: int) -> int:
        return self.errand.ground.neighbours[place] & self.core

    def _free_slot(self) -> int:
        taken = set(self.slots.values())
        return next(slot for slot in range(len(taken) + 1) if slot not in taken)


def _thin(hopes: Floats, width: int) -> Places:
    """Return which rows to go on with: the most hopeful, and of those that are equally so an even spread.

    Rows come by what they have spent, so it is the spread that finds a selection that fills the budget to the last.
    """
    cut = np.partition(hopes, len(hopes) - width)[len(hopes) - width]
    near = abs(cut) * 1e-12
    above, level = np.flatnonzero(hopes > cut + near), np.flatnonzero(np.abs(hopes - cut) <= near)
    spread = level[np.linspace(0, len(level) - 1, width - len(above)).astype(np.int64)]
    return np.sort(np.concatenate([above, spread]))


def _tail(gains: Floats, order: list[int]) -> Floats:
    """Return, for each step, the most that the bundles from there on can add to the bound."""
    hopeful = np.maximum(gains[order], 0.0) if order else np.zeros(0)
    return np.concatenate([np.cumsum(hopeful[::-1])[::-1], [0.0]])


def _ranked(column: Wholes) -> Places:
    return np.unique(column, return_inverse=True)[1].astype(np.int64)


def _ranked_by(major: Wholes, minor: Wholes) -> Places:
    return _ranked(_ranked(major) * np.int64(len(major) + 1) + _ranked(minor))


def _grouped(marks: list[Places]) -> Places:
    group = _ranked(marks[0])
    for column in marks[1:]:
        group = _ranked_by(group, column)
    return group
