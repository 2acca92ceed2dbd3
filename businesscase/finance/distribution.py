"""The two shapes that a three-point estimate can have, and their quantiles.

numpy is needed here and in `simulation` alone: the rest of the engine runs without it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

# Quantiles are tabled at this many equal steps of probability and read off by straight lines between them.
STEPS = 4096
# The density of the PERT is summed up over this many strips, enough for ten right digits.
STRIPS = 1 << 16


class Distribution(StrEnum):
    """How the values between low and high are spread around the likely one.

    PERT: a beta distribution whose mean is (low + 4 likely + high) / 6 (Malcolm, Roseboom, Clark and Fazar,
    "Application of a technique for research and development program evaluation", Operations Research 7, 1959).
    Triangular: two straight lines with their top at the likely value; its mean is (low + likely + high) / 3.
    """

    PERT = "pert"
    TRIANGULAR = "triangular"


def quantile_table(distribution: Distribution, mode: float) -> Floats:
    """Return the quantiles on the scale from 0 (low) to 1 (high) at 0, 1/4096, 2/4096 ... 1.

    `mode` is the likely value on that scale. PERT: beta with alpha = 1 + 4 mode and beta = 1 + 4 (1 - mode).
    """
    steps = np.linspace(0, 1, STEPS + 1)
    if distribution == Distribution.TRIANGULAR:
        left, right = np.sqrt(steps * mode), 1 - np.sqrt((1 - steps) * (1 - mode))
        return np.where(steps < mode, left, right)
    # Midpoints of the strips: the density is finite at both ends but its slope may not be.
    edges = np.linspace(0, 1, STRIPS + 1)
    middles = (edges[1:] + edges[:-1]) / 2
    weights = np.concatenate(([0.0], np.cumsum(middles ** (4 * mode) * (1 - middles) ** (4 * (1 - mode)))))
    return np.interp(steps, weights / weights[-1], edges)
