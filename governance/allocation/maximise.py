"""The most of one thing that a permitted selection can have.

Exact: a bound and a first selection settle most bundles, a search over all permitted selections settles the rest. Among
equally good ones the cheapest, and the same for the same question every time. Where the search would take too many
steps it ends, and says how far from the best it can be at most.
"""

from dataclasses import dataclass
from math import gcd

import numpy as np

from governance.allocation.bits import bits_of, iterate_bits
from governance.allocation.bound import Bound, Places, Relaxation, find_bounds
from governance.allocation.greedy import add_greedily
from governance.allocation.ground import Ground
from governance.allocation.search import Errand, Hurdle, search

# Rows kept at a time: enough for most questions, then the last attempt.
WIDTHS = (4_000, 100_000)
# A good mark to beat is sought among this many of the most doubtful bundles, the others being what they were.
NEARBY, NEARBY_WIDTH = 150, 128
# More bundles in doubt than this are not searched exactly; the bound alone says how good the selection is.
MOST_DOUBTFUL = 1_500
# Rows in all that one attempt may keep, which is what bounds its time, the same on every machine.
MOST_ROWS = 1_000_000


@dataclass(frozen=True)
class Stage:
    """One thing to maximise on the open bundles within `room`, with at least `floor` of `worth`.

    `ins` and `outs` are settled beforehand, `start` is a selection that keeps all rules; `hurdles` are bounds of
    something else that has been settled and must stay so.
    """

    ground: Ground
    room: tuple[int, ...]
    goal: tuple[int, ...]
    start: int
    worth: tuple[int, ...] | None = None
    floor: int = 0
    ins: int = 0
    outs: int = 0
    hurdles: tuple[Hurdle, ...] = ()

    def total(self, chosen: int) -> int:
        """Return what the chosen ones add up to."""
        return sum(self.goal[place] for place in iterate_bits(chosen))

    def spent(self, chosen: int) -> int:
        """Return what they take of the budget."""
        return sum(self.ground.uses[0][place] for place in iterate_bits(chosen))


@dataclass(frozen=True, slots=True)
class Best:
    """The open bundles chosen, as places; no selection exceeds `upper`, which is `reached` where that is proved."""

    chosen: int
    reached: int
    upper: int
    bound: Bound

    @property
    def proved(self) -> bool:
        """Tell whether nothing better exists."""
        return self.upper <= self.reached


def maximise(stages: list[Stage], widths: tuple[int, ...] = WIDTHS, *, cheapest: bool = True) -> list[Best]:
    """Return the best selection of each stage; all are on the same ground."""
    if not stages:
        return []
    starts = [_grow(stage, _by_density(stage)) for stage in stages]
    bounds = find_bounds(_relax(stages, starts))
    return [
        _settle(stage, bound, start, widths, cheapest=cheapest)
        for stage, bound, start in zip(stages, bounds, starts, strict=True)
    ]


def _settle(stage: Stage, bound: Bound, start: int, widths: tuple[int, ...], *, cheapest: bool) -> Best:
    by_gain = np.argsort(-bound.gains, kind="stable").tolist()
    chosen = max(start, _grow(stage, by_gain), key=stage.total)
    reached = stage.total(chosen)
    # Every selection is worth a multiple of the unit, so anything better is better by a whole one.
    unit = gcd(*stage.goal) or 1
    bounds = (bound, _take_all(stage.goal))
    upper = max(reached, _upper(min(_hope(one, stage.ins, _core(stage)) for one in bounds), unit))
    if upper > reached:
        chosen = _look_nearby(stage, bounds, chosen, unit)
        reached = stage.total(chosen)
    for attempt, width in enumerate(widths):
        # Selections that are only as good are looked for once, for the sake of the cheapest.
        equals = cheapest and attempt == 0
        if upper <= reached and not equals:
            break
        settled = _reduce(stage, bounds, threshold := reached if equals else reached + unit)
        if settled is None:
            upper = reached
            break
        errand = _errand(stage, bounds, threshold, settled)
        if _in_doubt(errand) > MOST_DOUBTFUL:
            break
        found = search(errand, min(width, max(16, MOST_ROWS // max(_in_doubt(errand), 1))))
        if found.chosen is not None:
            chosen = max(chosen, found.chosen, key=lambda mask: (stage.total(mask), -stage.spent(mask)))
            reached = stage.total(chosen)
        upper = max(reached, min(upper, _upper(found.lost, unit)))
    return Best(chosen, reached, upper, bound)


def _look_nearby(stage: Stage, bounds: tuple[Bound, ...], chosen: int, unit: int) -> int:
    """Return the best of a few selections that differ from `chosen` only in the most doubtful bundles."""
    core = _core(stage)
    near = bits_of(core[np.argsort(np.abs(bounds[0].gains[core]), kind="stable")[:NEARBY]].tolist())
    everyone = (1 << len(stage.goal)) - 1
    settled = stage.ground.settle(stage.ins | chosen & ~near, stage.outs | everyone & ~chosen & ~near)
    if settled is None:
        return chosen
    found = search(_errand(stage, bounds, stage.total(chosen) + unit, settled), NEARBY_WIDTH)
    return chosen if found.chosen is None else max(chosen, found.chosen, key=stage.total)


def _errand(stage: Stage, bounds: tuple[Bound, ...], threshold: int, settled: tuple[int, int]) -> Errand:
    return Errand(
        stage.ground, stage.room, stage.goal, stage.worth, stage.floor, threshold, bounds, stage.hurdles, *settled
    )


def _in_doubt(errand: Errand) -> int:
    return len(errand.goal) - (errand.ins | errand.outs).bit_count()


def _take_all(goal: tuple[int, ...]) -> Bound:
    """Return the bound in which every rule is free of charge."""
    gains = np.array(goal, dtype=np.float64)
    terms = len(goal) + 1
    return Bound(0.0, gains, float(2 * terms * np.finfo(np.float64).eps * np.abs(gains).sum()))


def _upper(hope: float, unit: int) -> int:
    """Return the largest value that a selection can have, given a bound on it."""
    return int(np.floor(hope)) // unit * unit if np.isfinite(hope) else -1 << 200


def _core(stage: Stage, ins: int = 0, outs: int = 0) -> Places:
    settled = stage.ins | stage.outs | ins | outs
    return np.array([place for place in range(len(stage.goal)) if not settled >> place & 1], dtype=np.int64)


def _hope(bound: Bound, ins: int, core: Places) -> float:
    settled = float(bound.gains[list(iterate_bits(ins))].sum())
    return bound.start + settled + float(np.maximum(bound.gains[core], 0.0).sum()) + bound.slack


def _reduce(stage: Stage, bounds: tuple[Bound, ...], threshold: int) -> tuple[int, int] | None:
    """Return who must be in and who out for a selection to reach the threshold; None where none can."""
    ins, outs = stage.ins, stage.outs
    hurdles = [*(Hurdle(bound, threshold) for bound in bounds), *stage.hurdles]
    while True:
        more_in = more_out = 0
        core = _core(stage, ins, outs)
        for hurdle in hurdles:
            gains = hurdle.bound.gains[core]
            margin = _hope(hurdle.bound, ins, core) - hurdle.threshold
            if margin < 0:
                return None
            more_in |= bits_of(core[gains > margin].tolist())
            more_out |= bits_of(core[gains < -margin].tolist())
        settled = stage.ground.settle(ins | more_in, outs | more_out)
        if settled is None or stage.ground.take(settled[0], stage.room) is None:
            return None
        if settled == (ins, outs):
            return settled
        ins, outs = settled


def _relax(stages: list[Stage], starts: list[int]) -> Relaxation:
    ground, goal = stages[0].ground, stages[0].goal
    count = len(ground.bundles)
    worth = stages[0].worth
    return Relaxation(
        goal=np.array(goal, dtype=np.float64),
        uses=np.array(ground.uses, dtype=np.float64).reshape(len(stages[0].room), count),
        rooms=np.array([stage.room for stage in stages], dtype=np.float64),
        fixed=np.array([_marks(stage.ins, count) for stage in stages], dtype=np.bool_),
        alive=~np.array([_marks(stage.outs, count) for stage in stages], dtype=np.bool_),
        needs=ground.need_pairs,
        bars=ground.bar_pairs,
        worth=np.array(worth or [0] * count, dtype=np.float64),
        floors=np.array([stage.floor if worth else 0 for stage in stages], dtype=np.float64),
        reached=np.array([stage.total(start) for stage, start in zip(stages, starts, strict=True)], dtype=np.float64),
    )


def _marks(mask: int, count: int) -> list[bool]:
    written = f"{mask:0{count}b}"[::-1] if count else ""
    return [letter == "1" for letter in written]


def _grow(stage: Stage, order: list[int]) -> int:
    begun = stage.start | stage.ins
    return add_greedily(stage.ground, stage.room, order, stage.goal, chosen=begun, outs=stage.outs)


def _by_density(stage: Stage) -> list[int]:
    """Return the places by what they give for the money."""
    uses = stage.ground.uses[0]
    return sorted(range(len(uses)), key=lambda place: (-stage.goal[place] / max(uses[place], 1), place))
