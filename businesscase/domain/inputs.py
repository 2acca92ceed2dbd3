"""The only bridge from rows to the calculation's input."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from businesscase.domain.price_levels import PriceLevels
from businesscase.domain.rows import Way
from businesscase.domain.terms import Terms
from businesscase.domain.written import Written
from businesscase.enums import LineSide
from businesscase.finance import Case, Kind, Line, Risk, Spread, Timing, UncertainCase, uncertain_digest
from businesscase.models import AlternativeLine, BenefitLine, CostLine, RiskItem

# Money moves at the end of its year, and the first year is today's money (the Ministry of Finance's convention).
TIMING = Timing.YEAR_END
FIRST_YEAR_UNDISCOUNTED = True
# How often a case is drawn; on the page a draw more would not be seen.
DRAWS = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that is calculated with, at the prices of the price year: what it is called, and whether it is hours."""

    line: Line
    label: str
    hours: bool
    spread: Spread | None = None


@dataclass(frozen=True, slots=True)
class OtherWay:
    """Another solution on the same terms: its ordinal (0 is carrying on as today), its own lines, and what it is worth.

    `case` is the difference to carrying on as today; None for that itself, and where no amount is stated.
    """

    ordinal: int
    title: str
    entries: tuple[Entry, ...]
    case: Case | None


@dataclass(frozen=True, slots=True)
class CaseInput:
    """Everything a case is calculated from.

    `entries` are the lines of the case in order, first those of the proposed solution, then from `own` on those of
    carrying on as today with the sides changed: a cost that falls away is a gain, and a gain that falls away a cost.
    """

    uncertain: UncertainCase
    entries: tuple[Entry, ...]
    own: int
    others: tuple[OtherWay, ...]
    options: dict[str, str | int]

    @property
    def case(self) -> Case:
        """The case with its likely amounts."""
        return self.uncertain.case

    @property
    def own_entries(self) -> tuple[Entry, ...]:
        """The lines of the proposed solution alone."""
        return self.entries[: self.own]

    @property
    def today_entries(self) -> tuple[Entry, ...]:
        """What falls away of carrying on as today."""
        return self.entries[self.own :]

    @property
    def is_uncertain(self) -> bool:
        """Whether any line is an estimate, or there is a risk."""
        return bool(self.uncertain.risks) or any(self.uncertain.spreads)

    @property
    def digest(self) -> str:
        """The fingerprint of all of it."""
        others = [way.case for way in self.others if way.case]
        return uncertain_digest(self.uncertain, others=others, options=self.options)


def case_input(written: Written, terms: Terms) -> CaseInput | None:
    """Return what the case is calculated from; None where no amount is stated, or no discount rate is in force.

    A line without figures takes no part; where a line has some, a year without one is a year without money. The
    same holds for a risk without probability, amount or year. All amounts come at the prices of the price year.

    Raises `CaseError` for what cannot be calculated with, a rise of prices that nobody has entered among it.
    """
    levels = PriceLevels.of(written.case, terms)
    own = (*_costs(written, levels), *_benefits(written, levels))
    if not own or not terms.bands:
        return None
    today = tuple(_fallen_away(entry) for entry in _way(written.today, levels))
    entries = (*own, *today)
    case = _case(levels, terms, entries)
    return CaseInput(
        uncertain=UncertainCase(case, tuple(entry.spread for entry in entries), tuple(_risks(written.risks, levels))),
        entries=entries,
        own=len(own),
        others=tuple(_other(way, today, levels, terms) for way in written.alternatives),
        options=_options(written),
    )


def _case(levels: PriceLevels, terms: Terms, entries: Iterable[Entry]) -> Case:
    return Case(
        start_year=levels.case.start_year,
        years=levels.case.years,
        price_year=levels.case.price_year,
        discount=terms.bands,
        timing=TIMING,
        first_year_undiscounted=FIRST_YEAR_UNDISCOUNTED,
        lines=tuple(entry.line for entry in entries),
    )


def _options(written: Written) -> dict[str, str | int]:
    case = written.case
    return {
        "price_basis": str(case.price_basis),
        "spreading": str(case.spreading),
        "supplier_correlation": f"{Decimal(case.supplier_correlation).normalize():f}",
        "seed": case.seed,
        "draws": DRAWS,
    }


def _costs(written: Written, levels: PriceLevels) -> Iterator[Entry]:
    for row in written.costs:
        rate = written.case.hourly_rate
        amounts = row.priced(rate)
        if _stated(amounts):
            estimate = [row.priced_as(row.low, rate), row.priced_as(row.high, rate)] if row.is_uncertain else []
            line = Line(Kind.COST, row.category, cash_releasing=False, amounts=())
            yield _entry(line, row, amounts, estimate, levels, supplier=row.supplier)


def _benefits(written: Written, levels: PriceLevels) -> Iterator[Entry]:
    for row in written.benefits:
        if row.is_stated:
            line = Line(Kind.BENEFIT, row.type, cash_releasing=row.cash_releasing, amounts=())
            yield _entry(line, row, row.amounts, [row.low, row.high] if row.is_uncertain else [], levels)


def _way(rows: Sequence[AlternativeLine], levels: PriceLevels) -> Iterator[Entry]:
    for row in rows:
        amounts = row.priced(levels.case.hourly_rate)
        if _stated(amounts):
            kind = Kind.COST if row.side == LineSide.COST else Kind.BENEFIT
            line = Line(kind, row.category, cash_releasing=row.cash_releasing, amounts=())
            yield _entry(line, row, amounts, [], levels)


def _entry(
    line: Line,
    row: CostLine | BenefitLine | AlternativeLine,
    amounts: Sequence[Decimal | None],
    estimate: Sequence[Sequence[Decimal | None]],
    levels: PriceLevels,
    *,
    supplier: str = "",
) -> Entry:
    hours = isinstance(row, CostLine | AlternativeLine) and row.counts_hours
    likely = _filled(amounts, [], levels.case.years)
    sides = [levels.fixed(_filled(side, likely, levels.case.years), hours=hours) for side in estimate]
    return Entry(
        line=replace(line, amounts=levels.fixed(likely, hours=hours)),
        label=str(row),
        hours=hours,
        spread=Spread(sides[0], sides[1], supplier) if sides else None,
    )


def _fallen_away(entry: Entry) -> Entry:
    kind = Kind.BENEFIT if entry.line.kind == Kind.COST else Kind.COST
    return replace(entry, line=replace(entry.line, kind=kind))


def _other(way: Way, today: tuple[Entry, ...], levels: PriceLevels, terms: Terms) -> OtherWay:
    alternative, rows = way
    entries = tuple(_way(rows, levels))
    measured = entries and not alternative.is_today
    case = _case(levels, terms, (*entries, *today)) if measured else None
    return OtherWay(alternative.ordinal, alternative.title, entries, case)


def _risks(rows: Iterable[RiskItem], levels: PriceLevels) -> Iterator[Risk]:
    for row in rows:
        if row.probability is None or row.impact is None or row.year is None:
            continue
        # A year outside the case is refused by the engine, which knows what to say.
        yield Risk(
            Decimal(row.probability) / 100, levels.fixed_in(row.year, row.impact), row.year - levels.case.start_year
        )


def _stated(amounts: Iterable[Decimal | None]) -> bool:
    return any(amount is not None for amount in amounts)


def _filled(written: Sequence[Decimal | None], instead: Sequence[Decimal], years: int) -> tuple[Decimal, ...]:
    """Return an amount for each year: what is written, else what stands `instead` of it, else 0."""
    padded = [*written, *[None] * years][:years]
    others = [*instead, *[Decimal(0)] * years][:years]
    return tuple(other if amount is None else amount for amount, other in zip(padded, others, strict=True))
