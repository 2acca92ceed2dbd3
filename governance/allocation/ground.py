"""The open bundles by themselves: what is left to choose once the locks have had their say."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from governance.allocation.bits import iterate_bits
from governance.allocation.board import Board
from governance.allocation.bound import Places


@dataclass(frozen=True)
class Ground:
    """Places are those among the open bundles; what concerns one are masks of places.

    `closures` and `dependents` hold all that a bundle requires and all that require it, itself among them.
    """

    bundles: tuple[int, ...]
    uses: tuple[tuple[int, ...], ...]
    first: tuple[int, ...]
    value: tuple[int, ...]
    needs: tuple[int, ...]
    bars: tuple[int, ...]
    closures: tuple[int, ...]
    dependents: tuple[int, ...]

    @classmethod
    def of(cls, board: Board) -> Self:
        """Return the open part of the board."""
        place_of = {bundle: place for place, bundle in enumerate(board.open_bundles)}
        chosen = [board.bundles[i] for i in board.open_bundles]
        needs = tuple(_mask(place_of, bundle.needs) for bundle in chosen)
        bars = tuple(_mask(place_of, iterate_bits(bundle.bars)) for bundle in chosen)
        closures: list[int] = []
        for place, mask in enumerate(needs):
            closures.append(1 << place | _union(closures, mask))
        dependents = [1 << place for place in range(len(chosen))]
        for place in reversed(range(len(chosen))):
            for need in iterate_bits(needs[place]):
                dependents[need] |= dependents[place]
        return cls(
            board.open_bundles,
            tuple(zip(*(bundle.uses for bundle in chosen), strict=True)) or tuple(() for _ in board.limits),
            tuple(bundle.first for bundle in chosen),
            tuple(bundle.value for bundle in chosen),
            needs,
            bars,
            tuple(closures),
            tuple(dependents),
        )

    @cached_property
    def need_pairs(self) -> Places:
        """Return who requires, and what is required."""
        return _pairs((place, need) for place, mask in enumerate(self.needs) for need in iterate_bits(mask))

    @cached_property
    def bar_pairs(self) -> Places:
        """Return the pairs that exclude each other, once each."""
        return _pairs(
            (place, other) for place, mask in enumerate(self.bars) for other in iterate_bits(mask) if other > place
        )

    @cached_property
    def askers(self) -> tuple[int, ...]:
        """Return who requires each bundle directly."""
        askers = [0] * len(self.needs)
        for place, mask in enumerate(self.needs):
            for need in iterate_bits(mask):
                askers[need] |= 1 << place
        return tuple(askers)

    @cached_property
    def neighbours(self) -> tuple[int, ...]:
        """Return all whose choice bears on that of each bundle directly."""
        bearing = zip(self.needs, self.askers, self.bars, strict=True)
        return tuple((needs | askers | bars) & ~(1 << place) for place, (needs, askers, bars) in enumerate(bearing))

    def fits(self, place: int, left: Iterable[int]) -> bool:
        """Tell whether a bundle by itself is within what is left."""
        return all(row[place] <= room for row, room in zip(self.uses, left, strict=True))

    def take(self, added: int, left: tuple[int, ...]) -> tuple[int, ...] | None:
        """Return what is left of each limit after the bundles in `added`, or None where they do not fit."""
        rest = list(left)
        for place in iterate_bits(added):
            for row, uses in enumerate(self.uses):
                rest[row] -= uses[place]
                if rest[row] < 0:
                    return None
        return tuple(rest)

    def barred_by(self, chosen: int) -> int:
        """Return the places that the chosen ones exclude."""
        return _union(self.bars, chosen)

    def settle(self, ins: int, outs: int) -> tuple[int, int] | None:
        """Return all that follows from these being in and those out; None where it cannot be."""
        all_in = _union(self.closures, ins)
        all_out = _union(self.dependents, outs | self.barred_by(all_in))
        return None if all_in & all_out else (all_in, all_out)


def _mask(place_of: dict[int, int], bundles: Iterable[int]) -> int:
    mask = 0
    for bundle in bundles:
        if bundle in place_of:
            mask |= 1 << place_of[bundle]
    return mask


def _union(masks: "tuple[int, ...] | list[int]", chosen: int) -> int:
    union = 0
    for place in iterate_bits(chosen):
        union |= masks[place]
    return union


def _pairs(found: Iterable[tuple[int, int]]) -> Places:
    return np.array(list(found), dtype=np.int64).reshape(-1, 2).T
