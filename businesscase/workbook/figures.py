"""What the formulas of the workbook come to, from the portal's own engine: shown where nothing calculates them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from businesscase.domain.inputs import FIRST_YEAR_UNDISCOUNTED, TIMING
from businesscase.enums import LineSide
from businesscase.finance import PriceSeries, factors
from businesscase.finance.precision import working
from businesscase.models import AlternativeLine, BenefitLine, CostLine, RiskItem
from businesscase.workbook.content import Content, Rise, priced

Years = list[Decimal]


@dataclass(frozen=True, slots=True)
class Figures:
    """The years of the case at full precision, by the names of the rows of `grid`; None where a rise is missing."""

    by_row: dict[str, Years]
    price_index: list[Decimal | None]
    wage_index: list[Decimal | None]
    first_year: int

    def __getitem__(self, name: str) -> Years:
        """Return the figures of a row, one a year."""
        return self.by_row[name]

    def total(self, name: str) -> Decimal:
        """Return the sum of a row."""
        return sum(self.by_row[name], Decimal(0))


def figures_of(content: Content) -> Figures:
    """Lay the case out year by year, as the sheet that calculates does."""
    with working():
        return _Years(content).lay_out()


def expected(risk: RiskItem) -> Decimal:
    """Return what a risk costs on average; 0 where it does not say how likely or how much."""
    if risk.probability is None or risk.impact is None:
        return Decimal(0)
    return risk.probability * risk.impact / 100


class _Years:
    def __init__(self, content: Content) -> None:
        self.content = content
        self.bands = tuple(one.band for one in content.rates)
        self.weights = list(factors(self.bands, content.years, TIMING, first_year_undiscounted=FIRST_YEAR_UNDISCOUNTED))

    def lay_out(self) -> Figures:
        content = self.content
        prices, wages = self._growth(content.prices), self._growth(content.wages)
        index = [level or Decimal(1) if content.is_current else Decimal(1) for level in prices]
        rows = self._written()
        rows["factor"], rows["index"] = self.weights, index
        rows["weight"] = [weight / level for weight, level in zip(self.weights, index, strict=True)]
        money = {
            name: _each(rows[name], index, lambda a, b: a / b)
            for name in ("costs", "benefits", "today_costs", "today_benefits")
        }
        rows["own_cost"] = _plus(money["costs"], rows["hours"])
        rows["cost"] = _plus(rows["own_cost"], money["today_benefits"])
        rows["benefit"] = _plus(_plus(money["benefits"], money["today_costs"]), rows["today_hours"])
        rows["net"] = _each(rows["benefit"], rows["cost"], lambda a, b: a - b)
        rows["cumulative"] = list(accumulate(rows["net"]))
        for name in ("own_cost", "cost", "benefit", "net"):
            rows[f"discounted_{name}"] = self._discounted(rows[name])
        rows["discounted_cumulative"] = list(accumulate(rows["discounted_net"]))
        growth = [later - earlier for earlier, later in pairwise((Decimal(0), *rows["benefit"]))]
        rows["delay"] = [amount / 12 for amount in self._discounted(growth)]
        rows["expected_loss"] = _each(self._losses(), index, lambda a, b: a / b)
        rows["discounted_loss"] = self._discounted(rows["expected_loss"])
        pays, earns = [level or Decimal(0) for level in prices], [level or Decimal(0) for level in wages]
        paid = _each(_plus(money["costs"], money["today_benefits"]), pays, lambda a, b: a * b)
        gained = _each(_plus(money["benefits"], money["today_costs"]), pays, lambda a, b: a * b)
        rows["current_cost"] = _plus(paid, _each(rows["hours"], earns, lambda a, b: a * b))
        rows["current_benefit"] = _plus(gained, _each(rows["today_hours"], earns, lambda a, b: a * b))
        rows["current_net"] = _each(rows["current_benefit"], rows["current_cost"], lambda a, b: a - b)
        return Figures(rows, prices, wages, content.case.start_year)

    def _written(self) -> dict[str, Years]:
        """Return the sums of the lines as they are written, hours in DKK."""
        content, today = self.content, self.content.today
        spent = [line for line in today if line.side == LineSide.COST]
        return {
            "costs": self._sum(content.costs),
            "hours": self._sum(content.hours),
            "benefits": self._sum(content.benefits),
            "today_costs": self._sum(line for line in spent if not line.counts_hours),
            "today_hours": self._sum(line for line in spent if line.counts_hours),
            "today_benefits": self._sum(line for line in today if line.side == LineSide.BENEFIT),
        }

    def _sum(self, lines: Iterable[CostLine | BenefitLine | AlternativeLine]) -> Years:
        rows = [priced(line, self.content.case.hourly_rate) for line in lines]
        return [sum((row[year] for row in rows), Decimal(0)) for year in range(self.content.years)]

    def _discounted(self, amounts: Years) -> Years:
        return _each(amounts, self.weights, lambda a, b: a * b)

    def _losses(self) -> Years:
        losses = [Decimal(0)] * self.content.years
        for risk in self.content.risks:
            year = -1 if risk.year is None else risk.year - self.content.case.start_year
            if year in range(self.content.years):
                losses[year] += expected(risk)
        return losses

    def _growth(self, rises: Sequence[Rise]) -> list[Decimal | None]:
        """Return the price level of each year with the price year as 1; None where a rise between is missing."""
        base, known = self.content.case.price_year, {one.year: one.rise for one in rises}
        series = PriceSeries("levels", known)
        return [
            series.growth(base, year)
            if all(one in known for one in range(min(base, year) + 1, max(base, year) + 1))
            else None
            for year in self.content.case.calendar
        ]


def _each(first: Years, second: Years, of: Callable[[Decimal, Decimal], Decimal]) -> Years:
    return [of(one, other) for one, other in zip(first, second, strict=True)]


def _plus(first: Years, second: Years) -> Years:
    return _each(first, second, lambda a, b: a + b)
