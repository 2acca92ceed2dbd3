"""How often each proposal is selected when values and amounts vary: a measure of how safe the selection is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal

from governance.allocation.allocate import members_of
from governance.allocation.board import lay_out
from governance.allocation.candidate import Candidate, Question
from governance.allocation.optimum import find_optima

# So wide is each draw searched: quick, and mostly exact.
WIDTHS = (1_000,)
_KRONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a proposal is worth in a draw, and how many times its amount it asks for there."""

    value: Decimal
    share: Decimal = Decimal(1)


def count_selections(
    question: Question, draws: Sequence[Mapping[str, Drawn]]
) -> Iterator[tuple[int, Mapping[str, int]]]:
    """Yield after each draw how many have been made, and how often each proposal has been in best value so far.

    A draw gives proposals another value and another amount; those that it does not name keep theirs. What the locks
    force keeps its amount, so that whether they can hold together is the same for all draws: the caller has seen to it
    that they do. Limits stand.
    """
    counts: Counter[str] = Counter({one.id: 0 for one in question.candidates})
    board = lay_out(question)
    forced = {one.id for one in members_of(board, board.forced)}
    for number, drawn in enumerate(draws, start=1):
        board = lay_out(
            replace(
                question,
                candidates=tuple(
                    _drawn(one, drawn[one.id], stands=one.id in forced) if one.id in drawn else one
                    for one in question.candidates
                ),
            )
        )
        best = find_optima(board, [board.limits], WIDTHS)[0]
        counts.update(one.id for one in members_of(board, best.chosen))
        yield number, counts


def _drawn(candidate: Candidate, drawn: Drawn, *, stands: bool) -> Candidate:
    """Return the proposal as it is drawn, each year's part varying alike, in whole kroner."""
    if stands or drawn.share == 1:
        return replace(candidate, value=drawn.value)
    years = tuple((year, _share(paid, drawn.share)) for year, paid in candidate.years)
    amount = sum((paid for _year, paid in years), Decimal(0)) if years else _share(candidate.amount, drawn.share)
    return replace(candidate, value=drawn.value, amount=amount, years=years)


def _share(amount: Decimal, share: Decimal) -> Decimal:
    return (amount * share).quantize(_KRONE, ROUND_HALF_EVEN)
