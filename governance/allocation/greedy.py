"""A good selection quickly, as the mark that the exact search has to beat."""

from collections.abc import Iterable

from governance.allocation.bits import iterate_bits
from governance.allocation.ground import Ground


def add_greedily(
    ground: Ground,
    room: tuple[int, ...],
    order: Iterable[int],
    goal: tuple[int, ...],
    *,
    chosen: int = 0,
    outs: int = 0,
) -> int:
    """Return `chosen` and, in this order, each bundle that fits with what it still requires and adds to the goal."""
    left = ground.take(chosen, room)
    if left is None:
        return chosen
    barred = outs | ground.barred_by(chosen)
    for place in order:
        added = ground.closures[place] & ~chosen
        if not added or added & barred:
            continue
        rest = ground.take(added, left)
        if rest is None or sum(goal[i] for i in iterate_bits(added)) <= 0:
            continue
        bars = ground.barred_by(added)
        if bars & (chosen | added):
            continue
        chosen, left, barred = chosen | added, rest, barred | bars
    return chosen
