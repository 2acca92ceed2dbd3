"""The internal rates of a case as a spreadsheet can find them: by a scan of growths, in the arithmetic of its cells.

The engine counts the roots exactly (`businesscase.finance.irr`); here the value of the case is taken at many growths
1 + rate from just above 0 to 11. Where it changes its sign lies a rate; where it comes near 0 and turns back there may
be two, or one that only touches. Both are found by halving. The steps here are those of the formulas, cell by cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# Below this growth the amounts are counted at their last year's value, above at the first's, so that none overflows.
TURN = 0.5
HALVINGS = 48
CROSSINGS, TOUCHES = 6, 3
# A value this small beside the amounts that it is made of is 0.
SMALL = 1e-11
_NEAR_0, _LOWEST, _HIGHEST = 1e-9, 0.0005, 11.0
# No rate that people write lies exactly on the scale.
_OFF = 3.14e-7


def scale() -> tuple[float, ...]:
    """Return the growths at which the value is taken; the last is a hair above 11, which belongs to the range."""
    low = [_LOWEST * (TURN / _LOWEST) ** (step / 40) for step in range(40)]
    middle = [TURN + step / 200 for step in range(200)]
    high = [1.5 * (_HIGHEST / 1.5) ** (step / 80) for step in range(80)]
    return (_NEAR_0, *(round(growth + _OFF, 9) for growth in (*low, *middle, *high)), _HIGHEST + 1e-9)


def value_at(nets: Sequence[float], growth: float) -> float:
    """Return the value of the nets at a growth."""
    last = len(nets) - 1
    return sum(net * growth ** (last - t if growth < TURN else -t) for t, net in enumerate(nets))


def slope_at(nets: Sequence[float], growth: float) -> float:
    """Return how the value changes with the growth."""
    last = len(nets) - 1
    if growth < TURN:
        return sum(net * (last - t) * growth ** (last - t - 1) for t, net in enumerate(nets))
    return sum(net * -t * growth ** (-t - 1) for t, net in enumerate(nets))


def size_at(nets: Sequence[float], growth: float) -> float:
    """Return what the value would be if every net were a gain."""
    return value_at([abs(net) for net in nets], growth)


@dataclass(frozen=True, slots=True)
class Step:
    """One halving: the ends of the interval and the figure in its middle."""

    low: float
    high: float
    middle: float


@dataclass(frozen=True, slots=True)
class Touch:
    """A place where the value comes near 0 and turns: the halvings to it, its value, and how many rates lie there."""

    steps: tuple[Step, ...]
    growth: float
    value: float
    size: float
    rates: int


@dataclass(frozen=True, slots=True)
class Search:
    """All that the sheet shows; `crossings` and `touches` number the scale's intervals, by their upper end."""

    growths: tuple[float, ...]
    values: tuple[float, ...]
    slopes: tuple[float, ...]
    crossings: tuple[int, ...]
    touches: tuple[int, ...]
    closed_in: tuple[tuple[Step, ...], ...]
    turned: tuple[Touch, ...]

    @property
    def count(self) -> int:
        """How many rates there are."""
        return len(self.crossings) + sum(touch.rates for touch in self.turned)

    @property
    def rates(self) -> tuple[float, ...]:
        """The rates found, ascending; of two that lie close together the place between them."""
        crossed = [steps[-1].low - 1 for steps in self.closed_in]
        return tuple(sorted([*crossed, *(touch.growth - 1 for touch in self.turned if touch.rates)]))


def search(nets: Sequence[float]) -> Search:
    """Search the internal rates of the nets."""
    growths = scale()
    values = [value_at(nets, growth) for growth in growths]
    slopes = [slope_at(nets, growth) for growth in growths]
    ends = list(enumerate(pairwise(zip(values, slopes, strict=True)), start=1))
    crossings = [place for place, ((before, _), (after, _)) in ends if before * after < 0]
    touches = [
        place
        for place, ((before, falling), (after, rising)) in ends
        if before * after > 0 and before * falling < 0 and after * rising > 0
    ]
    return Search(
        growths,
        tuple(values),
        tuple(slopes),
        tuple(crossings),
        tuple(touches),
        tuple(_halved(nets, growths, place, values[place - 1]) for place in crossings[:CROSSINGS]),
        tuple(_touch(nets, growths, place, values[place - 1], slopes[place - 1]) for place in touches[:TOUCHES]),
    )


def _halved(
    nets: Sequence[float], growths: Sequence[float], place: int, sign: float, *, slope: bool = False
) -> tuple[Step, ...]:
    """Close in on where the figure changes its sign; `sign` is the one it has at the lower end."""
    figure = slope_at if slope else value_at
    low, high = growths[place - 1], growths[place]
    steps = []
    for _step in range(HALVINGS):
        middle = (low + high) / 2
        there = figure(nets, middle)
        steps.append(Step(low, high, there))
        low, high = (middle, high) if sign * there > 0 else (low, middle)
    return tuple(steps)


def _touch(nets: Sequence[float], growths: Sequence[float], place: int, sign: float, slope: float) -> Touch:
    steps = _halved(nets, growths, place, slope, slope=True)
    growth = steps[-1].low
    value, size = value_at(nets, growth), size_at(nets, growth)
    rates = 1 if abs(value) <= SMALL * size else 2 if value * sign < 0 else 0
    return Touch(steps, growth, value, size, rates)
