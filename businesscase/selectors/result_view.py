"""A stored or just calculated result as the page shows it: figures, verdict, years and chart."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from django.utils.translation import gettext as _

from businesscase.domain.uncertainty import is_uncertain
from businesscase.domain.written import Written
from businesscase.models import BusinessCaseVersion, Result
from businesscase.models.alternative import TODAY
from businesscase.selectors import words
from businesscase.selectors.budget_view import budget_section
from businesscase.selectors.figure import Figure
from businesscase.selectors.further_view import discounted_payback, further_figures
from businesscase.selectors.prices_view import basis_words, prices_section
from businesscase.selectors.reference_view import reference_section
from businesscase.selectors.risk_view import risk_section
from businesscase.selectors.section import Section
from businesscase.selectors.uncertainty_view import draws_section, is_unlikely, lines_section, probability_words
from businesscase.selectors.ways_view import ways_section
from businesscase.selectors.year import Year
from businesscase.selectors.years_view import years_section
from core.charts import BalanceChart, Mark, balance_chart
from core.providers import collect
from core.templatetags.danish import kroner
from core.ui import Tone


@dataclass(frozen=True, slots=True)
class ResultView:
    """Everything that is said about a result.

    `notes` are what a reader must know beside the figures, `further` are figures that each say what they mean, and
    `sections` are folded, each with what it found. `definition_url` leads to what is called positive today.
    """

    state: str
    tone: Tone
    verdict: str
    definition: str
    definition_url: str
    figures: tuple[Figure, ...]
    further: tuple[Figure, ...]
    notes: tuple[str, ...]
    rates: tuple[str, ...]
    price_year: int
    years: tuple[Year, ...]
    total: Year
    chart: BalanceChart
    sections: tuple[Section, ...]
    basis: str


def result_view(
    case: BusinessCaseVersion, result: Result | None, written: Written | None = None, *, again: str = ""
) -> ResultView | None:
    """Return what is shown of a result; None where there is none yet.

    `written` is what the result was calculated from, for the risks and the budgets; without it they are not shown.
    `again` is the address at which it is drawn more often.
    """
    if result is None:
        return None
    years = tuple(Year.of(row) for row in result.rows)
    total = _total(years, result)
    return ResultView(
        state=_("Positive business case") if result.is_positive else _("The business case is not positive"),
        tone="success" if result.is_positive and not is_unlikely(result) else "warning",
        verdict=" ".join(filter(None, (words.verdict(result), probability_words(result)))),
        definition=words.definition_of(result),
        # What no parameter says has no page.
        definition_url=next(iter(collect("definition_place")), "") if result.definition_source else "",
        figures=_figures(case, result),
        further=further_figures(case, result),
        notes=tuple(_notes(result, written)),
        rates=tuple(words.rates(result, case.years)),
        price_year=case.price_year,
        years=years,
        total=total,
        chart=_chart(result, years),
        sections=tuple(section for section in _sections(case, result, written, years, total, again) if section),
        basis=basis_words(result, case.price_year),
    )


def _sections(
    case: BusinessCaseVersion, result: Result, written: Written | None, years: tuple[Year, ...], total: Year, again: str
) -> Iterator[Section | None]:
    today = any(way["ordinal"] == TODAY and way["total_cost"] is not None for way in result.alternatives or ())
    yield years_section(years, total, against_today=today)
    yield draws_section(result, again=again)
    yield lines_section(result)
    yield ways_section(case, result)
    if written is not None:
        yield risk_section(result, written.risks)
        yield budget_section(written)
    yield reference_section(result)
    yield prices_section(result)


def _total(years: tuple[Year, ...], result: Result) -> Year:
    """Sum the years; the discounted sum is the net present value itself, not a sum of rounded figures."""
    cost = sum((year.cost for year in years), Decimal(0))
    benefit = sum((year.benefit for year in years), Decimal(0))
    return Year(0, cost, benefit, result.net_gain, result.net_gain, Decimal(1), result.npv)


def _figures(case: BusinessCaseVersion, result: Result) -> tuple[Figure, ...]:
    """Return the four figures that are read first; the discounted payback gives way to the risks."""
    last, since = case.calendar[-1], _("counted from the end of %(year)s") % {"year": case.start_year}
    rate, why = words.irr(result)
    npv = Figure(_("Net present value"), kroner(result.npv), _("in %(year)s prices") % {"year": case.price_year})
    internal = Figure(_("Internal rate of return"), rate, why)
    back = Figure(_("Paid back after"), words.payback(result.payback, last), since)
    if result.risk_adjusted_npv is None:
        return npv, internal, back, discounted_payback(case, result)
    adjusted = Figure(_("Risk-adjusted"), kroner(result.risk_adjusted_npv), _("less what the risks cost on average"))
    return npv, adjusted, internal, back


def _notes(result: Result, written: Written | None) -> list[str]:
    notes = []
    if result.payback_lost_again or result.discounted_lost_again:
        notes.append(_("The money is back once on the way and is then lost again. The last time counts."))
    if result.pk is None and written is not None and is_uncertain(written) and result.simulation is None:
        notes.append(_("How probable it is that the case is positive is calculated when it is saved."))
    return notes


def _chart(result: Result, years: tuple[Year, ...]) -> BalanceChart:
    amounts = [year.cumulative for year in years]
    low = min(years, key=lambda year: year.cumulative)
    description = _(
        "Gains less costs, added up year by year: %(first)s in %(first_year)s, at the lowest %(low)s in %(low_year)s, "
        "and %(last)s in %(last_year)s. The table below has every year."
    ) % {
        "first": kroner(amounts[0]),
        "first_year": years[0].year,
        "low": kroner(low.cumulative),
        "low_year": low.year,
        "last": kroner(amounts[-1]),
        "last_year": years[-1].year,
    }
    mark = Mark(result.payback, words.duration(result.payback)) if result.payback else None
    return balance_chart(
        title=_finding(result, years),
        description=description,
        years=[year.year for year in years],
        amounts=amounts,
        mark=mark,
    )


def _finding(result: Result, years: tuple[Year, ...]) -> str:
    last = years[-1]
    if result.payback is None:
        amount = {"amount": kroner(-last.cumulative), "year": last.year}
        return _("By %(year)s the project has cost %(amount)s more than it has given") % amount
    if not result.payback:
        return _("The project never costs more than it has given")
    year = years[0].year + int(result.payback.to_integral_value(ROUND_CEILING))
    return _("The money is back in %(year)s") % {"year": year}
