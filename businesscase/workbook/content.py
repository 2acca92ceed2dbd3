"""What goes into the workbook: a case with its lines, and the terms it was calculated on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from businesscase.domain.cases import result_of
from businesscase.domain.price_levels import PriceLevels
from businesscase.domain.terms import Terms
from businesscase.domain.written import Written, written_of
from businesscase.enums import PriceBasis
from businesscase.finance import Definition, RateBand, read_definition
from businesscase.models import (
    Alternative,
    AlternativeLine,
    BenefitLine,
    BusinessCaseVersion,
    CostLine,
    PlannedMilestone,
    Result,
    RiskItem,
)
from portfolio.models import Proposal, ProposalVersion


@dataclass(frozen=True, slots=True)
class Title:
    """Which case it is; a draft has no number yet."""

    number: str
    title: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class Rate:
    """A band of the discount rate with its date and source in words."""

    band: RateBand
    source: str


@dataclass(frozen=True, slots=True)
class Rise:
    """How much prices or wages rise from the year before, 0.031 for 3.1 %."""

    year: int
    rise: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Content:
    """A case as the workbook shows it; `hours` are the costs in staff hours, `costs` the others."""

    title: Title
    case: BusinessCaseVersion
    costs: tuple[CostLine, ...]
    hours: tuple[CostLine, ...]
    benefits: tuple[BenefitLine, ...]
    risks: tuple[RiskItem, ...]
    ways: tuple[tuple[Alternative, tuple[AlternativeLine, ...]], ...]
    rates: tuple[Rate, ...]
    definition: Definition
    definition_source: str
    prices: tuple[Rise, ...] = ()
    wages: tuple[Rise, ...] = ()
    milestones: tuple[PlannedMilestone, ...] = ()
    # The median share of the promised gains that closed cases of the kind have realised; None below five.
    middle: Decimal | None = None
    # How the portal's draws fell out, as `Result.simulation` keeps them; None where nothing is uncertain.
    drawn: dict[str, Any] | None = None

    @property
    def today(self) -> tuple[AlternativeLine, ...]:
        """The lines of carrying on as today."""
        return next((lines for way, lines in self.ways if way.is_today), ())

    @property
    def is_current(self) -> bool:
        """Whether the amounts are written in the prices of their own year."""
        return self.case.price_basis == PriceBasis.CURRENT

    @property
    def years(self) -> int:
        """How many years the case covers."""
        return self.case.years

    @property
    def rate(self) -> Decimal:
        """What an hour costs; 0 where nothing is stated, since hours then have no amount."""
        return self.case.hourly_rate or Decimal(0)


def content_of(proposal: Proposal, version: ProposalVersion, case: BusinessCaseVersion, terms: Terms) -> Content:
    """Return a case that was read with `case_of`; it stands on the terms of its stored result where it has one."""
    title = Title(proposal.number or "", version.title, version.ordinal)
    content = content_from(title, written_of(case), terms, result_of(case))
    return replace(content, milestones=tuple(case.milestones.all()))


def content_from(title: Title, written: Written, terms: Terms, result: Result | None) -> Content:
    """Return the rows of a case as the workbook shows them."""
    rates, definition, source = _terms(terms, result)
    return Content(
        title=title,
        case=written.case,
        costs=tuple(line for line in written.costs if not line.counts_hours),
        hours=tuple(line for line in written.costs if line.counts_hours),
        benefits=tuple(written.benefits),
        risks=tuple(written.risks),
        ways=tuple((way, tuple(lines)) for way, lines in written.alternatives),
        rates=tuple(rates),
        definition=definition,
        definition_source=source,
        prices=_rises(written.case, terms, result, "prices"),
        wages=_rises(written.case, terms, result, "wages"),
        middle=_middle(result),
        drawn=None if result is None else result.simulation,
    )


def priced(line: CostLine | AlternativeLine | BenefitLine, rate: Decimal | None) -> list[Decimal]:
    """Return a line's amounts in DKK, 0 where nothing is written."""
    amounts: Sequence[Decimal | None] = line.amounts if isinstance(line, BenefitLine) else line.priced(rate)
    return [amount or Decimal(0) for amount in amounts]


def _rises(case: BusinessCaseVersion, terms: Terms, result: Result | None, series: str) -> tuple[Rise, ...]:
    """Return the rises that the stored result was calculated with, else those in force that the case meets."""
    if result is not None and result.prices:
        return tuple(Rise(one["year"], Decimal(one["rise"]), one["source"]) for one in result.prices[series])
    levels = PriceLevels.of(case, terms)
    dated = levels.used(levels.prices if series == "prices" else levels.wages)
    return tuple(Rise(one.year, one.rise, one.source) for one in dated)


def _middle(result: Result | None) -> Decimal | None:
    found = (result.reference or {}).get("middle") if result is not None else None
    return None if found is None else Decimal(found)


def _terms(terms: Terms, result: Result | None) -> tuple[list[Rate], Definition, str]:
    if result is None:
        rates = [Rate(rate.band, rate.source) for rate in terms.rates] or [Rate(RateBand(0, Decimal(0)), "")]
        return rates, terms.definition, terms.definition_source
    stored = [
        Rate(RateBand(int(band["from_year"]), Decimal(band["rate"])), f"{band['source']} ({band['valid_from']})")
        for band in result.discount
    ]
    return stored, read_definition(result.definition), result.definition_source
