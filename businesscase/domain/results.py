"""Calculating a case: the result as a row, unsaved, or None where there is nothing to calculate."""

from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from businesscase.domain.inputs import case_input
from businesscase.domain.terms import Terms
from businesscase.finance import CaseError, KeyFigures, Results, YearRow, evaluate, key_figures
from businesscase.models import BenefitLine, BusinessCaseVersion, CostLine, Result
from core import clock
from core.domain.refusal import Refused

# What numeric(14,2) holds; sums of amounts that each fit may not.
_LIMIT = Decimal(10) ** 12


def calculate(
    case: BusinessCaseVersion, costs: Iterable[CostLine], benefits: Iterable[BenefitLine], terms: Terms
) -> Result | None:
    """Return the unsaved result of a case under `terms`, or None where no amount or no rate is there to use.

    Raises `Refused` where the amounts are too large to calculate with.
    """
    try:
        given = case_input(case, costs, benefits, terms)
    except CaseError as error:
        raise Refused(_(error.template) % error.params) from error
    if given is None:
        return None
    results = evaluate(given, terms.definition)
    if any(abs(figure) >= _LIMIT for row in results.rows for figure in (row.cost, row.benefit, row.cumulative)):
        raise Refused(_("The amounts are too large. Check whether there is a digit too many."))
    return _row(case, results, key_figures(given), terms)


def _row(case: BusinessCaseVersion, results: Results, further: KeyFigures, terms: Terms) -> Result:
    return Result(
        case=case,
        npv=results.npv,
        net_gain=results.net_gain,
        irr=results.irr.rate,
        irr_note=results.irr.note,
        payback=results.payback.years,
        payback_lost_again=results.payback.lost_again,
        discounted_payback=results.discounted_payback.years,
        discounted_lost_again=results.discounted_payback.lost_again,
        rows=[_plain(row) for row in results.rows],
        key_figures=_plain(further),
        is_positive=results.positive.is_positive,
        definition=results.positive.definition,
        definition_source=terms.definition_source,
        figure=results.positive.figure,
        distance=results.positive.distance,
        discount=[
            {
                "from_year": rate.band.from_year,
                "rate": f"{rate.band.rate:f}",
                "valid_from": rate.valid_from.isoformat(),
                "source": rate.source,
            }
            for rate in terms.rates
        ],
        input_digest=results.input_digest,
        computed_at=clock.now(),
    )


def _plain(figures: YearRow | KeyFigures) -> dict[str, Any]:
    """Return figures as JSON keeps them exactly: decimals as text."""
    return {name: f"{value:f}" if isinstance(value, Decimal) else value for name, value in asdict(figures).items()}
