"""Branch and bound, for what the search leaves unproved: where several limits are scarce at once.

A question is split in two by its most doubtful bundle, in or out, again and again. Each part gets a bound of its own,
begun from the one that it is a half of, which settles most of what is left of it; what is small enough is searched. The
most hopeful parts come first, a batch at a time, since the bounds of many are found as quickly as of one (Land and
Doig, "An automatic method of solving discrete programming problems", 1960).
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from governance.allocation.bits import iterate_bits
from governance.allocation.bound import PricedBound, Prices, find_bounds
from governance.allocation.greedy import add_greedily
from governance.allocation.search import search
from governance.allocation.stage import Stage, core_of, errand_for, hope_of, reduce_stage, relax, take_all, upper_of

# So many parts are bounded at a time, each with so many steps.
BATCH, STEPS = 32, 60
# A part with no more doubtful bundles than this is searched, so wide.
SMALL, WIDTH = 20, 4_000


@dataclass(order=True, frozen=True, slots=True)
class _Part:
    """A part of the question, by what it has settled; `despair` is the opposite of what it may reach."""

    despair: float
    ins: int
    outs: int
    # Those of the part that it is a half of.
    prices: Prices = field(compare=False)


def branch(stage: Stage, root: PricedBound, chosen: int, unit: int, work: int) -> tuple[int, int]:
    """Return the best selection found, of equals the cheapest, and what no selection exceeds.

    `root` is the bound of the whole question, `chosen` the selection to beat; every selection is worth a multiple of
    `unit`. `work` bundles are bounded at most, which is what limits the time, the same on every machine.
    """
    tree = _Tree(stage, root, chosen)
    left = work // max(len(stage.goal), 1)
    while tree.parts and left > 0:
        batch = tree.next_batch()
        left -= len(batch)
        for part, bound in tree.bound(batch):
            tree.split(part, bound)
    return tree.chosen, max(tree.reached, upper_of(tree.hope, unit))


class _Tree:
    """The parts that may still hold something as good as the best so far."""

    def __init__(self, stage: Stage, root: PricedBound, chosen: int) -> None:
        self.stage, self.bounds = stage, (root, take_all(stage.goal))
        self.chosen, self.reached = chosen, stage.total(chosen)
        hope = min(hope_of(one, stage.ins, core_of(stage)) for one in self.bounds)
        self.parts = [_Part(-hope, stage.ins, stage.outs, root.prices)]

    @property
    def hope(self) -> float:
        """Return what the parts that are left may reach."""
        return -self.parts[0].despair if self.parts else -np.inf

    def next_batch(self) -> list[_Part]:
        """Take the most hopeful parts."""
        return [heapq.heappop(self.parts) for _part in range(min(BATCH, len(self.parts)))]

    def bound(self, batch: list[_Part]) -> Iterator[tuple[_Part, PricedBound]]:
        """Yield the parts with bounds of their own."""
        stages = [replace(self.stage, ins=part.ins, outs=part.outs) for part in batch]
        begin = Prices.stack([part.prices for part in batch])
        found = find_bounds(relax(stages, [self.chosen] * len(stages)), STEPS, begin)
        yield from zip(batch, found, strict=True)

    def split(self, part: _Part, bound: PricedBound) -> None:
        """Settle what the bounds settle of a part, and search it or put its halves in its place."""
        stage = replace(self.stage, ins=part.ins, outs=part.outs)
        bounds = (bound, *self.bounds)
        settled = reduce_stage(stage, bounds, self.reached)
        if settled is None:
            return
        ins, outs = settled
        by_gain = np.argsort(-bound.gains, kind="stable").tolist()
        self._offer(add_greedily(stage.ground, stage.room, by_gain, stage.goal, chosen=ins, outs=outs))
        core = core_of(stage, ins, outs)
        hope = min(hope_of(bound, ins, core), -part.despair)
        if len(core) <= SMALL:
            found = search(errand_for(stage, bounds, self.reached, settled), WIDTH)
            if found.chosen is not None:
                self._offer(found.chosen)
            hope = min(hope, found.lost)
        if hope < self.reached or not len(core):
            return
        place = int(core[np.argmin(np.abs(bound.gains[core]))])
        for half in ((ins | 1 << place, outs), (ins, outs | 1 << place)):
            whole = stage.ground.settle(*half)
            if whole is not None and stage.ground.take(whole[0], stage.room) is not None:
                heapq.heappush(self.parts, _Part(-hope, *whole, bound.prices))

    def _offer(self, found: int) -> None:
        """Keep a selection that is better, or as good and cheaper, where it has as much as the floor asks."""
        stage = self.stage
        if stage.worth is not None and sum(stage.worth[i] for i in iterate_bits(found)) < stage.floor:
            return
        total = stage.total(found)
        if (total, -stage.spent(found)) > (self.reached, -stage.spent(self.chosen)):
            self.chosen, self.reached = found, total
