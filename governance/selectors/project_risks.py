"""A project's risks by weight, and as a map of probability and consequence."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from portfolio.models import Risk
from portfolio.models.risk import HIGHEST, LOWEST

Heat = Literal["low", "middle", "high"]
# Probability times consequence: from here on a risk is middling, and high.
MIDDLE_FROM, HIGH_FROM = 6, 15
STEPS = range(LOWEST, HIGHEST + 1)


@dataclass(frozen=True, slots=True)
class RiskLine:
    """An open risk with the number it has on the map."""

    number: int
    risk: Risk
    heat: Heat


@dataclass(frozen=True, slots=True)
class MapCell:
    """A place on the map with the numbers of the risks that lie there."""

    heat: Heat
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MapRow:
    """One consequence, with a cell for each probability from 1 to 5."""

    consequence: int
    cells: tuple[MapCell, ...]


@dataclass(frozen=True, slots=True)
class RiskMap:
    """The open risks, heaviest first, the map of them (highest consequence on top), and the closed ones."""

    lines: tuple[RiskLine, ...]
    rows: tuple[MapRow, ...]
    closed: tuple[Risk, ...]
    probabilities: tuple[int, ...] = tuple(STEPS)


def risk_map(risks: Iterable[Risk]) -> RiskMap:
    """Lay the risks out."""
    everything = list(risks)
    threats = sorted((risk for risk in everything if risk.closed_on is None), key=lambda one: (-one.weight, one.pk))
    lines = tuple(RiskLine(place + 1, risk, heat_of(risk.weight)) for place, risk in enumerate(threats))
    rows = tuple(
        MapRow(consequence, tuple(_cell(lines, probability, consequence) for probability in STEPS))
        for consequence in reversed(STEPS)
    )
    return RiskMap(lines, rows, tuple(risk for risk in everything if risk.closed_on is not None))


def heat_of(weight: int) -> Heat:
    """Return how hot a weight is."""
    return "high" if weight >= HIGH_FROM else "middle" if weight >= MIDDLE_FROM else "low"


def _cell(lines: tuple[RiskLine, ...], probability: int, consequence: int) -> MapCell:
    numbers = tuple(
        line.number for line in lines if (line.risk.probability, line.risk.consequence) == (probability, consequence)
    )
    return MapCell(heat_of(probability * consequence), numbers)
