"""Monte Carlo: what a case comes to when its estimates miss and its risks strike (D12, D13)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from businesscase.finance.case_error import CaseError, gettext_noop
from businesscase.finance.cashflow import annual
from businesscase.finance.distribution import Distribution, Floats
from businesscase.finance.money import to_money
from businesscase.finance.mover import LineMover, RiskMover, line_movers, risk_movers, supplier_streams
from businesscase.finance.precision import rounded, working
from businesscase.finance.validation import is_figure, is_whole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from businesscase.finance.uncertain_case import UncertainCase

MAX_DRAWS = 100_000
MAX_SEED = 2**53 - 1
# So many draws are made at a time: 15 MB where 200 lines and 100 years are uncertain.
CHUNK = 4096
# A matrix product of at most so many multiplications stays in one thread: on a busy machine the threads of the
# linear algebra library wait for each other longer than they work.
ONE_THREAD = 1 << 18
PROBABILITY_DECIMALS = 4
HALF_OERE = 0.005
# So many equally wide columns are the draws counted into.
COLUMNS = 30


@dataclass(frozen=True, slots=True)
class Simulation:
    """What the draws came to: DKK with two decimals, probabilities with four.

    `p10` is the net present value that one draw in ten falls below, `p50` the middle one and `p90` the one that
    nine in ten fall below. `payback_within[n]` is the probability that the money is back within n years of year 0
    and stays back. `counts` are how many draws fall into each of equally wide columns from `lowest` to `highest`, the
    least and the greatest draw; one column where all are alike. The same case, draws, seed and options give the same
    figures.
    """

    draws: int
    seed: int
    p10: Decimal
    p50: Decimal
    p90: Decimal
    mean: Decimal
    probability_positive: Decimal
    payback_within: tuple[Decimal, ...]
    lowest: Decimal
    highest: Decimal
    counts: tuple[int, ...]


def simulate(
    uncertain: UncertainCase,
    *,
    draws: int,
    seed: int,
    distribution: Distribution = Distribution.PERT,
    correlation: Decimal = Decimal(0),
) -> Simulation:
    """Draw a case many times and say how it falls out.

    In each draw every uncertain line has one position between -1 (low) and 1 (high), 0 being likely, and all its
    years stand there: an estimate that is wrong is wrong every year, and drawing each year for itself would let the
    errors cancel. The position is drawn so that the line's present value has the chosen distribution between its
    low, likely and high present values; where low, likely and high lie alike in every year, so has each year.
    Each risk strikes in its year with its probability. Lines and risks are independent, but for the lines of one
    supplier: with probability `correlation` all of them have the same quantile, otherwise each its own. Their rank
    correlation is then `correlation` (the Fréchet family; Nelsen, An Introduction to Copulas, 2006, 2.2 and 5.1).

    Percentiles are interpolated between the two nearest draws (Hyndman and Fan, 1996, type 7). A draw is positive
    when its rounded value is: 0.00 is not.

    Parameters
    ----------
    uncertain : the case
    draws : how many, from 1 to 100,000
    seed : a whole number from 0 to 2^53 - 1
        Every line and risk has a stream of its own (PCG64), so that a line added last changes no other.
    distribution : PERT or triangular
    correlation : from 0 to 1

    Raises
    ------
    CaseError
        With the path `simulations`, `seed` or `correlation`.

    """
    values, takes, years = _draw(uncertain, draws, seed, distribution, correlation)
    return _summary(values, np.cumsum(np.bincount(takes, minlength=years)[:years]), seed)


def draw_values(
    uncertain: UncertainCase,
    *,
    draws: int,
    seed: int,
    distribution: Distribution = Distribution.PERT,
    correlation: Decimal = Decimal(0),
) -> Floats:
    """Return the net present value of each draw, DKK, made as in `simulate`; for those who hold cases together."""
    return _draw(uncertain, draws, seed, distribution, correlation)[0]


def draw_values_and_sums(
    uncertain: UncertainCase,
    picked: Collection[int],
    *,
    draws: int,
    seed: int,
    distribution: Distribution = Distribution.PERT,
    correlation: Decimal = Decimal(0),
) -> tuple[Floats, Floats]:
    """Return the net present value of each draw as `draw_values` does, and in the same draws what the lines come to.

    `picked` are the places of the lines that are added up, undiscounted; they are all costs or all benefits.
    """
    _check(draws, seed, correlation)
    rows = annual(uncertain.case)
    weights = [row.factor for row in rows]
    lines = [_with_sum(mover, mover.index in picked) for mover in line_movers(uncertain, weights, distribution, seed)]
    risks = [
        replace(mover, effect=np.array([mover.effect[-1], 0.0]))
        for mover in risk_movers(uncertain.risks, weights, seed)
    ]
    total = sum((sum(line.amounts) for place, line in enumerate(uncertain.case.lines) if place in picked), Decimal(0))
    likely = np.array([[float(rows[-1].discounted_cumulative)], [float(total)]])
    moves = _moves(lines, risks, float(correlation), seed)
    chunks = [likely + next(moves) for _chunk in range(-(-draws // CHUNK))]
    both = np.concatenate(chunks, axis=1)[:, :draws]
    return both[0], both[1]


def _with_sum(mover: LineMover, counts: bool) -> LineMover:  # noqa: FBT001 - a line's own fact
    """Return the mover with two effects: on the net present value, and on the size of the sum where it `counts`."""

    def effects(effect: Floats, sign: float) -> Floats:
        return np.array([effect[-1], sign * abs(float(effect[-2])) if counts else 0.0])

    return replace(mover, up=effects(mover.up, 1.0), down=effects(mover.down, 1.0))


def _draw(
    uncertain: UncertainCase, draws: int, seed: int, distribution: Distribution, correlation: Decimal
) -> tuple[Floats, NDArray[np.intp], int]:
    """Return the net present values, the whole years until the money is back, and how many years the case has."""
    _check(draws, seed, correlation)
    rows = annual(uncertain.case)
    weights = [row.factor for row in rows]
    lines = list(line_movers(uncertain, weights, distribution, seed))
    risks = list(risk_movers(uncertain.risks, weights, seed))
    likely = np.array([*(float(row.cumulative) for row in rows), float(rows[-1].discounted_cumulative)])
    values, takes = np.empty(draws), np.empty(draws, dtype=np.intp)
    first = 0
    for moves in _moves(lines, risks, float(correlation), seed):
        outcomes = (likely[:, np.newaxis] + moves)[..., : draws - first]
        last = first + outcomes.shape[1]
        values[first:last] = outcomes[-1]
        takes[first:last] = _years_to_payback(outcomes[:-1])
        first = last
        if first == draws:
            break
    return values, takes, len(rows)


def _check(draws: int, seed: int, correlation: Decimal) -> None:
    if not is_whole(draws, 1, MAX_DRAWS):
        raise CaseError(("simulations",), gettext_noop("Draw from 1 to %(high)s times."), high=MAX_DRAWS)
    if not is_whole(seed, 0, MAX_SEED):
        raise CaseError(("seed",), gettext_noop("The seed must be a whole number from 0 to %(high)s."), high=MAX_SEED)
    if not (is_figure(correlation) and 0 <= correlation <= 1):
        raise CaseError(("correlation",), gettext_noop("The correlation must be a number from 0 to 1."))


def _moves(lines: Sequence[LineMover], risks: Sequence[RiskMover], correlation: float, seed: int) -> Iterator[Floats]:
    """Yield chunk after chunk of what the draws add to each cumulative net and, last row, to the net present value.

    What a draw comes to is linear in the steps up and down of its lines and the strikes of its risks.
    """
    effects = np.array([each for line in lines for each in (line.up, line.down)] + [risk.effect for risk in risks]).T
    shared = supplier_streams(lines, seed)
    width = CHUNK
    while width > 1 and width * effects.size > ONE_THREAD:
        width //= 2
    steps = np.empty((CHUNK // width, 2 * len(lines) + len(risks), width))
    while True:
        common = {name: (each.random(CHUNK), each.random(CHUNK) < correlation) for name, each in shared.items()}
        for index, line in enumerate(lines):
            positions = line.draw(CHUNK, common.get(line.supplier)).reshape(-1, width)
            np.maximum(positions, 0, out=steps[:, 2 * index])
            np.minimum(positions, 0, out=steps[:, 2 * index + 1])
        for index, risk in enumerate(risks, start=2 * len(lines)):
            steps[:, index] = risk.draw(CHUNK).reshape(-1, width)
        yield np.concatenate(list(effects @ steps), axis=1) if len(effects) else np.zeros((1, CHUNK))


def _years_to_payback(cumulative: Floats) -> NDArray[np.intp]:
    """Return the whole years until the money of each draw is back for good; the number of years where it never is."""
    takes = np.zeros(cumulative.shape[1], dtype=np.intp)
    for year, sums in enumerate(cumulative, start=1):
        takes[sums < -HALF_OERE] = year
    return takes


def _summary(values: Floats, back: NDArray[np.intp], seed: int) -> Simulation:
    p10, p50, p90 = np.quantile(values, [0.1, 0.5, 0.9])
    lowest, highest = values.min(), values.max()
    columns = COLUMNS if highest - lowest > HALF_OERE else 1
    return Simulation(
        draws=len(values),
        seed=seed,
        p10=_money(p10),
        p50=_money(p50),
        p90=_money(p90),
        mean=_money(values.mean()),
        probability_positive=_share(int(np.count_nonzero(values > HALF_OERE)), len(values)),
        payback_within=tuple(_share(int(count), len(values)) for count in back),
        lowest=_money(lowest),
        highest=_money(highest),
        counts=tuple(int(count) for count in np.histogram(values, bins=columns)[0]),
    )


def _money(value: np.float64) -> Decimal:
    return to_money(Decimal(float(value)))


def _share(count: int, draws: int) -> Decimal:
    with working():
        return rounded(Decimal(count) / draws, PROBABILITY_DECIMALS)
