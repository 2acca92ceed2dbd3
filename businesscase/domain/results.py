"""Calculating a case: the result as a row, unsaved, or None where there is nothing to calculate."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from businesscase.domain.inputs import DRAWS, CaseInput, case_input
from businesscase.domain.plain import plain
from businesscase.domain.price_levels import PriceLevels
from businesscase.domain.prices import price_record
from businesscase.domain.reference import Realised, reference_record
from businesscase.domain.rows import Way
from businesscase.domain.terms import Terms
from businesscase.domain.uncertainty import risk_adjusted, sensitivity_record, simulation_record
from businesscase.domain.ways import cost_in_all, way_records
from businesscase.domain.written import Written
from businesscase.finance import CaseError, Results, evaluate, key_figures
from businesscase.models import BenefitLine, BusinessCaseVersion, CostLine, Result, RiskItem
from core import clock
from core.domain.refusal import Refused

# What numeric(14,2) holds; sums of amounts that each fit may not.
_LIMIT = Decimal(10) ** 12


def calculate(
    case: BusinessCaseVersion,
    costs: Sequence[CostLine],
    benefits: Sequence[BenefitLine],
    terms: Terms,
    *,
    risks: Sequence[RiskItem] = (),
    alternatives: Sequence[Way] = (),
    realised: Realised | None = None,
    draws: int = DRAWS,
) -> Result | None:
    """Return the unsaved result of a case under `terms`; see `calculate_written`."""
    written = Written(case, costs, benefits, risks, alternatives)
    return calculate_written(written, terms, realised=realised, draws=draws)


def calculate_written(
    written: Written, terms: Terms, *, realised: Realised | None = None, draws: int = DRAWS
) -> Result | None:
    """Return the unsaved result of a case under `terms`, or None where no amount or no rate is there to use.

    `realised` is what cases of its kind have realised, where that was asked. 0 `draws` are no simulation.
    Raises `Refused` where the amounts are too large to calculate with, or a rise of prices is missing.
    """
    given = readable_input(written, terms)
    return None if given is None else _row(written, given, terms, realised, draws)


def readable_input(written: Written, terms: Terms) -> CaseInput | None:
    """Return what the case is calculated from (`case_input`); raises `Refused` with a sentence for its writer."""
    _require_rises(PriceLevels.of(written.case, terms))
    try:
        return case_input(written, terms)
    except CaseError as error:
        raise Refused(_(error.template) % error.params) from error


def _require_rises(levels: PriceLevels) -> None:
    """Refuse a case in current prices for which a rise of prices is missing, and say which."""
    missing = levels.missing(levels.prices) if levels.is_current else []
    if missing:
        sentence = _(
            "The amounts are in current prices, but how much prices rise in %(years)s has not been entered. "
            "Write the amounts in fixed prices, or ask an administrator to enter it."
        )
        raise Refused(sentence % {"years": ", ".join(map(str, missing))})


def _row(written: Written, given: CaseInput, terms: Terms, realised: Realised | None, draws: int) -> Result:
    results = evaluate(given.case, terms.definition)
    adjusted = risk_adjusted(given)
    _require_room(results, adjusted)
    return Result(
        case=written.case,
        npv=results.npv,
        net_gain=results.net_gain,
        irr=results.irr.rate,
        irr_note=results.irr.note,
        payback=results.payback.years,
        payback_lost_again=results.payback.lost_again,
        discounted_payback=results.discounted_payback.years,
        discounted_lost_again=results.discounted_payback.lost_again,
        rows=[plain(asdict(row)) for row in results.rows],
        key_figures=_key_figures(given, results),
        risk_adjusted_npv=adjusted,
        simulation=simulation_record(given, draws),
        sensitivity=sensitivity_record(given),
        alternatives=way_records(given, results),
        reference=None if realised is None else reference_record(given, realised),
        prices=price_record(PriceLevels.of(written.case, terms), given),
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
        input_digest=given.digest,
        computed_at=clock.now(),
    )


def _require_room(results: Results, adjusted: Decimal | None) -> None:
    figures = [figure for row in results.rows for figure in (row.cost, row.benefit, row.cumulative)]
    if any(abs(figure) >= _LIMIT for figure in (*figures, adjusted or Decimal(0))):
        raise Refused(_("The amounts are too large. Check whether there is a digit too many."))


def _key_figures(given: CaseInput, results: Results) -> dict[str, Any]:
    """Return the further figures; what the solution costs in all leaves out today's gains that fall away.

    `irr_all` has every internal rate where there are several.
    """
    figures = plain(asdict(key_figures(given.case)))
    total, present = cost_in_all(given.own_entries, given.case)
    figures |= plain({"total_cost": total, "present_cost": present})
    if len(results.irr.rates) > 1:
        figures["irr_all"] = [f"{rate:f}" for rate in results.irr.rates]
    return figures
