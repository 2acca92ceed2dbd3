"""What the cases of each director area may get together at most in a scenario: one limit for all, or an own."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q

from core.clock import today
from core.enums import AREA_KINDS
from core.models import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from governance.allocation.difference import Selection
    from governance.models import Scenario
    from governance.selectors.pool_board import Board


@dataclass(frozen=True, slots=True)
class AreaLine:
    """A director area with its limit and what it is chosen for, DKK; `lacking` are the cases the limit keeps out."""

    name: str
    limit: Decimal
    chosen: Decimal
    lacking: tuple[str, ...]

    @property
    def left(self) -> Decimal:
        """Return what the limit still has room for."""
        return self.limit - self.chosen


def areas_with_limits(kept: "Iterable[int]" = ()) -> "QuerySet[Unit]":
    """Return the director areas of today, and those of `kept`, whose limits a scenario has already."""
    standing = Unit.objects.valid_on(today()).filter(kind__in=AREA_KINDS).values("pk")
    return Unit.objects.filter(Q(pk__in=standing) | Q(pk__in=list(kept), kind__in=AREA_KINDS)).order_by("name")


def own_limits(scenario: "Scenario") -> dict[int, Decimal]:
    """Return the limits that areas have of their own, by the unit's id."""
    return {int(pk): Decimal(limit) for pk, limit in scenario.area_limits.items()}


def area_lines(board: "Board", selection: "Selection", lacking: "dict[str, list[str]]") -> tuple[AreaLine, ...]:
    """Return the areas that cases come from and that have a limit; `lacking` are the cases kept out, by area."""
    inside = set(selection.ids)
    chosen: dict[str, Decimal] = {}
    for one in board.question.candidates:
        if one.id in inside:
            chosen[one.unit] = chosen.get(one.unit, Decimal(0)) + one.amount
    return tuple(
        AreaLine(area, limit, chosen.get(area, Decimal(0)), tuple(lacking.get(area, ())))
        for area, limit in board.question.unit_limits
    )
