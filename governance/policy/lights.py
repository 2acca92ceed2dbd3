"""The light that a project's own figures point at, in time and in economy (C19, B24).

The limits are the state model's for status reports, as dated parameters: more than a tenth, or more than three months,
over the plan is red; less is yellow. Benefits and quality have no figures and so no light here.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum

ECONOMY_RED = "light_economy_red_share"
TIME_YELLOW, TIME_RED = "light_time_yellow_months", "light_time_red_months"
_MONTHS_IN_A_YEAR = 12


class Signal(IntEnum):
    """A light, ordered from good to bad."""

    GREEN = 0
    YELLOW = 1
    RED = 2


SIGNALS = {"green": Signal.GREEN, "yellow": Signal.YELLOW, "red": Signal.RED}
NAMES = {signal: name for name, signal in SIGNALS.items()}


@dataclass(frozen=True, slots=True)
class Limits:
    """From where a light changes: a share of the planned cost, and whole months after the planned end."""

    economy_red_share: Decimal
    time_yellow_months: int
    time_red_months: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What the lights are read from; None is not stated. `as_of` is the day they were given.

    A project that still runs on `as_of` cannot end before it, whatever `expected_end` says.
    """

    baseline_cost: Decimal | None
    spent: Decimal | None
    forecast: Decimal | None
    baseline_end: date | None
    expected_end: date | None
    as_of: date


def economy_signal(figures: Figures, limits: Limits) -> Signal | None:
    """Return the light of spent and expected cost against the planned cost; None where one of the two is missing.

    Any excess is yellow, more than the share is red; exactly the share is yellow.
    """
    stated = [amount for amount in (figures.spent, figures.forecast) if amount is not None]
    if figures.baseline_cost is None or not stated:
        return None
    cost = max(stated)
    if cost > figures.baseline_cost * (1 + limits.economy_red_share):
        return Signal.RED
    return Signal.YELLOW if cost > figures.baseline_cost else Signal.GREEN


def time_signal(figures: Figures, limits: Limits) -> Signal | None:
    """Return the light of the expected end against the planned end; None where they do not tell.

    A delay from the yellow limit up to and with the red one is yellow, a longer one red.
    """
    if figures.baseline_end is None:
        return None
    if figures.expected_end is None and figures.as_of <= figures.baseline_end:
        return None
    end = max(figures.expected_end or figures.as_of, figures.as_of)
    if end > months_after(figures.baseline_end, limits.time_red_months):
        return Signal.RED
    return Signal.YELLOW if end >= months_after(figures.baseline_end, limits.time_yellow_months) else Signal.GREEN


def points_worse(reported: str, signal: Signal | None) -> bool:
    """Tell whether the figures point at a worse light than the one reported."""
    return signal is not None and signal > SIGNALS[reported]


def months_after(day: date, months: int) -> date:
    """Return the same day `months` later, or the month's last where it has no such day."""
    years, month = divmod(day.month - 1 + months, _MONTHS_IN_A_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
