"""Proposals that require each other in a circle: all or none."""

from collections.abc import Sequence


def find_circles(requires: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return groups of places, each place in one of them; a group comes after every group that it requires.

    The strongly connected components of the graph, by Tarjan ("Depth-first search and linear graph algorithms",
    1972), with a stack of our own, since a chain of requirements can be longer than Python's.
    """
    seen: dict[int, int] = {}
    lowest: dict[int, int] = {}
    open_places: list[int] = []
    is_open = [False] * len(requires)
    groups: list[list[int]] = []
    for start in range(len(requires)):
        if start in seen:
            continue
        walk = [(start, 0)]
        while walk:
            place, step = walk.pop()
            if step == 0:
                seen[place] = lowest[place] = len(seen)
                open_places.append(place)
                is_open[place] = True
            else:
                lowest[place] = min(lowest[place], lowest[requires[place][step - 1]])
            while step < len(requires[place]):
                other = requires[place][step]
                step += 1
                if other not in seen:
                    walk += [(place, step), (other, 0)]
                    break
                if is_open[other]:
                    lowest[place] = min(lowest[place], seen[other])
            else:
                if lowest[place] == seen[place]:
                    groups.append(_close(place, open_places, is_open))
    return groups


def _close(place: int, open_places: list[int], is_open: list[bool]) -> list[int]:
    group = []
    while True:
        other = open_places.pop()
        is_open[other] = False
        group.append(other)
        if other == place:
            return sorted(group)
