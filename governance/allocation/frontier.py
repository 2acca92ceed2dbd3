"""How much value each size of the budget gives: the efficient frontier, and what more money would give."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal

from governance.allocation.bits import bits_of
from governance.allocation.board import Board
from governance.allocation.maximise import IN_BACKGROUND
from governance.allocation.maximise import WIDTHS as EXACT
from governance.allocation.optimum import Optimum, find_optima

POINTS = 20
# A quick search is mostly exact too; the gap that each point states says whether it was.
WIDTHS = (1_000,)
# Of more proposals than this only a neighbourhood is searched for each point, so that the answer does not wait.
MANY = 1_500
LARGEST_GAP = Decimal("0.01")
_FINEST_GAP = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """Best value within a budget. The true one is at most `gap` (a part of it) higher; 0 means that it is exact.

    `gap` is None where nothing can be said of it.
    """

    budget: Decimal
    value: Decimal
    gap: Decimal | None

    @property
    def is_close(self) -> bool:
        """Tell whether the gap is known and small."""
        return self.gap is not None and self.gap <= LARGEST_GAP


def draw_frontier(board: Board, best: Optimum) -> tuple[FrontierPoint, ...]:
    """Return POINTS budgets up to the whole one, evenly, with best value within each; `best` is that of the whole.

    It begins above what is locked in and the priority 1 proposals of `best` take, which are paid whatever is left, and
    above what is kept for mandatory solutions to come: nothing is chosen from that. Where each year has its limit it is
    the first one's that becomes smaller; the others have what they have. A point that cannot be shown to be
    within LARGEST_GAP is left out, but never the last, which is the answer itself.
    """
    board, budgets = _steps(board, best)
    widths = WIDTHS if len(board.open_bundles) <= MANY else ()
    found = find_optima(board, [board.limits_of_size(budget) for budget in budgets], widths, cheapest=False)
    points = [_point(board, budget, one) for budget, one in zip(budgets, found, strict=True)]
    return (*(point for point in points if point.is_close), _point(board, board.size, best))


def trace_frontier(board: Board, best: Optimum) -> Iterator[tuple[int, int, FrontierPoint]]:
    """Yield the same budgets one by one, each searched as thoroughly as the answer: its number, of how many, the point.

    For the background: it may take a while, and tells how far it is. What could not be proved has a gap that says so.
    """
    board, budgets = _steps(board, best)
    count = len(budgets) + 1
    for number, budget in enumerate(budgets, start=1):
        found = find_optima(board, [board.limits_of_size(budget)], EXACT, cheapest=False, patience=IN_BACKGROUND)[0]
        yield number, count, _point(board, budget, found)
    yield count, count, _point(board, board.size, best)


def _steps(board: Board, best: Optimum) -> tuple[Board, list[int]]:
    """Return the board with what is paid in any case forced, and the budgets below the whole one."""
    first = bits_of(i for i, bundle in enumerate(board.bundles) if bundle.first)
    board = board.holding(best.chosen & first, without=first & ~best.chosen)
    above = board.size - board.least
    return board, sorted({board.least + above * step // POINTS for step in range(1, POINTS)} - {board.size})


def _point(board: Board, budget: int, found: Optimum) -> FrontierPoint:
    return FrontierPoint(board.in_money(budget), board.in_worth(found.value), _gap(found))


def value_of_more(board: Board, best: Optimum, more: Decimal, year: int | None = None) -> Decimal:
    """Return how much best value would rise if the budget were `more` DKK larger: the pool's shadow price.

    Of a question with a limit a year it is that `year` which is larger. Below 0 where the money lets in a mandatory
    proposal that is worth less than what it pushes out.
    """
    added = int(more.scaleb(board.scales.money))
    limits = board.limits_of_size(board.size + added) if year is None else board.limits_with(year, added)
    return board.in_worth(find_optima(board, [limits])[0].value - best.value)


def _gap(found: Optimum) -> Decimal | None:
    if found.proved:
        return Decimal(0)
    if not found.firsts_proved or found.value <= 0:
        return None
    return (Decimal(found.upper - found.value) / found.value).quantize(_FINEST_GAP, ROUND_UP)
