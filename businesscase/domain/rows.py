"""What the rows of a case must be before they are stored; each refusal is one sentence that names the row."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeAlias

from django.utils.translation import gettext as _

from businesscase.enums import BenefitType, CostCategory, LineSide
from businesscase.models import Alternative, AlternativeLine, BenefitLine, BusinessCaseVersion, CostLine, RiskItem
from businesscase.models.alternative import MOST_ALTERNATIVES, TODAY
from businesscase.models.risk_item import MOST_RISKS
from core.domain.refusal import Refused

EstimatedLine: TypeAlias = CostLine | BenefitLine
Way: TypeAlias = tuple[Alternative, Sequence[AlternativeLine]]
Figures: TypeAlias = Sequence[Decimal | None]

# What numeric(14,2) holds.
_LIMIT = Decimal(10) ** 12
_MOST_PERCENT = 100
PROPOSED = 1
_KINDS = {LineSide.COST: CostCategory.values, LineSide.BENEFIT: BenefitType.values}


def settle_estimates(lines: Iterable[EstimatedLine]) -> None:
    """Fill the years in which no low or high is written with the likely figure, and make a line without spread certain.

    Whoever reads the stored rows thus meets low, likely and high for every year of an uncertain line, or neither.
    """
    for line in lines:
        if len(line.low) == len(line.high) == len(line.figures):
            line.low, line.high = _filled(line.low, line.figures), _filled(line.high, line.figures)
            if line.low == line.high == line.figures:
                line.low, line.high = [], []


def check_lines(case: BusinessCaseVersion, lines: Iterable[EstimatedLine]) -> None:
    """Refuse a line without a figure for each year, or an estimate that is not low, likely and high in that order."""
    for line in lines:
        _check_length(case, line.figures)
        if bool(line.low) != bool(line.high):
            text = _("“%(line)s”: an estimate has both a lowest and a highest. Write both, or neither.")
            raise Refused(text % {"line": line})
        if line.low:
            _check_estimate(case, line)


def check_risks(case: BusinessCaseVersion, risks: Sequence[RiskItem]) -> None:
    """Refuse a risk outside the years of the case, or with a probability that is no percentage."""
    if len(risks) > MOST_RISKS:
        raise Refused(_("A business case has at most %(most)s risks.") % {"most": MOST_RISKS})
    for number, risk in enumerate(risks, start=1):
        name = {"risk": risk.title or number}
        if risk.probability is not None and not 0 <= risk.probability <= _MOST_PERCENT:
            raise Refused(_("Risk “%(risk)s”: the probability must be from 0 to 100 percent.") % name)
        if risk.year is not None and risk.year not in case.calendar:
            years = {"first": case.calendar[0], "last": case.calendar[-1]}
            text = _("Risk “%(risk)s”: the year must be one of the case's, %(first)s to %(last)s.")
            raise Refused(text % (name | years))
        if risk.impact is not None and not 0 <= risk.impact < _LIMIT:
            raise Refused(_("Risk “%(risk)s”: the amount must be in DKK, 0 or more.") % name)


def check_alternatives(case: BusinessCaseVersion, alternatives: Sequence[Way]) -> None:
    """Refuse a scenario that takes another's place, or a line of one that does not fit the case."""
    ordinals = [way.ordinal for way, lines in alternatives]
    if len([one for one in ordinals if one != TODAY]) > MOST_ALTERNATIVES:
        raise Refused(_("A business case has at most %(most)s alternatives.") % {"most": MOST_ALTERNATIVES})
    if len(set(ordinals)) < len(ordinals) or PROPOSED in ordinals or any(one < TODAY for one in ordinals):
        raise Refused(_("Each scenario must have a number of its own: 0 is as today, 1 is the proposed solution."))
    for way, lines in alternatives:
        for line in lines:
            _check_length(case, line.figures)
            if line.category not in _KINDS.get(LineSide(line.side), ()):
                text = _("“%(scenario)s”: “%(line)s” has a kind that does not belong on its side.")
                raise Refused(text % {"scenario": way, "line": line.label})


def _check_length(case: BusinessCaseVersion, figures: Figures) -> None:
    if len(figures) != case.years:
        raise Refused(_("Every line must have a box for each of the %(count)s years.") % {"count": case.years})
    if any(figure is not None and not abs(figure) < _LIMIT for figure in figures):
        raise Refused(_("The amounts are too large. Check whether there is a digit too many."))


def _check_estimate(case: BusinessCaseVersion, line: EstimatedLine) -> None:
    for figures in (line.low, line.high):
        _check_length(case, figures)
    for year, low, likely, high in zip(case.calendar, line.low, line.figures, line.high, strict=True):
        place = {"line": line, "year": year}
        if (low or 0) > (likely or 0):
            text = _("“%(line)s”, %(year)s: the lowest must not be above the likely one.")
            raise Refused(text % place)
        if (high or 0) < (likely or 0):
            text = _("“%(line)s”, %(year)s: the highest must not be below the likely one.")
            raise Refused(text % place)


def _filled(written: Figures, likely: Figures) -> list[Decimal | None]:
    return [usual if figure is None else figure for figure, usual in zip(written, likely, strict=True)]
