"""All that is answered about a pool and those who ask it for money."""

from dataclasses import dataclass
from decimal import Decimal

from governance.allocation.bits import bits_of, iterate_bits
from governance.allocation.board import Board, lay_out
from governance.allocation.candidate import Candidate, Question
from governance.allocation.difference import Selection, tell_difference
from governance.allocation.frontier import FrontierPoint, draw_frontier, value_of_more
from governance.allocation.locks import find_conflict
from governance.allocation.optimum import Optimum, find_optimum
from governance.allocation.rank import select_by_rank
from governance.policy.messages import Message, MessageKey


@dataclass(frozen=True, slots=True)
class BestValue(Selection):
    """`optimal` tells whether it is proved that no permitted selection is better."""

    optimal: bool


@dataclass(frozen=True, slots=True)
class Allocation:
    """The three methods side by side.

    `difference` is the sentence about what sets the methods apart; a second one follows where nothing is proved. Where
    the locks cannot hold together, `infeasible` says why, and nothing is selected. `more_value` is how much best value
    would rise with the additional money that was asked about, None where none was or the locks do not hold. Of a
    question with a limit a year, `more_by_year` says the same of each year.
    """

    by_rank: Selection
    by_rank_skipping: Selection
    best_value: BestValue
    frontier: tuple[FrontierPoint, ...]
    difference: tuple[Message, ...]
    infeasible: Message | None
    more_value: Decimal | None = None
    more_by_year: tuple[tuple[int, Decimal], ...] = ()


def allocate(question: Question, *, more: Decimal | None = None) -> Allocation:
    """Return what each method selects, and what `more` DKK would be worth where that is asked."""
    board = lay_out(question)
    conflict = find_conflict(board)
    if conflict:
        nothing = Selection((), Decimal(0), Decimal(0))
        none_best = BestValue((), Decimal(0), Decimal(0), optimal=False)
        return Allocation(nothing, nothing, none_best, (), (), conflict)
    best = find_optimum(board)
    by_rank, skipping, best_value = (
        _selection(board, chosen)
        for chosen in (select_by_rank(board, skipping=False), select_by_rank(board, skipping=True), best.chosen)
    )
    amounts = {one.id: one.amount for one in question.candidates}
    years = [year for year, _ in question.year_limits]
    return Allocation(
        by_rank=by_rank,
        by_rank_skipping=skipping,
        best_value=BestValue(best_value.ids, best_value.amount, best_value.value, optimal=best.proved),
        frontier=draw_frontier(board, best),
        difference=(
            tell_difference(by_rank, skipping, best_value, amounts=amounts, budget=question.budget),
            *_doubt(board, best),
        ),
        infeasible=None,
        more_value=None if more is None or years else value_of_more(board, best, more),
        more_by_year=() if more is None else tuple((year, value_of_more(board, best, more, year)) for year in years),
    )


def _doubt(board: Board, best: Optimum) -> tuple[Message, ...]:
    if best.proved:
        return ()
    if not best.firsts_proved:
        return (Message(MessageKey.NOT_PROVED),)
    return (Message(MessageKey.NOT_PROVED_WITHIN, {"most_value": board.in_worth(best.upper)}),)


def members_of(board: Board, chosen: int) -> list[Candidate]:
    """Return the proposals of the chosen bundles, in the order they were given in."""
    places = bits_of(place for i in iterate_bits(chosen) for place in board.bundles[i].members)
    return [board.question.candidates[place] for place in iterate_bits(places)]


def _selection(board: Board, chosen: int) -> Selection:
    """Return the chosen bundles as people see them, added up anew from the proposals themselves."""
    members = members_of(board, chosen)
    return Selection(
        ids=tuple(one.id for one in members),
        amount=sum((one.amount for one in members), Decimal(0)),
        value=sum((one.value for one in members), Decimal(0)),
    )
