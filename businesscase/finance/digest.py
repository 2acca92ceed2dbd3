"""The fingerprint of what a result was calculated from."""

from __future__ import annotations

import json
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING

from businesscase.finance.precision import working

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from businesscase.finance.cashflow import Case
    from businesscase.finance.spread import Spread
    from businesscase.finance.uncertain_case import UncertainCase

# Part of what is hashed: a change of the layouts below must change them too.
LAYOUT, UNCERTAIN_LAYOUT = "case/1", "uncertain/1"


def input_digest(case: Case) -> str:
    """Return the SHA-256 of a case as 64 hexadecimal digits (architecture: a stored result names its input).

    Equal input gives an equal digest whatever way it was written: 1000, 1000.00 and 1E+3 are the same amount.
    Any other change, the order of the lines too, gives another.
    """
    return _hashed(_content(case))


def uncertain_digest(uncertain: UncertainCase, *, others: Sequence[Case], options: Mapping[str, str | int]) -> str:
    """Return the SHA-256 of everything that a stored result rests on.

    That is the case with its spreads and risks, the cases it is compared with, and the options of the calculation by
    name: how the draws are made, the definition of a positive case.
    """
    content = {
        "layout": UNCERTAIN_LAYOUT,
        "case": _content(uncertain.case),
        "spreads": [_spread(spread) for spread in uncertain.spreads],
        "risks": [[_plain(risk.probability), _plain(risk.impact), risk.year] for risk in uncertain.risks],
        "others": [_content(case) for case in others],
        "options": dict(options),
    }
    return _hashed(content)


def _spread(spread: Spread | None) -> list[object] | None:
    if spread is None:
        return None
    return [[_plain(amount) for amount in spread.low], [_plain(amount) for amount in spread.high], spread.supplier]


def _content(case: Case) -> dict[str, object]:
    return {
        "layout": LAYOUT,
        "start_year": case.start_year,
        "years": case.years,
        "price_year": case.price_year,
        "discount": [[band.from_year, _plain(band.rate)] for band in case.discount],
        "timing": case.timing,
        "first_year_undiscounted": case.first_year_undiscounted,
        "lines": [
            [line.kind, line.category, line.cash_releasing, [_plain(amount) for amount in line.amounts]]
            for line in case.lines
        ],
    }


def _hashed(content: Mapping[str, object]) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return sha256(text.encode()).hexdigest()


def _plain(value: Decimal) -> str:
    with working():
        return format((value + Decimal(0)).normalize(), "f")
