from __future__ import annotations

from math import comb

import numpy as np
import pytest

from businesscase.finance.distribution import STEPS, Distribution, quantile_table

MODES = (0.0, 0.1, 0.25, 0.5, 0.7, 1.0)


def beta_cdf(alpha: int, beta: int, at: float) -> float:
    """Return the probability of a beta with whole parameters, which is one of a binomial."""
    tries = alpha + beta - 1
    return sum(comb(tries, hits) * at**hits * (1 - at) ** (tries - hits) for hits in range(alpha, tries + 1))


@pytest.mark.parametrize(("mode", "alpha", "beta"), [(0, 1, 5), (0.25, 2, 4), (0.5, 3, 3), (0.75, 4, 2), (1, 5, 1)])
def test_pert_quantiles_are_those_of_its_beta(mode: float, alpha: int, beta: int) -> None:
    table = quantile_table(Distribution.PERT, mode)
    steps = np.linspace(0, 1, STEPS + 1)

    assert max(abs(beta_cdf(alpha, beta, at) - step) for at, step in zip(table, steps, strict=True)) < 1e-8


@pytest.mark.parametrize("mode", MODES)
def test_triangular_quantiles_are_those_of_two_straight_lines(mode: float) -> None:
    table = quantile_table(Distribution.TRIANGULAR, mode)
    below = [at**2 / mode for at in table if at < mode]
    above = [1 - (1 - at) ** 2 / (1 - mode) for at in table[len(below) :] if at < 1]

    assert np.allclose([*below, *above], np.linspace(0, 1, STEPS + 1)[: len(below) + len(above)], atol=1e-12)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("distribution", Distribution)
def test_a_table_rises_from_low_to_high(distribution: Distribution, mode: float) -> None:
    table = quantile_table(distribution, mode)

    assert (table[0], table[-1], len(table)) == (0, 1, STEPS + 1)
    assert np.all(np.diff(table) > 0)


@pytest.mark.parametrize("mode", MODES)
def test_the_means_are_the_published_ones(mode: float) -> None:
    """PERT: (low + 4 likely + high) / 6; triangular: (low + likely + high) / 3."""
    means = [np.trapezoid(quantile_table(distribution, mode), dx=1 / STEPS) for distribution in Distribution]

    assert np.allclose(means, [(4 * mode + 1) / 6, (mode + 1) / 3], atol=1e-4)
