"""What is uncertain about a case, as it is stored with the result."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from businesscase.domain.inputs import CaseInput, Entry, case_input
from businesscase.domain.plain import plain
from businesscase.domain.terms import terms_in_force
from businesscase.domain.written import Written, written_of
from businesscase.enums import CostCategory
from businesscase.finance import Kind, annual, risk_adjusted_value, sensitivities, to_money, tornado
from businesscase.finance.distribution import Distribution
from businesscase.finance.simulation import MAX_SEED, draw_values_and_sums, simulate
from businesscase.models import BenefitLine, BusinessCaseVersion, CostLine

_OUTLAYS = (CostCategory.PURCHASE, CostCategory.IMPLEMENTATION)


def is_uncertain(written: Written) -> bool:
    """Tell whether any line that is written is an estimate, or there is a risk."""
    lines: list[CostLine | BenefitLine] = [*written.costs, *written.benefits]
    return bool(written.risks) or any(line.is_uncertain for line in lines)


def risk_adjusted(given: CaseInput) -> Decimal | None:
    """Return the net present value less what the risks cost on average; None for a case without risks."""
    risks = given.uncertain.risks
    if not risks:
        return None
    rows = annual(given.case)
    return to_money(risk_adjusted_value(rows[-1].discounted_cumulative, risks, [row.factor for row in rows]))


def sensitivity_record(given: CaseInput) -> list[dict[str, Any]] | None:
    """Return the lines that matter, the longest bar of the tornado first; None where every line is certain.

    Each has its `label`, its `kind` (cost or benefit), and the net present value with the line at its low and at its
    high amounts, DKK as text.
    """
    bars = tornado(sensitivities(given.uncertain))
    if not bars:
        return None
    return [
        plain(
            {
                "label": given.entries[bar.line].label,
                "kind": str(given.entries[bar.line].line.kind),
                "low_npv": to_money(bar.low_npv),
                "high_npv": to_money(bar.high_npv),
            }
        )
        for bar in bars
    ]


def simulation_record(given: CaseInput, draws: int) -> dict[str, Any] | None:
    """Return how `draws` draws fall out (finance.Simulation), with how they were made; None without uncertainty."""
    if not (draws and given.is_uncertain):
        return None
    options = given.options
    found = simulate(
        given.uncertain,
        draws=draws,
        seed=int(options["seed"]),
        distribution=Distribution(str(options["spreading"])),
        correlation=Decimal(options["supplier_correlation"]),
    )
    return plain(asdict(found)) | {
        "spreading": options["spreading"],
        "supplier_correlation": options["supplier_correlation"],
    }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a draw of a case comes to: its net present value, DKK, and its outlay as a share of the likely one.

    The outlay is purchase and implementation, what a pool pays for; 1 where none is stated.
    """

    value: float
    outlay: float


def drawn_outcomes(case: BusinessCaseVersion, *, draws: int, seed: int) -> list[Outcome]:
    """Return the outcome of each draw of a stored case; empty where nothing about it is uncertain.

    It is calculated under the terms of the day on which its result was, and its risks strike as in its own simulation.
    """
    result = getattr(case, "result", None)
    given = case_input(written_of(case), terms_in_force(result.computed_at.date())) if result else None
    if given is None or not given.is_uncertain:
        return []
    outlays = {place: sum(entry.line.amounts) for place, entry in enumerate(given.own_entries) if _is_outlay(entry)}
    values, sums = draw_values_and_sums(
        given.uncertain,
        outlays,
        draws=draws,
        seed=seed % (MAX_SEED + 1),
        distribution=Distribution(str(given.options["spreading"])),
        correlation=Decimal(given.options["supplier_correlation"]),
    )
    likely = float(sum(outlays.values()))
    return [
        Outcome(float(value), float(spent) / likely if likely else 1.0)
        for value, spent in zip(values, sums, strict=True)
    ]


def _is_outlay(entry: Entry) -> bool:
    return entry.line.kind == Kind.COST and entry.line.category in _OUTLAYS
