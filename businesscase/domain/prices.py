"""The case in current prices beside the fixed ones, as it is stored with the result."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from businesscase.domain.inputs import CaseInput
from businesscase.domain.plain import plain
from businesscase.domain.price_levels import PriceLevels
from businesscase.domain.terms import DatedRise
from businesscase.finance import annual


def price_record(levels: PriceLevels, given: CaseInput) -> dict[str, Any]:
    """Return what the case is written in, the rises used, and its years in current prices.

    `basis` and `price_year` as in the case. `prices` and `wages` are one object a year with `year`, `rise` (0.031 for
    3.1 %), `valid_from` and `source`. `rows` is one object a year with `year`, `cost`, `benefit` and `net` in current
    prices; None where a rise is missing, and then `missing_prices` and `missing_wages` are the years.
    """
    hours = any(entry.hours for entry in given.entries)
    missing_prices = levels.missing(levels.prices)
    missing_wages = levels.missing(levels.wages) if hours else []
    whole = not (missing_prices or missing_wages)
    return {
        "basis": str(levels.case.price_basis),
        "price_year": levels.case.price_year,
        "prices": _rises(levels.used(levels.prices)),
        "wages": _rises(levels.used(levels.wages)) if hours else [],
        "missing_prices": missing_prices,
        "missing_wages": missing_wages,
        "rows": _rows(levels, given) if whole else None,
    }


def _rows(levels: PriceLevels, given: CaseInput) -> list[dict[str, Any]]:
    lines = tuple(
        replace(entry.line, amounts=levels.current(entry.line.amounts, hours=entry.hours)) for entry in given.entries
    )
    rows = [row.to_money() for row in annual(replace(given.case, lines=lines))]
    return [plain({"year": row.year, "cost": row.cost, "benefit": row.benefit, "net": row.net}) for row in rows]


def _rises(rises: Sequence[DatedRise]) -> list[dict[str, Any]]:
    return [
        {
            "year": one.year,
            "rise": f"{one.rise.normalize():f}",
            "valid_from": one.valid_from.isoformat(),
            "source": one.source,
        }
        for one in rises
    ]
