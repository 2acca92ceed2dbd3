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
    """A case as it stood; `left` is what the pool's years had after it, None where it was not chosen.

    `years` is what each year was to give, where there was more than one.
    """

    proposal: int
    title: str
    rank: int
    applied: Decimal
    amount: Decimal
    value: str
    lock: str
    years: tuple[tuple[int, Decimal], ...]
    left: tuple[tuple[str, Decimal], ...] | None
    why: str


@dataclass(frozen=True, slots=True)
class CommittedPage:
    """What was proposed, DKK, and from what; `room` is what each of the years had, one where nothing is in years.

    `limits` are those of the director areas that cases came from, where any had one of its own.
    """

    scenario: "Scenario"
    budget: Decimal
    room: tuple[tuple[str, Decimal], ...]
    amount: Decimal
    value: str
    difference: str
    optimal: bool
    limits: tuple[tuple[str, Decimal], ...]
    chosen: tuple[RecordLine, ...]
    left_over: tuple[RecordLine, ...]

    @property
    def left(self) -> tuple[tuple[str, Decimal], ...]:
        """Return what each year had after everything that was proposed."""
        return (self.chosen[-1].left if self.chosen else None) or self.room

    @property
    def columns(self) -> int:
        """Return how many columns the table has."""
        return 4 + len(self.room)

    @property
    def unused(self) -> Decimal:
        """Return what was left."""
        return self.budget - self.amount


def committed_page(scenario: "Scenario") -> CommittedPage:
    """Return the page of a scenario that has been put forward."""
    record: dict[str, Any] = scenario.record or {}
    basis = ValueBasis(scenario.basis)
    # A record from before instalments has one year.
    room = {year: Decimal(left) for year, left in record.get("room_dkk", {"": record["budget_dkk"]}).items()}
    left, chosen = room, []
    for case in sorted((one for one in record["cases"] if one["chosen"]), key=_place):
        paid = case.get("years_dkk", {"": case["amount_dkk"]})
        left = {year: rest - Decimal(paid.get(year, 0)) for year, rest in left.items()}
        chosen.append(_line(case, basis, tuple(left.items())))
    return CommittedPage(
        scenario=scenario,
        budget=Decimal(record["budget_dkk"]),
        room=tuple(room.items()),
        amount=Decimal(record["amount_dkk"]),
        value=written_value(Decimal(record["value"]), basis),
        difference=record["difference"],
        optimal=record["optimal"],
        limits=tuple((area, Decimal(limit)) for area, limit in record.get("unit_limits", ()))
        if scenario.area_limits
        else (),
        chosen=tuple(chosen),
        left_over=tuple(_line(one, basis, None) for one in record["cases"] if not one["chosen"]),
    )


def _place(case: dict[str, Any]) -> tuple[bool, int]:
    return case["lock"] != RowLock.IN, case["rank"]


def _line(case: dict[str, Any], basis: ValueBasis, left: tuple[tuple[str, Decimal], ...] | None) -> RecordLine:
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
        years=_years(case),
        left=left,
        why=case["why"],
    )


def _years(case: dict[str, Any]) -> tuple[tuple[int, Decimal], ...]:
    years = case.get("years_dkk", {})
    return tuple((int(year), Decimal(amount)) for year, amount in years.items()) if len(years) > 1 else ()
