"""The further figures of a result, each with what it says in one sentence."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from businesscase.models import BusinessCaseVersion, Result
from businesscase.selectors import words
from businesscase.selectors.figure import Figure
from core.templatetags.danish import kroner, percent


def further_figures(case: BusinessCaseVersion, result: Result) -> tuple[Figure, ...]:
    """Return the further figures; none for a result from before they were calculated."""
    if not result.key_figures:
        return ()
    figures = tuple(_figures(case, result.key_figures))
    return figures if result.risk_adjusted_npv is None else (discounted_payback(case, result), *figures)


def discounted_payback(case: BusinessCaseVersion, result: Result) -> Figure:
    """Return when the money is back with interest."""
    label, last = _("Paid back after, discounted"), case.calendar[-1]
    return Figure(label, words.payback(result.discounted_payback, last), _("with the discount rate as interest"))


def _figures(case: BusinessCaseVersion, stored: dict[str, Any]) -> Iterator[Figure]:
    figures = {name: _decimal(value) for name, value in stored.items() if name not in {"peak_year", "irr_all"}}
    yield Figure(
        _("Costs in all"),
        kroner(figures["total_cost"]),
        _("What the solution costs in all its years; %(amount)s at today's value.")
        % {"amount": kroner(figures["present_cost"])},
    )
    yield _peak(figures["peak_funding"], stored["peak_year"])
    yield _switching(figures["switching_share"])
    yield _annuity(case, figures["annuity"])
    yield Figure(
        _("A month's delay costs"),
        kroner(figures["delay_per_month"]),
        _("That much is lost when the gains come a month later and the costs fall as planned."),
    )
    yield _modified(figures["mirr"])
    if several := stored.get("irr_all"):
        yield _several([Decimal(rate) for rate in several])


def _peak(amount: Decimal | None, year: object) -> Figure:
    label = _("Most money laid out")
    if year is None:
        return Figure(label, kroner(amount), _("The gains cover the costs in every year."))
    text = _("So much has been laid out by the end of %(year)s without being covered by gains.")
    return Figure(label, kroner(amount), text % {"year": year})


def _switching(share: Decimal | None) -> Figure:
    if share is None:
        return Figure(_("The gains can fall by"), _("No gains"), _("There is no gain in money that could fall."))
    if share < 0:
        text = _("Only if every gain becomes that much larger does the case break even.")
        return Figure(_("The gains must rise by"), percent(-share), text)
    text = _("If every gain becomes that much smaller, the case just breaks even.")
    return Figure(_("The gains can fall by"), percent(share), text)


def _annuity(case: BusinessCaseVersion, amount: Decimal | None) -> Figure:
    if case.years == 1:
        text = _("The case has one year, so this is the net present value itself.")
    else:
        text = _("The net present value as an even amount in each year from %(first)s to %(last)s.")
    years = {"first": case.start_year + 1, "last": case.calendar[-1]}
    return Figure(_("Net present value a year"), kroner(amount), text % years)


def _modified(rate: Decimal | None) -> Figure:
    label = _("Modified internal rate of return")
    if rate is None:
        return Figure(
            label,
            pgettext("internal rate of return", "None"),
            _("It takes both a year with an outlay and a year with a gain."),
        )
    text = _("The return when outlays and gains both bear the discount rate; there is only ever one.")
    return Figure(label, percent(rate), text)


def _several(rates: Sequence[Decimal]) -> Figure:
    *most, last = [percent(rate) for rate in rates]
    written = pgettext("list", "%(most)s and %(last)s") % {"most": ", ".join(most), "last": last}
    text = _("The case just breaks even at each of them, because its yearly sums change sign more than once.")
    return Figure(_("All internal rates of return"), written, text)


def _decimal(value: str | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)
