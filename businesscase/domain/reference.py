"""What closed cases of the same kind have realised of what they promised, beside a case's own estimate.

The kind is whether something new is bought or a solution at hand is developed further: what a municipality has enough
of to compare.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from businesscase.domain.inputs import CaseInput
from businesscase.domain.measured_period import promised_for
from businesscase.domain.plain import plain
from businesscase.finance import adjusted_value, annual, reference_class_of, to_money
from businesscase.finance.precision import rounded, working
from businesscase.models import Benefit, Measurement
from portfolio.enums import AcquisitionType, ProjectPhase

_SHARE_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Realised:
    """The shares of what was promised that closed cases of a kind have realised; 0.8 is eight tenths."""

    kind: str
    shares: tuple[Decimal, ...]


def realised_of(kind: str) -> Realised:
    """Return what closed projects of a kind have realised, one share a project; one query.

    A project's share is what its measured benefits gave in the days that their newest measurement covers, over what was
    promised for those days (the last promised year where they lie later). A benefit that nobody has measured in money
    counts on neither side. Restricted projects are left out.
    """
    if kind not in AcquisitionType.values:
        return Realised(kind, ())
    rows = (
        Measurement.objects.filter(
            realised__isnull=False,
            benefit__project__phase=ProjectPhase.CLOSED,
            benefit__project__restricted=False,
            benefit__line__case__version__acquisition_type=kind,
        )
        .select_related("benefit")
        .order_by("benefit_id", "-measured_on", "-pk")
        .distinct("benefit_id")
    )
    sums: dict[int, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for row in rows:
        promised = promised_for(row, partial(_promised, row.benefit))
        if promised and row.realised is not None:
            sums[row.benefit.project_id][0] += row.realised
            sums[row.benefit.project_id][1] += promised
    with working():
        shares = [rounded(realised / promised, _SHARE_DECIMALS) for realised, promised in sums.values() if promised > 0]
    return Realised(kind, tuple(sorted(shares)))


def reference_record(given: CaseInput, realised: Realised) -> dict[str, Any]:
    """Return the class and the net present value adjusted by it, as it is stored.

    `kind`, `count`, `middle`, `lower` and `upper` (shares) as in finance.ReferenceClass, and `adjusted_npv`, DKK; the
    last four are None below five cases.
    """
    found = reference_class_of(realised.shares)
    rows = annual(given.case)
    costs, benefits, factors = ([getattr(row, name) for row in rows] for name in ("cost", "benefit", "factor"))
    adjusted = adjusted_value(costs, benefits, factors, found)
    return plain(
        {
            "kind": realised.kind,
            "count": found.count,
            "middle": found.middle,
            "lower": found.lower,
            "upper": found.upper,
            "adjusted_npv": None if adjusted is None else to_money(adjusted),
        }
    )


def _promised(benefit: Benefit, year: int) -> Decimal:
    """Return what was promised for a calendar year, or for the last promised one where it lies later."""
    stated = [(place, amount) for place, amount in enumerate(benefit.promised) if amount is not None]
    reached = [amount for place, amount in stated if benefit.start_year + place <= year]
    return reached[-1] if reached else Decimal(0)
