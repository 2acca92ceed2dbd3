"""One thing to maximise, and what a bound says of it: who must be in, who out, and what can be hoped for."""

from dataclasses import dataclass

import numpy as np

from governance.allocation.bits import bits_of, iterate_bits, marks_of
from governance.allocation.bound import Bound, Places, Relaxation
from governance.allocation.greedy import add_greedily
from governance.allocation.ground import Ground
from governance.allocation.search import Errand, Hurdle


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


def errand_for(stage: Stage, bounds: tuple[Bound, ...], threshold: int, settled: tuple[int, int]) -> Errand:
    """Return what is to be searched for where so much is settled."""
    return Errand(
        stage.ground, stage.room, stage.goal, stage.worth, stage.floor, threshold, bounds, stage.hurdles, *settled
    )


def count_doubtful(errand: Errand) -> int:
    """Return how many bundles are not settled."""
    return len(errand.goal) - (errand.ins | errand.outs).bit_count()


def take_all(goal: tuple[int, ...]) -> Bound:
    """Return the bound in which every rule is free of charge."""
    gains = np.array(goal, dtype=np.float64)
    terms = len(goal) + 1
    return Bound(0.0, gains, float(2 * terms * np.finfo(np.float64).eps * np.abs(gains).sum()))


def upper_of(hope: float, unit: int) -> int:
    """Return the largest value that a selection can have, given a bound on it."""
    return int(np.floor(hope)) // unit * unit if np.isfinite(hope) else -1 << 200


def core_of(stage: Stage, ins: int = 0, outs: int = 0) -> Places:
    """Return the places that are not settled."""
    return np.flatnonzero(~marks_of(stage.ins | stage.outs | ins | outs, len(stage.goal)))


def hope_of(bound: Bound, ins: int, core: Places) -> float:
    """Return what a selection can reach at most by this bound, rounding counted."""
    settled = float(bound.gains[marks_of(ins, len(bound.gains))].sum())
    return bound.start + settled + float(np.maximum(bound.gains[core], 0.0).sum()) + bound.slack


def reduce_stage(stage: Stage, bounds: tuple[Bound, ...], threshold: int) -> tuple[int, int] | None:
    """Return who must be in and who out for a selection to reach the threshold; None where none can."""
    ins, outs = stage.ins, stage.outs
    hurdles = [*(Hurdle(bound, threshold) for bound in bounds), *stage.hurdles]
    while True:
        more_in = more_out = 0
        core = core_of(stage, ins, outs)
        for hurdle in hurdles:
            gains = hurdle.bound.gains[core]
            margin = hope_of(hurdle.bound, ins, core) - hurdle.threshold
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


def relax(stages: list[Stage], starts: list[int]) -> Relaxation:
    """Return the stages, which are on the same ground, as the bounds take them."""
    ground, goal = stages[0].ground, stages[0].goal
    count = len(ground.bundles)
    worth = stages[0].worth
    return Relaxation(
        goal=np.array(goal, dtype=np.float64),
        uses=np.array(ground.uses, dtype=np.float64).reshape(len(stages[0].room), count),
        rooms=np.array([stage.room for stage in stages], dtype=np.float64),
        fixed=np.array([marks_of(stage.ins, count) for stage in stages]),
        alive=~np.array([marks_of(stage.outs, count) for stage in stages]),
        needs=ground.need_pairs,
        bars=ground.bar_pairs,
        worth=np.array(worth or [0] * count, dtype=np.float64),
        floors=np.array([stage.floor if worth else 0 for stage in stages], dtype=np.float64),
        reached=np.array([stage.total(start) for stage, start in zip(stages, starts, strict=True)], dtype=np.float64),
    )


def grow(stage: Stage, order: list[int]) -> int:
    """Return a selection that takes the bundles in this order, as they fit."""
    begun = stage.start | stage.ins
    return add_greedily(stage.ground, stage.room, order, stage.goal, chosen=begun, outs=stage.outs)


def by_density(stage: Stage) -> list[int]:
    """Return the places by what they give for the money."""
    uses = stage.ground.uses[0]
    return sorted(range(len(uses)), key=lambda place: (-stage.goal[place] / max(uses[place], 1), place))
