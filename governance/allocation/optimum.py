"""Best value: the most priority 1 money, and with that the highest total value (D9, AM4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from governance.allocation.bits import bits_of, iterate_bits
from governance.allocation.board import Board
from governance.allocation.ground import Ground
from governance.allocation.maximise import WIDTHS, Best, maximise
from governance.allocation.search import Hurdle
from governance.allocation.stage import Stage


@dataclass(frozen=True, slots=True)
class Optimum:
    """The bundles chosen; `firsts_proved` tells whether no selection holds more priority 1 money.

    No selection with as much of it is worth more than `upper`.
    """

    chosen: int
    value: int
    upper: int
    firsts_proved: bool

    @property
    def proved(self) -> bool:
        """Tell whether nothing better exists."""
        return self.firsts_proved and self.upper <= self.value


def find_optimum(board: Board, patience: int = 1) -> Optimum:
    """Return the best selection; the locks must be able to hold together. More `patience` proves more."""
    return find_optima(board, [board.limits], patience=patience)[0]


def find_optima(
    board: Board,
    limits: Sequence[tuple[int, ...]],
    widths: tuple[int, ...] = WIDTHS,
    *,
    cheapest: bool = True,
    patience: int = 1,
) -> list[Optimum]:
    """Return the best selection within each set of limits, all of which must hold what is forced."""
    ground = Ground.of(board)
    forced = board.left_by(board.forced)
    spent = [limit - left for limit, left in zip(board.limits, forced, strict=True)]
    rooms = [tuple(limit - use for limit, use in zip(row, spent, strict=True)) for row in limits]
    stages, firsts = _settle_first(ground, rooms, widths, patience)
    plain = [i for i, stage in enumerate(stages) if stage.worth is None]
    floored = [i for i, stage in enumerate(stages) if stage.worth is not None]
    best: dict[int, Best] = {}
    for group in (plain, floored):
        found = maximise([stages[i] for i in group], widths, cheapest=cheapest, patience=patience)
        best |= dict(zip(group, found, strict=True))
    base = sum(board.bundles[i].value for i in iterate_bits(board.forced))
    return [
        Optimum(
            chosen=board.forced | bits_of(ground.bundles[place] for place in iterate_bits(one.chosen)),
            value=base + one.reached,
            upper=base + one.upper,
            firsts_proved=firsts[i],
        )
        for i, one in sorted(best.items())
    ]


def _settle_first(
    ground: Ground, rooms: list[tuple[int, ...]], widths: tuple[int, ...], patience: int
) -> tuple[list[Stage], list[bool]]:
    """Return the second stage of each room, bound to the most priority 1 money, and whether that most is proved."""
    mandatory = bits_of(place for place, first in enumerate(ground.first) if first)
    stages: dict[int, Stage] = {}
    contested: dict[int, Stage] = {}
    for i, room in enumerate(rooms):
        too_large = bits_of(place for place in range(len(ground.bundles)) if not ground.fits(place, room))
        _, outs = ground.settle(0, too_large) or (0, 0)
        together = ground.settle(mandatory & ~outs, outs)
        if together and ground.take(together[0], room) is not None:
            ins, outs = together
            stages[i] = Stage(ground, room, ground.value, start=ins, ins=ins, outs=outs)
        else:
            contested[i] = Stage(ground, room, ground.first, start=0, outs=outs)
    settled = maximise(list(contested.values()), widths, cheapest=False, patience=patience)
    found = dict(zip(contested, settled, strict=True))
    for i, best in found.items():
        stages[i] = Stage(
            ground,
            contested[i].room,
            ground.value,
            start=best.chosen,
            worth=ground.first,
            floor=best.reached,
            outs=contested[i].outs,
            hurdles=(Hurdle(best.bound, best.reached),),
        )
    return [stages[i] for i in range(len(rooms))], [i not in found or found[i].proved for i in range(len(rooms))]
