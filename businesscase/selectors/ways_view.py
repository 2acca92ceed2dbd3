"""The proposed solution beside the others, on the same terms."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from businesscase.enums import IrrNote
from businesscase.models import BusinessCaseVersion, Result
from businesscase.models.alternative import TODAY
from businesscase.selectors import words as said
from businesscase.selectors.section import WAYS, Cell, Section, Table, whole, words
from core.templatetags.danish import percent, whole_kroner


def ways_section(case: BusinessCaseVersion, result: Result) -> Section | None:
    """Return the comparison; None where no other way has been written."""
    others = result.alternatives
    if not others:
        return None
    heads = (
        _("Solution"), _("Net present value"), _("Against the proposed one"), _("Internal rate of return"),
        _("Paid back after"), _("Costs in all"), _("Most money laid out"),
    )  # fmt: skip
    return Section(
        name=WAYS,
        title=_("Compared with other solutions"),
        finding=_finding(result, others),
        texts=(_terms(case, result),),
        tables=(Table(_("The solutions side by side"), heads, tuple(_rows(case, result, others))),),
    )


def _terms(case: BusinessCaseVersion, result: Result) -> str:
    met = [percent(Decimal(band["rate"]), 2) for band in result.discount if band["from_year"] < case.years]
    given = {
        "rate": pgettext("discount rates", ", then ").join(met),
        "first": case.calendar[0],
        "last": case.calendar[-1],
        "year": case.price_year,
    }
    return _("The same for all: discount rate %(rate)s, the years %(first)s–%(last)s, fixed %(year)s prices.") % given


def _finding(result: Result, others: list[dict[str, Any]]) -> str:
    better = [way for way in others if Decimal(way.get("difference", 0)) > 0]
    if better:
        best = max(better, key=lambda way: Decimal(way["difference"]))
        given = {"title": way_title(best), "amount": whole_kroner(Decimal(best["difference"]))}
        return _("“%(title)s” is worth %(amount)s more than the proposed one") % given
    if any("npv" in way for way in others):
        return _("The proposed one is worth most")
    return _("%(amount)s better than carrying on as today") % {"amount": whole_kroner(result.npv)}


def way_title(way: dict[str, Any]) -> str:
    """Return what another solution is called."""
    if way["title"]:
        return str(way["title"])
    if way["ordinal"] == TODAY:
        return _("Carry on as today")
    return _("Solution %(number)s") % {"number": way["ordinal"]}


def _rows(case: BusinessCaseVersion, result: Result, others: list[dict[str, Any]]) -> Iterator[tuple[Cell, ...]]:
    further = result.key_figures or {}
    yield (
        words(_("The proposed one")),
        whole(result.npv),
        words("–"),
        words(said.irr(result)[0]),
        words(said.payback(result.payback, case.calendar[-1])),
        whole(_decimal(further.get("total_cost"))),
        whole(_decimal(further.get("peak_funding"))),
    )
    for way in others:
        yield _row(case, result, way)


def _row(case: BusinessCaseVersion, result: Result, way: dict[str, Any]) -> tuple[Cell, ...]:
    title, total = words(way_title(way)), whole(_decimal(way["total_cost"]))
    if "npv" not in way:
        why = _("measured against") if way["ordinal"] == TODAY and way["total_cost"] else _("no amounts")
        return (title, words(why), words("–"), words("–"), words("–"), total, words("–"))
    return (
        title,
        whole(_decimal(way["npv"])),
        whole(_decimal(way["difference"])),
        words(_rate(way)),
        words(_payback(_decimal(way["payback"]), result.payback, case.calendar[-1])),
        total,
        whole(_decimal(way["peak_funding"])),
    )


def _payback(years: Decimal | None, proposed: Decimal | None, last: int) -> str:
    """Return when the money is back, and how much sooner or later than with the proposed solution."""
    text = said.payback(years, last)
    if years is None or proposed is None:
        return text
    later = said.months_of(years) - said.months_of(proposed)
    apart = {"payback": text, "time": said.months_text(abs(later))}
    if later > 0:
        return _("%(payback)s; %(time)s later") % apart
    return _("%(payback)s; %(time)s sooner") % apart if later else text


def _rate(way: dict[str, Any]) -> str:
    if way["irr"] is not None:
        return percent(Decimal(way["irr"]))
    several = way["irr_note"] == IrrNote.SEVERAL
    return pgettext("internal rate of return", "Several") if several else pgettext("internal rate of return", "None")


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
