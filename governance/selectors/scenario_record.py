"""A committed scenario as it was put forward, read from its record and from nothing else."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from governance.enums import LockGround, RowLock, ValueBasis
from governance.selectors.pool_board import written_value

if TYPE_CHECKING:
    from governance.models import Scenario


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A case as it stood; `left` is what the pool had after it, None where it was not chosen."""

    proposal: int
    title: str
    rank: int
    applied: Decimal
    amount: Decimal
    value: str
    lock: str
    left: Decimal | None
    why: str


@dataclass(frozen=True, slots=True)
class CommittedPage:
    """What was proposed, DKK, and from what."""

    scenario: "Scenario"
    budget: Decimal
    amount: Decimal
    value: str
    difference: str
    optimal: bool
    chosen: tuple[RecordLine, ...]
    left_over: tuple[RecordLine, ...]

    @property
    def unused(self) -> Decimal:
        """Return what was left."""
        return self.budget - self.amount


def committed_page(scenario: "Scenario") -> CommittedPage:
    """Return the page of a scenario that has been put forward."""
    record: dict[str, Any] = scenario.record or {}
    basis, left = ValueBasis(scenario.basis), Decimal(record["budget_dkk"])
    chosen = []
    for case in sorted((one for one in record["cases"] if one["chosen"]), key=_place):
        left -= Decimal(case["amount_dkk"])
        chosen.append(_line(case, basis, left))
    return CommittedPage(
        scenario=scenario,
        budget=Decimal(record["budget_dkk"]),
        amount=Decimal(record["amount_dkk"]),
        value=written_value(Decimal(record["value"]), basis),
        difference=record["difference"],
        optimal=record["optimal"],
        chosen=tuple(chosen),
        left_over=tuple(_line(one, basis, None) for one in record["cases"] if not one["chosen"]),
    )


def _place(case: dict[str, Any]) -> tuple[bool, int]:
    return case["lock"] != RowLock.IN, case["rank"]


def _line(case: dict[str, Any], basis: ValueBasis, left: Decimal | None) -> RecordLine:
    known = case["score"] if basis == ValueBasis.SCORE else case["npv_dkk"]
    ground = str(LockGround(case["ground"]).label) if case["ground"] else ""
    return RecordLine(
        proposal=case["proposal"],
        title=f"{case['number']} {case['title']}",
        rank=case["rank"],
        applied=Decimal(case["applied_dkk"]),
        amount=Decimal(case["amount_dkk"]),
        value="" if known is None else written_value(Decimal(case["value"]), basis),
        lock=": ".join(filter(None, [ground, case["reason"]])) if case["lock"] else "",
        left=left,
        why=case["why"],
    )
