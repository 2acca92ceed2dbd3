"""Who reviews which case: shared so that nobody has more than they need to, and always in the same way.

The case with the fewest people to choose among comes first, and is given to whoever has the least to do. Then a review
is passed on as long as somebody else who can take it has two fewer.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseToShare:
    """A case. `taken` have it already, `barred` never get it, `hinted` get it only where nobody else is left."""

    id: int
    taken: frozenset[int] = frozenset()
    barred: frozenset[int] = frozenset()
    hinted: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Pick:
    """One case given to one member; `hinted` tells that there was nobody else."""

    case: int
    member: int
    hinted: bool


@dataclass(frozen=True, slots=True)
class Sharing:
    """The picks by case and member, what each member has in all, and how many reviewers each case still lacks."""

    picks: tuple[Pick, ...]
    loads: tuple[tuple[int, int], ...]
    lacking: tuple[tuple[int, int], ...]


def share_cases(cases: Iterable[CaseToShare], members: Iterable[int], per_case: int) -> Sharing:
    """Give each case so many reviewers that it has `per_case`, or as many as can take it.

    `members` in a fixed order, which decides where all else is equal. What is `taken` already is never moved.
    """
    rows, order = list(cases), {member: place for place, member in enumerate(members)}
    loads = {member: sum(member in row.taken for row in rows) for member in order}
    chosen: dict[int, set[int]] = {row.id: set() for row in rows}
    lacking: dict[int, int] = {}
    for row in sorted(rows, key=lambda one: (len(order.keys() - one.barred - one.hinted), rows.index(one))):
        for _place in range(per_case - len(row.taken)):
            able = order.keys() - row.barred - row.taken - chosen[row.id]
            if not able:
                lacking[row.id] = lacking.get(row.id, 0) + 1
                continue
            member = min(able, key=lambda one: (one in row.hinted, loads[one], order[one]))
            chosen[row.id].add(member)
            loads[member] += 1
    _even_out(rows, order, loads, chosen)
    picks = (Pick(row.id, member, member in row.hinted)
             for row in rows for member in sorted(chosen[row.id], key=order.__getitem__))  # fmt: skip
    return Sharing(
        tuple(picks), tuple(loads.items()), tuple((row.id, lacking[row.id]) for row in rows if row.id in lacking)
    )


def _even_out(
    rows: list[CaseToShare], order: dict[int, int], loads: dict[int, int], chosen: dict[int, set[int]]
) -> None:
    """Pass a review on while somebody else has two fewer; each time the sum of the squares falls, so it ends."""
    while (found := _step(rows, order, loads, chosen)) is not None:
        case, giver, taker = found
        chosen[case] ^= {giver, taker}
        loads[giver] -= 1
        loads[taker] += 1


def _step(
    rows: list[CaseToShare], order: dict[int, int], loads: dict[int, int], chosen: dict[int, set[int]]
) -> tuple[int, int, int] | None:
    for row in rows:
        free = order.keys() - row.barred - row.taken - chosen[row.id]
        for giver in sorted(chosen[row.id], key=lambda one: (-loads[one], order[one])):
            able = [
                one for one in free if loads[giver] > loads[one] + 1 and (giver in row.hinted or one not in row.hinted)
            ]
            if able:
                return row.id, giver, min(able, key=lambda one: (loads[one], order[one]))
    return None
