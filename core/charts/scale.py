"""From figures to places on the paper: pure arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

# A chart's axis has about this many steps.
_STEPS = 4
_FACTORS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from figures to places: `low` lies at `start`, `high` at `end`."""

    low: Decimal
    high: Decimal
    start: Decimal
    end: Decimal

    def place(self, figure: Decimal) -> Decimal:
        """Return where a figure lies, with two decimals."""
        share = (figure - self.low) / (self.high - self.low)
        return (self.start + share * (self.end - self.start)).quantize(Decimal("0.01"))


def round_step(span: Decimal) -> Decimal:
    """Return a step of 1, 2, 2.5 or 5 times a power of ten that divides `span` (above 0) into about four."""
    rough = span / _STEPS
    power = Decimal(1).scaleb(rough.adjusted())
    return next(power * factor for factor in _FACTORS if power * factor >= rough)


def ticks(figures: Iterable[Decimal]) -> tuple[Decimal, ...]:
    """Return round figures from below the least to above the most, 0 always among them."""
    known = [Decimal(0), *figures]
    low, high = min(known), max(known)
    step = round_step(high - low or Decimal(_STEPS))
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return tuple(step * count for count in range(int(first), int(max(last, first + 1)) + 1))
