"""What moves a case from draw to draw: its uncertain lines and its risks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from businesscase.finance.distribution import STEPS, Distribution, Floats, quantile_table
from businesscase.finance.precision import rounded, working
from businesscase.finance.sensitivity import present_gaps, signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from numpy.typing import NDArray

    from businesscase.finance.line import Line
    from businesscase.finance.risk import Risk
    from businesscase.finance.spread import Spread
    from businesscase.finance.uncertain_case import UncertainCase

MODE_DECIMALS = 9
# Families of streams: whatever is added last to one changes nothing in the others.
_LINES, _RISKS, _SUPPLIERS = range(3)


@dataclass(frozen=True, slots=True)
class LineMover:
    """A line: its positions by quantile, from -1 (low) over 0 (likely) to 1 (high), and what a whole step does.

    `index` is its place in the case; `up` and `down` are what 1 and -1 do to the cumulative net of each year and, last,
    to the net present value.
    """

    index: int
    positions: Floats
    up: Floats
    down: Floats
    stream: np.random.Generator
    supplier: str

    def draw(self, count: int, common: tuple[Floats, NDArray[np.bool_]] | None) -> Floats:
        """Return a position for each draw; `common` is its supplier's quantiles, and which draws follow them."""
        quantiles = self.stream.random(count)
        if common is not None:
            quantiles = np.where(common[1], common[0], quantiles)
        steps = quantiles * STEPS
        whole = steps.astype(np.intp)
        start = self.positions.take(whole)
        return start + (steps - whole) * (self.positions.take(whole + 1) - start)


@dataclass(frozen=True, slots=True)
class RiskMover:
    """A risk: how often it strikes, and what that does to each cumulative net and, last, to the net present value."""

    probability: float
    effect: Floats
    stream: np.random.Generator

    def draw(self, count: int) -> Floats:
        """Return 1 for each draw in which it strikes, else 0."""
        return (self.stream.random(count) < self.probability).astype(np.float64)


def line_movers(
    uncertain: UncertainCase, weights: Sequence[Decimal], distribution: Distribution, seed: int
) -> Iterator[LineMover]:
    """Yield the lines that are not certain."""
    tables: dict[Decimal, Floats] = {}
    for index, (line, spread) in enumerate(zip(uncertain.case.lines, uncertain.spreads, strict=True)):
        below, above = present_gaps(line, spread, weights)
        if spread is None or not below + above:
            continue
        with working():
            mode = rounded(below / (below + above), MODE_DECIMALS)
        if mode not in tables:
            tables[mode] = _positions(quantile_table(distribution, float(mode)), float(mode))
        randomness = stream(seed, _LINES, index)
        up, down = _steps(line, spread)
        yield LineMover(index, tables[mode], _effect(up, weights), _effect(down, weights), randomness, spread.supplier)


def risk_movers(risks: Sequence[Risk], weights: Sequence[Decimal], seed: int) -> Iterator[RiskMover]:
    """Yield the risks."""
    for index, risk in enumerate(risks):
        losses = [-risk.impact if year == risk.year else risk.impact * 0 for year in range(len(weights))]
        yield RiskMover(float(risk.probability), _effect(losses, weights), stream(seed, _RISKS, index))


def supplier_streams(movers: Iterable[LineMover], seed: int) -> dict[str, np.random.Generator]:
    """Return a stream for each supplier that is named."""
    names = dict.fromkeys(mover.supplier for mover in movers if mover.supplier)
    return {name: stream(seed, _SUPPLIERS, index) for index, name in enumerate(names)}


def stream(seed: int, family: int, index: int) -> np.random.Generator:
    """Return a stream of its own for one line, risk or supplier."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(family, index))))


def _steps(line: Line, spread: Spread) -> tuple[list[Decimal], list[Decimal]]:
    """Return what a step up and a step down does to the net of each year."""
    sign = signed(line)
    with working():
        up = [sign * (high - likely) for likely, high in zip(line.amounts, spread.high, strict=True)]
        down = [sign * (likely - low) for low, likely in zip(spread.low, line.amounts, strict=True)]
    return up, down


def _effect(nets: Sequence[Decimal], weights: Sequence[Decimal]) -> Floats:
    with working():
        value = sum(net * weight for net, weight in zip(nets, weights, strict=True))
        return np.array([float(figure) for figure in (*accumulate(nets), value)])


def _positions(quantiles: Floats, mode: float) -> Floats:
    """Turn the scale from 0 (low) to 1 (high) into that from -1 (low) over 0 (likely) to 1 (high)."""
    below = np.minimum(quantiles - mode, 0) / (mode or 1)
    above = np.maximum(quantiles - mode, 0) / ((1 - mode) or 1)
    return below + above
