"""The case in current prices beside the fixed ones, with the rises that lie between."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from businesscase.enums import PriceBasis
from businesscase.models import Result
from businesscase.selectors.section import Section, Table, whole, words
from core.templatetags.danish import date_long, percent


def prices_section(result: Result) -> Section | None:
    """Return both kinds of prices; None where no rise has been entered, and on a result from before."""
    stored = result.prices
    if not stored or not (stored["prices"] or stored["wages"]):
        return None
    year = {"year": stored["price_year"]}
    if stored["basis"] == PriceBasis.CURRENT:
        finding = _("Written in current prices, calculated in fixed %(year)s prices") % year
    else:
        finding = _("Written and calculated in fixed %(year)s prices") % year
    return Section(
        title=_("Fixed and current prices"),
        finding=finding,
        texts=tuple(_texts(stored)),
        tables=tuple(_tables(result, stored)),
        notes=_sources(stored),
    )


def basis_words(result: Result, price_year: int) -> str:
    """Return what the amounts were written in, in a sentence."""
    year = {"year": price_year}
    if result.prices and result.prices["basis"] == PriceBasis.CURRENT:
        return _("The amounts are written in current prices and turned into fixed %(year)s prices.") % year
    return _("Fixed %(year)s prices.") % year


def _texts(stored: dict[str, Any]) -> Iterator[str]:
    yield _("Staff hours follow the wages, everything else the prices.")
    for name, sentence in (
        (
            "missing_prices",
            _("How much prices rise in %(years)s has not been entered, so current prices are not shown."),
        ),
        ("missing_wages", _("How much wages rise in %(years)s has not been entered, so current prices are not shown.")),
    ):
        if stored[name]:
            yield sentence % {"years": ", ".join(map(str, stored[name]))}


def _tables(result: Result, stored: dict[str, Any]) -> Iterator[Table]:
    if stored["rows"]:
        fixed = {row["year"]: Decimal(row["net"]) for row in result.rows}
        heads = (
            _("Year"), _("Costs, current prices"), _("Gains, current prices"), _("Gains less costs, current prices"),
            _("Gains less costs, fixed prices"),
        )  # fmt: skip
        rows = tuple(
            (
                words(str(row["year"])),
                *(whole(Decimal(row[name])) for name in ("cost", "benefit", "net")),
                whole(fixed[row["year"]]),
            )
            for row in stored["rows"]
        )
        yield Table(_("What is paid and gained in each year's own kroner"), heads, rows)
    yield _rises(stored)


def _rises(stored: dict[str, Any]) -> Table:
    """Return the rises by year; a series that the case does not need, or nobody has entered, shows a dash."""
    by_year = [{one["year"]: Decimal(one["rise"]) for one in stored[name]} for name in ("prices", "wages")]
    years = sorted({year for rises in by_year for year in rises})
    rows = tuple(
        (words(str(year)), *(words(percent(rises[year], 2) if year in rises else "–") for rises in by_year))
        for year in years
    )
    return Table(_("How much they rise from the year before"), (_("Year"), _("Prices"), _("Wages")), rows)


def _sources(stored: dict[str, Any]) -> tuple[str, ...]:
    said = {(one["source"], one["valid_from"]) for name in ("prices", "wages") for one in stored[name]}
    text = _("Source: %(source)s, in force from %(date)s.")
    return tuple(text % {"source": source, "date": date_long(date.fromisoformat(day))} for source, day in sorted(said))
