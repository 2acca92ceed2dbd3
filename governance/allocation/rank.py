"""The two methods that follow the ranking."""

from governance.allocation.bits import iterate_bits
from governance.allocation.board import Board
from governance.allocation.candidate import Lock


def select_by_rank(board: Board, *, skipping: bool) -> int:
    """Return the bundles chosen by rank: what is locked in first, then priority 1, then priority 2.

    One that may not be chosen (locked out, lacks what it requires, excluded by a chosen one) is passed over. One that
    does not fit ends the selection, or with `skipping` is passed over too. Equal ranks go by the order they are given
    in. Proposals that require each other are placed together, when the last of them is reached.
    """
    chosen, left = board.forced, list(board.room)
    barred = board.bars_of(chosen)
    for i in sorted(iterate_bits(_waiting(board)), key=lambda i: board.bundles[i].turn):
        bundle = board.bundles[i]
        lacking = any(not chosen >> need & 1 for need in bundle.needs)
        if lacking or (barred | bundle.bars) >> i & 1:
            continue
        if any(use > room for use, room in zip(bundle.uses, left, strict=True)):
            if skipping:
                continue
            break
        chosen |= 1 << i
        barred |= bundle.bars
        left = [room - use for use, room in zip(bundle.uses, left, strict=True)]
    return chosen


def _waiting(board: Board) -> int:
    """Return the bundles that no lock has settled."""
    settled = board.forced
    for i, bundle in enumerate(board.bundles):
        if any(board.question.candidates[place].locked == Lock.OUT for place in bundle.members):
            settled |= 1 << i
    return ~settled & ((1 << len(board.bundles)) - 1)
