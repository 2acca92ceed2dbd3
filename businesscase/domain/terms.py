"""The terms a case is calculated and judged on: the dated parameters of the policy in force (AM11)."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from businesscase.finance import Definition, Measure, RateBand, read_definition
from core import clock
from core.models import Parameter
from core.selectors.parameters import parameters_in_force

_BAND = re.compile(r"discount_rate_year_(\d{1,3})")
_RISE = re.compile(r"(price|wage)_rise_(\d{4})")


@dataclass(frozen=True, slots=True)
class DatedRate:
    """A band of the discount rate with the parameter it comes from."""

    band: RateBand
    valid_from: date
    source: str


@dataclass(frozen=True, slots=True)
class DatedRise:
    """How much prices or wages rise from the year before, 0.031 for 3.1 %, with the parameter it comes from."""

    year: int
    rise: Decimal
    valid_from: date
    source: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What the policy in force says about business cases; `rates` is empty where it gives no discount rate.

    `hourly_rate` is None where the applicant states it. The limits are those of D2 and D3, None where they are off.
    """

    rates: tuple[DatedRate, ...]
    definition: Definition
    definition_source: str
    hourly_rate: Decimal | None
    hourly_rate_source: str
    vendor_cost_limit: Decimal | None
    staff_hours_limit: Decimal | None
    price_rises: tuple[DatedRise, ...] = ()
    wage_rises: tuple[DatedRise, ...] = ()

    @property
    def bands(self) -> tuple[RateBand, ...]:
        """The discount rate as the finance room needs it."""
        return tuple(rate.band for rate in self.rates)


def terms_in_force(day: date | None = None) -> Terms:
    """Return the terms on `day`, today where none is given; one query."""
    rows = parameters_in_force(day or clock.today())
    judged, rate = rows.get("positive_definition"), rows.get("hourly_rate_dkk")
    return Terms(
        rates=_rates(rows),
        definition=read_definition(str(judged.value)) if judged else Definition(Measure.NPV),
        definition_source=judged.source if judged else "",
        hourly_rate=_number(rate),
        hourly_rate_source=rate.source if rate else "",
        vendor_cost_limit=_number(rows.get("vendor_cost_limit_dkk")),
        staff_hours_limit=_number(rows.get("staff_hours_limit")),
        price_rises=_rises(rows, "price"),
        wage_rises=_rises(rows, "wage"),
    )


def _rates(rows: dict[str, Parameter]) -> tuple[DatedRate, ...]:
    bands = [(int(found[1]), row) for key, row in rows.items() if (found := _BAND.fullmatch(key))]
    return tuple(
        DatedRate(RateBand(year, Decimal(str(row.value))), row.valid_from, row.source)
        for year, row in sorted(bands, key=lambda one: one[0])
    )


def _rises(rows: dict[str, Parameter], series: str) -> tuple[DatedRise, ...]:
    """Return one rise a year, from parameters in percent."""
    years = [
        (int(found[2]), row) for key, row in rows.items() if (found := _RISE.fullmatch(key)) and found[1] == series
    ]
    return tuple(
        DatedRise(year, Decimal(str(row.value)) / 100, row.valid_from, row.source)
        for year, row in sorted(years, key=lambda one: one[0])
    )


def _number(row: Parameter | None) -> Decimal | None:
    return None if row is None else Decimal(str(row.value))
