"""The page of prices and rates: the rises in force, every figure entered, and what cases are calculated on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from businesscase.domain.terms import Terms, terms_in_force
from businesscase.selectors import words
from core import clock
from core.models import Parameter
from core.templatetags.danish import date_long, kroner, number, percent
from governance.enums import PriceSeries
from governance.models import PolicyProfile


@dataclass(frozen=True, slots=True)
class Entered:
    """One figure as it was entered; `standing` says whether it is in force, replaced, or still to come."""

    series: str
    year: int
    percent: str
    valid_from: date
    source: str
    by: str
    on: date
    standing: str


@dataclass(frozen=True, slots=True)
class YearLine:
    """What holds for one calendar year today; empty where nothing has been entered."""

    year: int
    price: str
    wage: str


@dataclass(frozen=True, slots=True)
class RateLine:
    """A term that cases are calculated on: what, how much, since when and from where."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class PricePage:
    """Everything on the page."""

    years: tuple[YearLine, ...]
    entered: tuple[Entered, ...]
    rates: tuple[RateLine, ...]


def price_page() -> PricePage:
    """Return the page; four queries whatever has been entered."""
    rows = _rows()
    standing = _standing(rows)
    return PricePage(
        years=_years(rows, standing),
        entered=tuple(_entered(row, standing[row.pk]) for row in rows),
        rates=tuple(_rates(terms_in_force())),
    )


def _rows() -> list[Parameter]:
    """Return every figure of the profile in force, newest first."""
    active = PolicyProfile.objects.filter(is_active=True).values("code")[:1]
    found = Parameter.objects.filter(profile__in=active, key__regex=r"^(price|wage)_rise_\d{4}$")
    return list(found.select_related("created_by").order_by("-created_at", "-pk"))


def _standing(rows: list[Parameter]) -> dict[int, str]:
    """Tell of each figure whether it is in force today, has been replaced, or is still to come."""
    today, in_force, words = clock.today(), {}, {}
    for row in sorted(rows, key=lambda one: one.valid_from):
        if row.valid_from <= today:
            in_force[row.key] = row.pk
    for row in rows:
        if row.valid_from > today:
            words[row.pk] = _("from %(date)s") % {"date": date_long(row.valid_from)}
        else:
            words[row.pk] = _("in force") if in_force[row.key] == row.pk else _("replaced")
    return words


def _years(rows: list[Parameter], standing: dict[int, str]) -> tuple[YearLine, ...]:
    held = {row.key: _percent(row) for row in rows if standing[row.pk] == _("in force")}
    years = sorted({_year(row) for row in rows})
    return tuple(
        YearLine(year, *(held.get(f"{series}_rise_{year}", "") for series in (PriceSeries.PRICE, PriceSeries.WAGE)))
        for year in years
    )


def _entered(row: Parameter, standing: str) -> Entered:
    series = PriceSeries(row.key.partition("_")[0])
    return Entered(
        series=str(series.label),
        year=_year(row),
        percent=_percent(row),
        valid_from=row.valid_from,
        source=row.source,
        by=row.created_by.name if row.created_by else "",
        on=row.created_at.astimezone(clock.COPENHAGEN).date(),
        standing=standing,
    )


def _year(row: Parameter) -> int:
    return int(row.key[-4:])


def _percent(row: Parameter) -> str:
    return percent(Decimal(str(row.value)) / 100, 2)


def _rates(terms: Terms) -> list[RateLine]:
    lines = [
        RateLine(
            _("Discount rate from year %(year)s of the case on") % {"year": number(rate.band.from_year)},
            percent(rate.band.rate, 2),
            _since(rate.valid_from, rate.source),
        )
        for rate in terms.rates
    ]
    lines.append(RateLine(_("When it is positive"), words.definition(terms.definition), terms.definition_source))
    if terms.hourly_rate is None:
        lines.append(RateLine(_("Price of one working hour"), _("Stated by the applicant"), ""))
    else:
        lines.append(RateLine(_("Price of one working hour"), kroner(terms.hourly_rate), terms.hourly_rate_source))
    return lines


def _since(day: date, source: str) -> str:
    return _("In force from %(date)s. Source: %(source)s") % {"date": date_long(day), "source": source}
