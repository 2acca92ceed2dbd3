"""The saved scenarios of a pool year beside each other, and in how many of them each case stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from governance.models import PoolYear, Scenario
from governance.reason_texts import render_message
from governance.selectors.asking import AskingCase, asking_cases
from governance.selectors.pool_board import Board, lay_board, settled_by, written_value
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import User
    from governance.policy.profile import Profile
    from governance.selectors.standing import Standing


@dataclass(frozen=True, slots=True)
class Column:
    """A scenario as it comes out today; `infeasible` says why nothing can be chosen."""

    scenario: Scenario
    count: int
    amount: Decimal
    value: str
    unused: Decimal
    infeasible: str


@dataclass(frozen=True, slots=True)
class CompareLine:
    """A case: what each scenario gives it, DKK, None where it is not chosen. `differs` where they do not agree."""

    proposal: Proposal
    gives: tuple[Decimal | None, ...]

    @property
    def times(self) -> int:
        """Return in how many scenarios the case is chosen."""
        return sum(one is not None for one in self.gives)

    @property
    def differs(self) -> bool:
        """Whether the scenarios do not give the case the same."""
        return len(set(self.gives)) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """Up to four scenarios; the cases that stand in most of them come first."""

    year: PoolYear
    columns: tuple[Column, ...]
    lines: tuple[CompareLine, ...]


def compare_scenarios(
    years: Sequence[PoolYear], reader: "User", standing: "Standing", profile: "Profile"
) -> Comparison:
    """Return the comparison as everything stands today; a constant number of queries.

    `years` are the pool's from the one whose scenarios they are.
    """
    year = years[0]
    cases = asking_cases(reader, standing)
    scenarios = Scenario.objects.visible_to(reader).saved().filter(pool_year=year).prefetch_related("cases", "links")
    columns, given = [], []
    for scenario in scenarios:
        board = lay_board(cases, years, settled_by(scenario), profile)
        columns.append(_column(scenario, board))
        chosen = set(board.chosen(board.allocation()).ids)
        given.append({row.case.proposal.pk: row.amount for row in board.rows if row.name in chosen})
    lines = [_line(case, given) for case in cases]
    return Comparison(year, tuple(columns), tuple(sorted(lines, key=lambda line: -line.times)))


def _column(scenario: Scenario, board: Board) -> Column:
    allocation = board.allocation()
    selection = board.chosen(allocation)
    return Column(
        scenario=scenario,
        count=len(selection.ids),
        amount=selection.amount,
        value=written_value(selection.value, board.settled.basis),
        unused=board.question.budget - selection.amount,
        infeasible=render_message(allocation.infeasible) if allocation.infeasible else "",
    )


def _line(case: AskingCase, given: list[dict[int, Decimal]]) -> CompareLine:
    return CompareLine(case.proposal, tuple(column.get(case.proposal.pk) for column in given))
