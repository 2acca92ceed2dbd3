"""The order in which the exact search meets the bundles."""

from governance.allocation.bits import iterate_bits
from governance.allocation.bound import Floats
from governance.allocation.ground import Ground

# Larger groups are met as they stand; choosing the next with care would itself take too long.
CAREFUL = 400


def order_core(ground: Ground, core: int, gains: Floats) -> list[int]:
    """Return the places in `core`, those that belong together in a row, the doubtful ones last.

    Where the bound is clear about a bundle, few selections go on; so many at a time only meet in the last steps. Within
    a group the next is one whose neighbours have mostly been met, so that few choices must be remembered.
    """
    groups = []
    left = core
    while left:
        group = _connected(ground, core, (left & -left).bit_length() - 1)
        left &= ~group
        groups.append(group)
    doubt = {group: min(abs(float(gains[place])) for place in iterate_bits(group)) for group in groups}
    return [
        place
        for group in sorted(groups, key=lambda group: (-doubt[group], group & -group))
        for place in _in_a_row(ground, group, gains)
    ]


def _connected(ground: Ground, core: int, start: int) -> int:
    group = edge = 1 << start
    while edge:
        reached = 0
        for place in iterate_bits(edge):
            reached |= ground.neighbours[place] & core
        edge = reached & ~group
        group |= edge
    return group


def _in_a_row(ground: Ground, group: int, gains: Floats) -> list[int]:
    if group.bit_count() > CAREFUL:
        return list(iterate_bits(group))
    met = placed = 0
    row: list[int] = []
    while placed != group:
        place = min(
            iterate_bits(met & ~placed or group & ~placed),
            key=lambda i: ((ground.neighbours[i] & group & ~(placed | met)).bit_count(), -abs(float(gains[i])), i),
        )
        row.append(place)
        placed |= 1 << place
        met |= ground.neighbours[place] & group
    return row
