"""How often each proposal is selected when the values vary: a measure of how safe the selection is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from governance.allocation.allocate import members_of
from governance.allocation.board import lay_out
from governance.allocation.candidate import Question
from governance.allocation.optimum import find_optima

# So wide is each draw searched: quick, and mostly exact.
WIDTHS = (1_000,)


def count_selections(
    question: Question, draws: Sequence[Mapping[str, Decimal]]
) -> Iterator[tuple[int, Mapping[str, int]]]:
    """Yield after each draw how many have been made, and how often each proposal has been in best value so far.

    A draw gives proposals another value; those that it does not name keep theirs. Amounts, locks and limits stand, so
    whether the locks can hold together is the same for all of them: the caller has seen to it that they do.
    """
    counts: Counter[str] = Counter({one.id: 0 for one in question.candidates})
    for number, values in enumerate(draws, start=1):
        drawn = tuple(replace(one, value=values.get(one.id, one.value)) for one in question.candidates)
        board = lay_out(replace(question, candidates=drawn))
        best = find_optima(board, [board.limits], WIDTHS)[0]
        counts.update(one.id for one in members_of(board, best.chosen))
        yield number, counts
