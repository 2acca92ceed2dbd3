"""Promised, expected and realised beside each other, year by year: of one benefit, or of all of a project."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from businesscase.domain.measured_period import in_a_year, promised_for, still_to_come
from core.charts import Group, GroupChart, group_chart
from core.templatetags.danish import kroner

if TYPE_CHECKING:
    from businesscase.models import Benefit, Measurement


@dataclass(frozen=True, slots=True)
class YearLine:
    """One calendar year in DKK; None is not promised, not expected or not measured, which is not 0.

    `held_against` is what was promised for the days that have been measured: what `realised` is held against.
    """

    year: int
    promised: Decimal | None
    expected: Decimal | None
    realised: Decimal | None
    held_against: Decimal | None


def year_lines(benefit: "Benefit") -> tuple[YearLine, ...]:
    """Return the years of one benefit; its measurements are at hand, the newest first.

    A measurement tells of the year that it was made in. What it expects of a full year counts from then on; until the
    first measurement what was promised is expected.
    """
    told: dict[int, Measurement] = {}
    for one in benefit.measurements.all():
        if one.realised is not None:
            told.setdefault(one.measured_on.year, one)
    realised = {year: one.realised for year, one in told.items() if one.realised is not None}
    newest = next(iter(told.values()), None)
    promised = dict(zip(benefit.years, benefit.promised, strict=True))
    years = sorted({*promised, *realised})
    return tuple(
        YearLine(
            year,
            promised.get(year),
            _expected(year, promised.get(year), newest, realised),
            realised.get(year),
            promised_for(told[year], promised.get) if year in told else None,
        )
        for year in years
    )


def summed(benefits: "Iterable[Benefit]") -> tuple[YearLine, ...]:
    """Return the years of several benefits in one; None where none of them says anything."""
    years: dict[int, list[YearLine]] = {}
    for benefit in benefits:
        for line in year_lines(benefit):
            years.setdefault(line.year, []).append(line)
    return tuple(
        YearLine(
            year,
            _sum(line.promised for line in lines),
            _sum(line.expected for line in lines),
            _sum(line.realised for line in lines),
            _sum(line.held_against for line in lines),
        )
        for year, lines in sorted(years.items())
    )


def years_chart(lines: Sequence[YearLine]) -> GroupChart | None:
    """Return the years as a chart, or None where there is nothing to draw."""
    if not any(line.promised or line.realised for line in lines):
        return None
    return group_chart(
        title=finding(lines),
        description=". ".join(_words(line) for line in lines),
        groups=[Group(str(line.year), (line.promised, line.expected, line.realised)) for line in lines],
        key=[("promised", _("Promised")), ("expected", _("Expected now")), ("realised", _("Realised"))],
    )


def finding(lines: Sequence[YearLine]) -> str:
    """Say what the years come to: what has been measured against what was promised of just that."""
    measured = [line for line in lines if line.realised is not None]
    promised = _sum(line.promised for line in lines) or Decimal(0)
    if not measured:
        return _("%(promised)s has been promised, and nothing has been measured yet") % {"promised": kroner(promised)}
    realised = _sum(line.realised for line in measured) or Decimal(0)
    of_them = _sum(line.held_against for line in measured) or Decimal(0)
    return _("%(realised)s has been realised of the %(promised)s that was promised of what has been measured") % {
        "realised": kroner(realised),
        "promised": kroner(of_them),
    }


def _expected(
    year: int, promised: Decimal | None, newest: "Measurement | None", realised: dict[int, Decimal]
) -> Decimal | None:
    if newest is None or year < newest.measured_on.year:
        return realised.get(year, promised)
    if year == newest.measured_on.year:
        return realised[year] + still_to_come(newest)
    return None if promised is None else in_a_year(newest)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def _words(line: YearLine) -> str:
    return _("%(year)d: promised %(promised)s, expected %(expected)s, realised %(realised)s") % {
        "year": line.year,
        "promised": kroner(line.promised),
        "expected": kroner(line.expected),
        "realised": kroner(line.realised),
    }
