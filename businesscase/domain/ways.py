"""The other solutions on the same terms as the proposed one, as they are stored with its result."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from businesscase.domain.inputs import CaseInput, Entry, OtherWay
from businesscase.domain.plain import plain
from businesscase.finance import Case, Kind, Results, evaluate, key_figures


def cost_in_all(entries: Iterable[Entry], case: Case) -> tuple[Decimal, Decimal]:
    """Return what a solution costs over the years of `case`, and that at today's value, DKK; saved costs left out."""
    costs = tuple(entry.line for entry in entries if entry.line.kind == Kind.COST)
    if not costs:
        return Decimal(0), Decimal(0)
    found = key_figures(replace(case, lines=costs))
    return found.total_cost, found.present_cost


def way_records(given: CaseInput, proposed: Results) -> list[dict[str, Any]] | None:
    """Return one object a scenario beside the proposed one, in order; None where there is none.

    Each has `ordinal`, `title` and `total_cost`, which is None where no amount is stated. A solution with amounts also
    has `npv`, `net_gain`, `irr`, `irr_note`, `payback`, `payback_lost_again`, `discounted_payback`,
    `peak_funding`, and the `difference` of its net present value to the proposed one's. All are measured against
    carrying on as today, as the proposed one is, so that itself has no such figures.
    """
    return [_record(way, given.case, proposed) for way in given.others] or None


def _record(way: OtherWay, case: Case, proposed: Results) -> dict[str, Any]:
    total = cost_in_all(way.entries, case)[0] if way.entries else None
    found: dict[str, Any] = {"ordinal": way.ordinal, "title": way.title, "total_cost": total}
    if way.case is not None:
        results, further = evaluate(way.case), key_figures(way.case)
        found |= {
            "npv": results.npv,
            "net_gain": results.net_gain,
            "irr": results.irr.rate,
            "irr_note": str(results.irr.note),
            "payback": results.payback.years,
            "payback_lost_again": results.payback.lost_again,
            "discounted_payback": results.discounted_payback.years,
            "peak_funding": further.peak_funding,
            "difference": results.npv - proposed.npv,
        }
    return plain(found)
