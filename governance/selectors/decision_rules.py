"""What the rules say of what management wants to decide, in figures and in words (D9-D16, C23)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from governance.policy.pool_case import PoolState
from governance.policy.reason import Reason
from governance.policy.shares import SplitOutcome, assess_shares
from governance.reason_texts import render_reason
from governance.selectors.direction import direction_of
from governance.selectors.eligibility import refusal_words, refusing
from governance.selectors.pool_case import CaseFigures, Exceptions
from governance.selectors.profile import active_profile

if TYPE_CHECKING:
    from portfolio.models import Proposal


def try_decision(
    proposal: "Proposal",
    figures: CaseFigures,
    *,
    shares: Mapping[int, Decimal],
    pools: Mapping[int, PoolState],
    criterion: str,
    exceptions: Exceptions,
) -> SplitOutcome:
    """Hold an allocation by management against the criterion, the costs, and what each year has left."""
    case = figures.as_case(
        requested=sum(shares.values(), Decimal(0)),
        criterion=criterion,
        decision_reference=direction_of(proposal),
        exceptions=exceptions,
    )
    return assess_shares(case, shares, pools, active_profile())


def staff_hours_in(amount: Decimal, figures: CaseFigures) -> Decimal:
    """Return the part of `amount` that purchase and implementation do not account for: it pays staff hours (D16)."""
    paid = sum((line.amount for line in figures.cost_lines if line.category in _PAID), Decimal(0))
    return max(Decimal(0), amount - paid)


def decision_refusal(outcome: SplitOutcome) -> str:
    """Return why the pool cannot be allocated so, or nothing; with several years each sentence names its own."""
    blocking = refusing(outcome.whole)
    sentences = [refusal_words(blocking)] if blocking else []
    for year, reasons in outcome.by_year.items():
        said = [render_reason(reason) for reason in reasons if reason.blocks]
        named = len(outcome.by_year) > 1
        sentences += [f"{year}: {sentence}" if named else sentence for sentence in _hardest(said)]
    return " ".join(sentences)


def decision_record(outcome: SplitOutcome) -> dict[str, Any]:
    """Return the rules that were tried, in JSON's types, as they are stored with the decision."""
    whole = outcome.whole
    return {
        "eligible": True,
        "priority": whole.priority,
        "fundable_dkk": f"{whole.fundable:f}",
        "reasons": [reason.as_record() for reason in whole.reasons],
        "warnings": [reason.as_record() for reason in whole.warnings],
        "years": {str(year): [reason.as_record() for reason in rows] for year, rows in outcome.by_year.items()},
        "profile": whole.profile,
        "profile_version": whole.profile_version,
    }


_PAID = ("purchase", "implementation")


def _hardest(sentences: list[str]) -> list[str]:
    """Keep the first: where the pool does not hold the money, what the forecast says no longer matters."""
    return sentences[:1]


def reasons_of_record(record: dict[str, Any]) -> tuple[Reason, ...]:
    """Return the reasons that `decision_record` wrote for the whole amount."""
    return tuple(Reason.from_record(one) for one in record.get("reasons", ()))
