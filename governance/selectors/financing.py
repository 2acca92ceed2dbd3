"""Who pays for an application, read from its version and its business case, and said in words."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from businesscase.enums import FUNDABLE_CATEGORIES
from governance.policy.financing import Contribution, Financing

if TYPE_CHECKING:
    from governance.selectors.pool_case import CaseFigures


def financing_of(figures: "CaseFigures", pool: Decimal, *, staff_hours: Decimal = Decimal(0)) -> Financing:
    """Return who pays where the pool gives `pool`, `staff_hours` of it by exception."""
    cost = sum((one.amount for one in figures.cost_lines if one.category in FUNDABLE_CATEGORIES), Decimal(0))
    others = tuple(
        Contribution(row.kind, row.who, row.amount or Decimal(0), secured=bool(row.secured))
        for row in figures.version.co_financing.all()
    )
    return Financing(cost + staff_hours, pool, others)


def financing_words(financing: Financing) -> str:
    """Return in a sentence or two whether the money covers the cost."""
    return render_to_string("governance/_financing_words.txt", {"financing": financing}).strip()
