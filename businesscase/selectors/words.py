"""A result in words: how long, how positive, on what terms."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from businesscase.enums import IrrNote
from businesscase.finance import Definition, Measure, Verdict, read_definition, years_and_months
from businesscase.models import Result
from core.templatetags.danish import date_long, kroner, number, percent


def duration(years: Decimal) -> str:
    """Return a time in years and months, begun months counted: 2.25 is "2 years and 3 months"."""
    return months_text(months_of(years))


def months_of(years: Decimal) -> Decimal:
    """Return how many months a time reads as, so that the difference of two is that of what is read."""
    whole, rest = years_and_months(years)
    return Decimal(12 * whole + rest)


def months_text(months: Decimal) -> str:
    """Return a number of months in years and months."""
    whole, rest = divmod(int(months), 12)
    parts = []
    if whole:
        parts.append(ngettext("%(count)d year", "%(count)d years", whole) % {"count": whole})
    if rest or not whole:
        parts.append(ngettext("%(count)d month", "%(count)d months", rest) % {"count": rest})
    return pgettext("years and months", " and ").join(parts)


def payback(years: Decimal | None, last_year: int) -> str:
    """Return when the money is back, or that it is not within the case."""
    if years is None:
        return _("Not by %(year)s") % {"year": last_year}
    return duration(years) if years else _("From the start")


def leeway(share: Decimal) -> str:
    """Return how far the gains can fall before the case no longer breaks even, or how far they must rise to do so."""
    if share < 0:
        return _("must rise by %(share)s") % {"share": percent(-share, 2)}
    return _("can fall by %(share)s") % {"share": percent(share, 2)}


def irr(result: Result) -> tuple[str, str]:
    """Return the internal rate of return, or the word why there is none, and a note."""
    if result.irr is not None:
        return percent(result.irr), _("the rate at which the case just breaks even")
    if result.irr_note == IrrNote.SEVERAL:
        why = _("the yearly sums change sign more than once, so no single rate says anything")
        return pgettext("internal rate of return", "Several"), why
    return pgettext("internal rate of return", "None"), _("no rate makes the case break even")


def verdict(result: Result) -> str:
    """Return why the case is positive or not, with the definition and the distance to it."""
    return judged(Verdict(result.is_positive, result.definition, result.figure, result.distance))


def judged(said: Verdict) -> str:
    """Return a verdict in words: the figure, the definition and, where it is not positive, how far it is from it."""
    by = read_definition(said.definition)
    if by.measure == Measure.PAYBACK:
        return _payback_verdict(said, by.years or Decimal(0))
    npv = by.measure == Measure.NPV
    name = pgettext("judged", "net present value") if npv else pgettext("judged", "net gain")
    words = {"name": name, "figure": kroner(said.figure), "distance": kroner(said.distance)}
    if said.is_positive:
        return _("The %(name)s is %(figure)s and thus above zero.") % words
    return _("The %(name)s is %(figure)s. To be above zero, it lacks %(distance)s more.") % words


def follow_up_text(months: int) -> str:
    """Return when the gains are followed up."""
    return ngettext("after %(count)d month in operation", "after %(count)d months in operation", months) % {
        "count": months
    }


def definition(by: Definition) -> str:
    """Return what makes a case positive."""
    if by.measure == Measure.PAYBACK:
        return _("The money is back within %(limit)s") % {"limit": duration(by.years or Decimal(0))}
    if by.measure == Measure.NPV:
        return _("The net present value is above zero")
    return _("The net gain is above zero")


def definition_of(result: Result) -> str:
    """Return by what a result was judged, and who says so."""
    said = definition(read_definition(result.definition))
    if not result.definition_source:
        return said
    return _("%(definition)s. Source: %(source)s") % {"definition": said, "source": result.definition_source}


def _payback_verdict(said: Verdict, limit: Decimal) -> str:
    if said.figure is None:
        sentence = _("It is positive when the money is back within %(limit)s. Here it does not come back.")
        return sentence % {"limit": duration(limit)}
    words = {"limit": duration(limit), "figure": duration(said.figure)}
    if said.distance:
        sentence = _(
            "It is positive when the money is back within %(limit)s. Here it takes %(figure)s, which is %(distance)s "
            "too long."
        )
        return sentence % {**words, "distance": duration(said.distance)}
    return _("It is positive when the money is back within %(limit)s. Here it takes %(figure)s.") % words


def rates(result: Result, years: int) -> list[str]:
    """Return each discount rate that a case of `years` years meets, with its date and source."""
    met = [band for band in result.discount if band["from_year"] < years]
    return [_rate(band, alone=len(met) == 1) for band in met]


def _rate(band: dict[str, object], *, alone: bool) -> str:
    words = {
        "rate": percent(Decimal(str(band["rate"])), 2),
        "year": number(str(band["from_year"])),
        "date": date_long(date.fromisoformat(str(band["valid_from"]))),
        "source": str(band["source"]),
    }
    if alone:
        return _("%(rate)s a year, in force from %(date)s. Source: %(source)s") % words
    sentence = _("%(rate)s a year from year %(year)s of the case on, in force from %(date)s. Source: %(source)s")
    return sentence % words
