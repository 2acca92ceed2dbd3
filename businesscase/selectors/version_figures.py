"""A version's business case as named figures, for the page that holds two versions against each other."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from businesscase.domain.cases import case_of, result_of
from businesscase.enums import LineSide
from businesscase.models import Alternative, AlternativeLine, BenefitLine, BusinessCaseVersion, CostLine, Result
from businesscase.selectors import words
from portfolio.selectors.figures import NamedFigure, Unit

if TYPE_CHECKING:
    from portfolio.models import ProposalVersion

Figures = Sequence[Decimal | None]


def version_figures(version: "ProposalVersion") -> Iterator[NamedFigure]:
    """Yield every figure of a case: what it comes to first, then what it is made of; nothing without one."""
    case = case_of(version)
    if case is None:
        return
    result = result_of(case)
    if result is not None:
        yield from _results(case, result)
    yield NamedFigure(_("Price of one working hour"), _("Price of one working hour"), case.hourly_rate, Unit.DKK)
    for cost in case.cost_lines.all():
        yield from _line(case, _("Costs"), cost, str(cost.get_category_display()))
    for benefit in case.benefit_lines.all():
        yield from _line(case, _("Gains"), benefit, str(benefit.get_type_display()))
    for way in case.alternatives.all():
        yield from _way(case, way)
    yield from _risks(case)


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
    section, last = _("Result"), case.calendar[-1]
    further = {name: _decimal(value) for name, value in (result.key_figures or {}).items()}
    drawn = {name: _decimal(value) for name, value in (result.simulation or {}).items()}
    yield NamedFigure(section, _("Net present value"), result.npv, Unit.DKK)
    if result.risk_adjusted_npv is not None:
        yield NamedFigure(section, _("Net present value, with the risks counted"), result.risk_adjusted_npv, Unit.DKK)
    yield NamedFigure(section, _("Net gain"), result.net_gain, Unit.DKK)
    rate, _why = words.irr(result)
    yield NamedFigure(
        section, _("Internal rate of return"), result.irr, Unit.SHARE, words=rate if result.irr is None else ""
    )
    yield _time(section, _("Paid back after"), result.payback, last)
    yield _time(section, _("Paid back after, discounted"), result.discounted_payback, last)
    for name, label, unit in (
        ("total_cost", _("Costs in all"), Unit.DKK),
        ("peak_funding", _("Most money laid out"), Unit.DKK),
        ("switching_share", _("The gains can fall by"), Unit.SHARE),
        ("annuity", _("Net present value a year"), Unit.DKK),
        ("delay_per_month", _("A month's delay costs"), Unit.DKK),
        ("mirr", _("Modified internal rate of return"), Unit.SHARE),
    ):
        if further.get(name) is not None:
            yield NamedFigure(section, label, further[name], unit)
    for name, label in (("p10", "P10"), ("p50", "P50"), ("p90", "P90")):
        if drawn.get(name) is not None:
            yield NamedFigure(section, _("Net present value, drawn"), drawn[name], Unit.DKK, label)
    if drawn.get("probability_positive") is not None:
        share = drawn["probability_positive"]
        yield NamedFigure(section, _("Probability of a positive business case"), share, Unit.SHARE)


def _time(section: str, label: str, years: Decimal | None, last: int) -> NamedFigure:
    return NamedFigure(section, label, years, Unit.NUMBER, words=words.payback(years, last))


def _decimal(value: object) -> Decimal | None:
    """Read a stored figure; what is no number is no figure."""
    try:
        return None if value is None or isinstance(value, bool | list | dict) else Decimal(str(value))
    except ArithmeticError:
        return None
