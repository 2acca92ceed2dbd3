"""Upper bounds on what any permitted selection can reach, by Lagrangian relaxation.

Each rule (a limit, `requires`, `excludes`, a floor) gets a price of 0 or more, and the selection that ignores the rules
but pays their prices is worth at least as much as any that keeps them. So every set of prices gives a true bound;
good prices give a tight one. They are sought by Polyak's subgradient steps (Polyak, "Minimization of unsmooth
functionals", 1969; Fisher, "The Lagrangian relaxation method", 1981), for several budgets in one go.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Places: TypeAlias = npt.NDArray[np.int64]
Marks: TypeAlias = npt.NDArray[np.bool_]

STEPS = 300
# Large questions get fewer steps, so that the bounds never take long; they are true all the same.
FEWEST_STEPS = 60
MOST_CELLS = 3_000_000
# How long the first step is, from no prices at all and from good ones.
STRIDE, NEAR_STRIDE = 1.0, 0.6
# After so many steps without a better bound the steps become shorter.
PATIENCE = 8
SHORTER = 0.75
BISECTIONS = 60


@dataclass(frozen=True)
class Relaxation:
    """What is maximised, and the rules in figures: one row a budget in `rooms`, `floors`, `alive` and `reached`.

    `uses` has one row a limit; `needs` the pairs (who requires, what is required), `bars` the pairs that exclude each
    other. `fixed` and `alive` tell who is chosen beforehand and who may be, `floors` what the sum of `worth` must
    reach, `reached` what is known to be possible.
    """

    goal: Floats
    uses: Floats
    rooms: Floats
    fixed: Marks
    alive: Marks
    needs: Places
    bars: Places
    worth: Floats
    floors: Floats
    reached: Floats


@dataclass(frozen=True)
class Prices:
    """One row a budget: of the limits, of each requirement, of each exclusion, and of the floor."""

    limits: Floats
    needs: Floats
    bars: Floats
    floor: Floats

    def row(self, place: int) -> "Prices":
        """Return the prices of one budget."""
        at = slice(place, place + 1)
        return Prices(self.limits[at], self.needs[at], self.bars[at], self.floor[at])

    @classmethod
    def stack(cls, rows: "Sequence[Prices]") -> "Prices":
        """Return the prices of several budgets together."""
        kinds = zip(*((one.limits, one.needs, one.bars, one.floor) for one in rows), strict=True)
        return cls(*map(np.concatenate, kinds))


@dataclass(frozen=True)
class Bound:
    """No permitted selection is worth more than `start`, the `gains` of its members and `slack` for rounding."""

    start: float
    gains: Floats
    slack: float


@dataclass(frozen=True)
class PricedBound(Bound):
    """A bound with the prices that it comes from, one row; a part of the question begins from them."""

    prices: Prices


def find_bounds(relaxation: Relaxation, steps: int = STEPS, begin: Prices | None = None) -> list[PricedBound]:
    """Return a bound for each budget, from at most so many steps.

    `begin` are prices that are good already, a row a budget: those of a larger question that this is a part of.
    """
    # Amounts and values are brought to the size of one first, so that one step suits all prices.
    size = float(np.abs(relaxation.goal).max(initial=0.0)) or 1.0
    unit = np.maximum(relaxation.uses.max(axis=1, initial=0.0), 1.0)
    heft = float(relaxation.worth.max(initial=0.0)) or 1.0
    scaled = replace(
        relaxation,
        goal=relaxation.goal / size,
        uses=relaxation.uses / unit[:, None],
        rooms=relaxation.rooms / unit,
        worth=relaxation.worth / heft,
        floors=relaxation.floors / heft,
        reached=relaxation.reached / size,
    )
    if begin is None:
        prices = _descend(scaled, _price_limits(scaled, _free(scaled)), steps, STRIDE)
    else:
        near = Prices(begin.limits * unit / size, begin.needs / size, begin.bars / size, begin.floor * heft / size)
        prices = _descend(scaled, near, steps, NEAR_STRIDE)
    prices = Prices(prices.limits * size / unit, prices.needs * size, prices.bars * size, prices.floor * size / heft)
    return _bounds(relaxation, prices)


def _bounds(relaxation: Relaxation, prices: Prices) -> list[PricedBound]:
    gains, starts = _gains(relaxation, prices), _starts(relaxation, prices)
    sizes = np.abs(relaxation.goal).sum() + prices.limits @ relaxation.uses.sum(axis=1)
    sizes = sizes + (prices.limits * np.abs(relaxation.rooms)).sum(axis=1)
    sizes = sizes + 2 * prices.needs.sum(axis=1) + 3 * prices.bars.sum(axis=1)
    sizes = sizes + prices.floor * (relaxation.worth.sum() + np.abs(relaxation.floors))
    terms = relaxation.goal.size + relaxation.needs.shape[1] + relaxation.bars.shape[1] + 10
    slacks = 4 * terms * np.finfo(np.float64).eps * sizes
    return [
        PricedBound(float(start), gain, float(slack), prices.row(place))
        for place, (start, gain, slack) in enumerate(zip(starts, gains, slacks, strict=True))
    ]


def _free(relaxation: Relaxation) -> Prices:
    rows = len(relaxation.rooms)
    return Prices(
        np.zeros((rows, len(relaxation.uses))),
        np.zeros((rows, relaxation.needs.shape[1])),
        np.zeros((rows, relaxation.bars.shape[1])),
        np.zeros(rows),
    )


def _gains(relaxation: Relaxation, prices: Prices) -> Floats:
    gains = relaxation.goal - prices.limits @ relaxation.uses + prices.floor[:, None] * relaxation.worth
    by_bundle = gains.T.copy()
    np.subtract.at(by_bundle, relaxation.needs[0], prices.needs.T)
    np.add.at(by_bundle, relaxation.needs[1], prices.needs.T)
    np.subtract.at(by_bundle, relaxation.bars[0], prices.bars.T)
    np.subtract.at(by_bundle, relaxation.bars[1], prices.bars.T)
    return by_bundle.T


def _starts(relaxation: Relaxation, prices: Prices) -> Floats:
    limits = (prices.limits * relaxation.rooms).sum(axis=1)
    starts: Floats = limits + prices.bars.sum(axis=1) - prices.floor * relaxation.floors
    return starts


def _descend(relaxation: Relaxation, prices: Prices, steps: int, first: float) -> Prices:
    rows = len(relaxation.rooms)
    best, lowest = prices, np.full(rows, np.inf)
    stride, waited = np.full(rows, first), np.zeros(rows)
    for _ in range(max(FEWEST_STEPS, min(steps, MOST_CELLS // max(rows * relaxation.goal.size, 1)))):
        gains = _gains(relaxation, prices)
        taken = relaxation.fixed | (gains > 0) & relaxation.alive
        value = _starts(relaxation, prices) + np.where(taken, gains, 0.0).sum(axis=1)
        better = value < lowest - 1e-12
        best, lowest = _keep(better, prices, best), np.where(better, value, lowest)
        waited = np.where(better, 0.0, waited + 1)
        stride = np.where(waited > PATIENCE, stride * SHORTER, stride)
        waited = np.where(waited > PATIENCE, 0.0, waited)
        slope = _slope(relaxation, prices, taken.astype(np.float64))
        steepness = sum((part * part).reshape(rows, -1).sum(axis=1) for part in slope)
        step = stride * np.maximum(value - relaxation.reached, 0.0) / np.maximum(steepness, 1e-12)
        if not step.any():
            break
        prices = Prices(
            np.maximum(prices.limits - step[:, None] * slope[0], 0.0),
            np.maximum(prices.needs - step[:, None] * slope[1], 0.0),
            np.maximum(prices.bars - step[:, None] * slope[2], 0.0),
            np.maximum(prices.floor - step * slope[3], 0.0),
        )
    return _price_limits(relaxation, best)


def _slope(relaxation: Relaxation, prices: Prices, taken: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return how the bound changes with each price; nothing where the price is 0 and would fall."""
    limits = relaxation.rooms - taken @ relaxation.uses.T
    needs = taken[:, relaxation.needs[1]] - taken[:, relaxation.needs[0]]
    bars = 1.0 - taken[:, relaxation.bars[0]] - taken[:, relaxation.bars[1]]
    floor = taken @ relaxation.worth - relaxation.floors
    return (
        np.where((prices.limits <= 0) & (limits > 0), 0.0, limits),
        np.where((prices.needs <= 0) & (needs > 0), 0.0, needs),
        np.where((prices.bars <= 0) & (bars > 0), 0.0, bars),
        np.where((prices.floor <= 0) & (floor > 0), 0.0, floor),
    )


def _price_limits(relaxation: Relaxation, prices: Prices) -> Prices:
    """Set the price of the budget as low as it can be, the others being what they are."""
    use, rooms = relaxation.uses[0], relaxation.rooms[:, 0]
    worth_it = _gains(relaxation, replace(prices, limits=_without_budget(prices.limits)))
    low = np.zeros(len(rooms))
    high = np.full(len(rooms), float(np.max(np.abs(worth_it), initial=0.0)) / max(_least(use), 1e-12))
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        taken = relaxation.fixed | (worth_it > middle[:, None] * use) & relaxation.alive
        spent = taken @ use
        low = np.where(spent > rooms, middle, low)
        high = np.where(spent > rooms, high, middle)
    limits = prices.limits.copy()
    limits[:, 0] = high
    return replace(prices, limits=limits)


def _without_budget(limits: Floats) -> Floats:
    without = limits.copy()
    without[:, 0] = 0.0
    return without


def _least(use: Floats) -> float:
    return float(use[use > 0].min(initial=1.0))


def _keep(better: Marks, new: Prices, old: Prices) -> Prices:
    rows = better[:, None]
    return Prices(
        np.where(rows, new.limits, old.limits),
        np.where(rows, new.needs, old.needs),
        np.where(rows, new.bars, old.bars),
        np.where(better, new.floor, old.floor),
    )
