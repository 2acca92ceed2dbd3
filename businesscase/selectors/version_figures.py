"""A version's business case as named figures, for the page that holds two versions against each other."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from businesscase.domain.cases import case_of, result_of
from businesscase.enums import LineSide
from businesscase.finance import Measure, read_definition
from businesscase.models import Alternative, AlternativeLine, BenefitLine, BusinessCaseVersion, CostLine, Result
from businesscase.selectors import words
from businesscase.selectors.ways_view import way_title
from portfolio.selectors.figures import NamedFigure, Unit, points

if TYPE_CHECKING:
    from portfolio.models import ProposalVersion

Figures = Sequence[Decimal | None]


def version_figures(version: "ProposalVersion") -> Iterator[NamedFigure]:
    """Yield every figure of a case: what it is made of, then what it comes to; nothing without one."""
    case = case_of(version)
    if case is None:
        return
    yield NamedFigure(_("Price of one working hour"), _("Price of one working hour"), case.hourly_rate, Unit.DKK)
    for cost in case.cost_lines.all():
        yield from _line(case, _("Costs"), cost, str(cost.get_category_display()))
    for benefit in case.benefit_lines.all():
        yield from _line(case, _("Gains"), benefit, str(benefit.get_type_display()))
    for way in case.alternatives.all():
        yield from _way(case, way)
    yield from _risks(case)
    result = result_of(case)
    if result is not None:
        yield from (replace(figure, outcome=True) for figure in _results(case, result))


def _line(case: BusinessCaseVersion, section: str, line: CostLine | BenefitLine, kind: str) -> Iterator[NamedFigure]:
    unit = Unit.HOURS if isinstance(line, CostLine) and line.counts_hours else Unit.DKK
    label = f"{kind}: {line}"
    yield from _years(case, section, label, unit, line.figures, "")
    yield from _years(case, section, label, unit, line.low, _("lowest"))
    yield from _years(case, section, label, unit, line.high, _("highest"))


def _years(
    case: BusinessCaseVersion, section: str, label: str, unit: Unit, figures: Figures, which: str
) -> Iterator[NamedFigure]:
    for year, figure in zip(case.calendar, figures, strict=False):
        if figure is not None:
            yield NamedFigure(section, label, figure, unit, f"{year}, {which}" if which else str(year))


def _way(case: BusinessCaseVersion, way: Alternative) -> Iterator[NamedFigure]:
    section = _("Scenario 0: as today") if way.is_today else _("Scenario %(number)s") % {"number": way.ordinal}
    for line in way.lines.all():
        unit = Unit.HOURS if line.counts_hours else Unit.DKK
        yield from _years(case, section, _way_label(line), unit, line.figures, "")


def _way_label(line: AlternativeLine) -> str:
    side = _("Cost") if line.side == LineSide.COST else _("Gain")
    return f"{side}: {line}"


def _risks(case: BusinessCaseVersion) -> Iterator[NamedFigure]:
    for risk in case.risks.all():
        share = None if risk.probability is None else risk.probability / 100
        yield NamedFigure(_("Risks"), str(risk), share, Unit.SHARE, _("probability"))
        yield NamedFigure(_("Risks"), str(risk), risk.impact, Unit.DKK, _("what it costs"))
        year = "" if risk.year is None else str(risk.year)
        yield NamedFigure(_("Risks"), str(risk), None, Unit.NUMBER, _("in which year"), words=year)


def _results(case: BusinessCaseVersion, result: Result) -> Iterator[NamedFigure]:
    section = _("Result")
    yield from _judged(section, case, result)
    yield from _further(section, result)
    yield from _drawn(section, result)
    yield from _by_year(result)
    for way in result.alternatives or ():
        yield from _compared(way, case.calendar[-1])


def _judged(section: str, case: BusinessCaseVersion, result: Result) -> Iterator[NamedFigure]:
    last = case.calendar[-1]
    yield NamedFigure(section, _("Net present value"), result.npv, Unit.DKK)
    if result.risk_adjusted_npv is not None:
        yield NamedFigure(section, _("Net present value, with the risks counted"), result.risk_adjusted_npv, Unit.DKK)
    yield NamedFigure(section, _("Net gain"), result.net_gain, Unit.DKK)
    rate, _why = words.irr(result)
    said = rate if result.irr is None else ""
    yield NamedFigure(section, _("Internal rate of return"), result.irr, Unit.SHARE, words=said)
    yield _time(section, _("Paid back after"), result.payback, last)
    yield _time(section, _("Paid back after, discounted"), result.discounted_payback, last)
    if not result.is_positive:
        yield _distance(section, result)


def _further(section: str, result: Result) -> Iterator[NamedFigure]:
    further = {name: _decimal(value) for name, value in (result.key_figures or {}).items()}
    for name, label, unit in (
        ("total_cost", _("Costs in all"), Unit.DKK),
        ("present_cost", _("Costs in all, at today's value"), Unit.DKK),
        ("peak_funding", _("Most money laid out"), Unit.DKK),
        ("annuity", _("Net present value a year"), Unit.DKK),
        ("delay_per_month", _("A month's delay costs"), Unit.DKK),
        ("mirr", _("Modified internal rate of return"), Unit.SHARE),
    ):
        if further.get(name) is not None:
            yield NamedFigure(section, label, further[name], unit)
    if (share := further.get("switching_share")) is not None:
        yield NamedFigure(section, _("Leeway of the gains"), share, Unit.SHARE, words=words.leeway(share), size=points)


def _drawn(section: str, result: Result) -> Iterator[NamedFigure]:
    drawn = {name: _decimal(value) for name, value in (result.simulation or {}).items()}
    for name, label in (("p10", "P10"), ("p50", "P50"), ("p90", "P90")):
        if drawn.get(name) is not None:
            yield NamedFigure(section, _("Net present value, drawn"), drawn[name], Unit.DKK, label)
    if (share := drawn.get("probability_positive")) is not None:
        yield NamedFigure(section, _("Probability of a positive business case"), share, Unit.SHARE)
    adjusted = _decimal((result.reference or {}).get("adjusted_npv"))
    if adjusted is not None:
        yield NamedFigure(section, _("Net present value, as its kind has realised"), adjusted, Unit.DKK)


def _by_year(result: Result) -> Iterator[NamedFigure]:
    for row in result.rows:
        yield NamedFigure(_("Result"), _("Gains less costs"), _decimal(row["net"]), Unit.DKK, str(row["year"]))


def _compared(way: dict[str, Any], last: int) -> Iterator[NamedFigure]:
    """Yield what another solution comes to beside the proposed one."""
    section, title = _("Other solutions"), way_title(way)
    for name, label in (
        ("npv", _("Net present value")),
        ("difference", _("Against the proposed one")),
        ("total_cost", _("Costs in all")),
        ("peak_funding", _("Most money laid out")),
    ):
        if way.get(name) is not None:
            yield NamedFigure(section, title, _decimal(way[name]), Unit.DKK, label)
    if way.get("irr") is not None:
        yield NamedFigure(section, title, _decimal(way["irr"]), Unit.SHARE, _("Internal rate of return"))
    if "payback" in way:
        yield replace(_time(section, title, _decimal(way["payback"]), last), detail=_("Paid back after"))


def _distance(section: str, result: Result) -> NamedFigure:
    """Return what a case lacks to be positive, in the unit of the figure that it is judged by."""
    label, missing = _("Lacks to be positive"), result.distance
    if read_definition(result.definition).measure != Measure.PAYBACK:
        return NamedFigure(section, label, missing, Unit.DKK)
    if missing is None:
        return NamedFigure(section, label, None, Unit.NUMBER, words=_("the money never comes back"))
    months = words.months_of(missing)
    return NamedFigure(section, label, months, Unit.NUMBER, words=words.months_text(months), size=words.months_text)


def _time(section: str, label: str, years: Decimal | None, last: int) -> NamedFigure:
    months = None if years is None else words.months_of(years)
    return NamedFigure(section, label, months, Unit.NUMBER, words=words.payback(years, last), size=words.months_text)


def _decimal(value: object) -> Decimal | None:
    """Read a stored figure; what is no number is no figure."""
    try:
        return None if value is None or isinstance(value, bool | list | dict) else Decimal(str(value))
    except ArithmeticError:
        return None
