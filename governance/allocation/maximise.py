"""The most of one thing that a permitted selection can have.

Exact: a bound and a first selection settle most bundles, a search over all permitted selections settles the rest, and
where several limits are scarce at once the question is split until it does. Among equally good ones the cheapest, and
the same for the same question every time. Where the search would take too many steps it ends, and says how far from the
best it can be at most.
"""

from dataclasses import dataclass
from math import gcd

import numpy as np

from governance.allocation.bits import bits_of
from governance.allocation.bound import Bound, PricedBound, find_bounds
from governance.allocation.branch import branch
from governance.allocation.search import search
from governance.allocation.stage import (
    Stage,
    by_density,
    core_of,
    count_doubtful,
    errand_for,
    grow,
    hope_of,
    reduce_stage,
    relax,
    take_all,
    upper_of,
)

# Rows kept at a time: enough for most questions, then the last attempt.
WIDTHS = (4_000, 100_000)
# A good mark to beat is sought among this many of the most doubtful bundles, the others being what they were.
NEARBY, NEARBY_WIDTH = 150, 128
# More bundles in doubt than this are not searched exactly; the bound alone says how good the selection is.
MOST_DOUBTFUL = 1_500
# With more limits than this, more rows prove nothing; to split the question does.
MOST_LIMITS = 2
# Rows in all that one attempt may keep, which is what bounds its time, the same on every machine.
MOST_ROWS = 1_000_000
# What splitting may cost while somebody waits for the page, and how many times that in the background.
WORK = 300_000
IN_BACKGROUND = 10


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


def maximise(
    stages: list[Stage], widths: tuple[int, ...] = WIDTHS, *, cheapest: bool = True, patience: int = 1
) -> list[Best]:
    """Return the best selection of each stage; all are on the same ground."""
    if not stages:
        return []
    starts = [grow(stage, by_density(stage)) for stage in stages]
    bounds = find_bounds(relax(stages, starts))
    return [
        _settle(stage, bound, start, widths, cheapest=cheapest, patience=patience)
        for stage, bound, start in zip(stages, bounds, starts, strict=True)
    ]


def _settle(
    stage: Stage, bound: PricedBound, start: int, widths: tuple[int, ...], *, cheapest: bool, patience: int
) -> Best:
    by_gain = np.argsort(-bound.gains, kind="stable").tolist()
    chosen = max(start, grow(stage, by_gain), key=stage.total)
    reached = stage.total(chosen)
    # Every selection is worth a multiple of the unit, so anything better is better by a whole one.
    unit = gcd(*stage.goal) or 1
    bounds = (bound, take_all(stage.goal))
    upper = max(reached, upper_of(min(hope_of(one, stage.ins, core_of(stage)) for one in bounds), unit))
    if upper > reached:
        chosen = _look_nearby(stage, bounds, chosen, unit)
        reached = stage.total(chosen)
    searched = True
    for attempt, width in enumerate(widths if len(stage.room) <= MOST_LIMITS else widths[:1]):
        # Selections that are only as good are looked for once, for the sake of the cheapest.
        equals = cheapest and attempt == 0
        if upper <= reached and not equals:
            break
        settled = reduce_stage(stage, bounds, threshold := reached if equals else reached + unit)
        if settled is None:
            upper = reached
            break
        errand = errand_for(stage, bounds, threshold, settled)
        if count_doubtful(errand) > MOST_DOUBTFUL:
            searched = False
            break
        found = search(errand, min(width, max(16, MOST_ROWS // max(count_doubtful(errand), 1))))
        if found.chosen is not None:
            chosen = max(chosen, found.chosen, key=lambda mask: (stage.total(mask), -stage.spent(mask)))
            reached = stage.total(chosen)
        upper = max(reached, min(upper, upper_of(found.lost, unit)))
    if upper > reached and searched and widths == WIDTHS:
        chosen, most = branch(stage, bound, chosen, unit, WORK * patience)
        reached = stage.total(chosen)
        upper = max(reached, min(upper, most))
    return Best(chosen, reached, upper, bound)


def _look_nearby(stage: Stage, bounds: tuple[Bound, ...], chosen: int, unit: int) -> int:
    """Return the best of a few selections that differ from `chosen` only in the most doubtful bundles."""
    core = core_of(stage)
    near = bits_of(core[np.argsort(np.abs(bounds[0].gains[core]), kind="stable")[:NEARBY]].tolist())
    everyone = (1 << len(stage.goal)) - 1
    settled = stage.ground.settle(stage.ins | chosen & ~near, stage.outs | everyone & ~chosen & ~near)
    if settled is None:
        return chosen
    found = search(errand_for(stage, bounds, stage.total(chosen) + unit, settled), NEARBY_WIDTH)
    return chosen if found.chosen is None else max(chosen, found.chosen, key=stage.total)
