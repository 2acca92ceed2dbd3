"""The fingerprint of what a result was calculated from."""

from __future__ import annotations

import json
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING

from businesscase.finance.precision import working

if TYPE_CHECKING:
    from businesscase.finance.cashflow import Case

# Part of what is hashed: a change of the layout below must change it too.
LAYOUT = "case/1"


def input_digest(case: Case) -> str:
    """Return the SHA-256 of a case as 64 hexadecimal digits (architecture: a stored result names its input).

    Equal input gives an equal digest whatever way it was written: 1000, 1000.00 and 1E+3 are the same amount.
    Any other change, the order of the lines too, gives another.
    """
    content = {
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
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return sha256(text.encode()).hexdigest()


def _plain(value: Decimal) -> str:
    with working():
        return format((value + Decimal(0)).normalize(), "f")
