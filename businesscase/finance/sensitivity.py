"""What each line can do to the result alone: the bars of a tornado."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from businesscase.finance.discount import factors
from businesscase.finance.line import Kind
from businesscase.finance.npv import net_present_value
from businesscase.finance.precision import settled, working

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from businesscase.finance.line import Line
    from businesscase.finance.spread import Spread
    from businesscase.finance.uncertain_case import UncertainCase


@dataclass(frozen=True, slots=True)
class LineSensitivity:
    """The net present value with one line at its low and at its high amounts, the others at their likely ones.

    `line` is the line's place in the case; DKK, unrounded. For a cost the low amounts give the higher value.
    For a line that is certain both are the value of the case.
    """

    line: int
    low_npv: Decimal
    high_npv: Decimal

    @property
    def swing(self) -> Decimal:
        """How far the result moves between the two: the length of the line's bar, DKK, 0 or more."""
        with working():
            return abs(self.high_npv - self.low_npv)


def sensitivities(uncertain: UncertainCase) -> tuple[LineSensitivity, ...]:
    """Return what each line can do to the net present value, in the order of the lines.

    The value is linear in the amounts, so a line at its low moves it by the present value of low less likely:
    what it would be is found without calculating the case again (one-way sensitivity analysis; Eschenbach,
    "Spiderplots versus tornado diagrams for sensitivity analysis", Interfaces 22, 1992).
    """
    case = uncertain.case
    weights = factors(case.discount, case.years, case.timing, first_year_undiscounted=case.first_year_undiscounted)
    with working():
        npv = sum(signed(line) * net_present_value(line.amounts, weights) for line in case.lines)
        return tuple(
            LineSensitivity(index, settled(npv + to_low), settled(npv + to_high))
            for index, (line, spread) in enumerate(zip(case.lines, uncertain.spreads, strict=True))
            for to_low, to_high in [_moves(line, spread, weights)]
        )


def tornado(bars: Iterable[LineSensitivity]) -> tuple[LineSensitivity, ...]:
    """Return the lines that matter, the longest bar first; lines that move nothing are left out."""
    return tuple(sorted((bar for bar in bars if bar.swing), key=lambda bar: (-bar.swing, bar.line)))


def signed(line: Line) -> int:
    """Return what a krone of the line does to the net: 1 for a benefit, -1 for a cost."""
    return 1 if line.kind == Kind.BENEFIT else -1


def present_gaps(line: Line, spread: Spread | None, weights: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """Return the present values of likely less low and of high less likely, in DKK, unrounded; neither is below 0."""
    if spread is None:
        return Decimal(0), Decimal(0)
    with working():
        down = [likely - low for likely, low in zip(line.amounts, spread.low, strict=True)]
        up = [high - likely for likely, high in zip(line.amounts, spread.high, strict=True)]
    return net_present_value(down, weights), net_present_value(up, weights)


def _moves(line: Line, spread: Spread | None, weights: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    down, up = present_gaps(line, spread, weights)
    return -signed(line) * down, signed(line) * up
