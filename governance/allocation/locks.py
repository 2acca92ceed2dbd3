"""Locks that cannot hold together, and why."""

from governance.allocation.bits import iterate_bits
from governance.allocation.board import Board
from governance.allocation.candidate import Candidate, Lock
from governance.policy.messages import Message, MessageKey


def find_conflict(board: Board) -> Message | None:
    """Return why no selection can keep the locks, or None where one can."""
    return _needs_locked_out(board) or _exclude_each_other(board) or _too_dear(board)


def _needs_locked_out(board: Board) -> Message | None:
    for i in iterate_bits(board.forced):
        for place in board.bundles[i].members:
            out = board.question.candidates[place]
            if out.locked == Lock.OUT:
                return Message(MessageKey.LOCK_NEEDS_LOCKED_OUT, {"locked": _behind(board, i), "required": out.id})
    return None


def _exclude_each_other(board: Board) -> Message | None:
    for i in iterate_bits(board.forced):
        clash = board.bundles[i].bars & board.forced
        for other in iterate_bits(clash):
            one, two = _at_odds(board, i, other)
            return Message(MessageKey.LOCKS_EXCLUDE, {"one": one, "other": two})
    return None


def _too_dear(board: Board) -> Message | None:
    left = board.room
    if left[0] < 0:
        needed = board.in_money(board.limits[0] - left[0])
        figures = {"needed_exact_dkk": needed, "budget_exact_dkk": board.question.budget}
        return Message(MessageKey.LOCKS_TOO_DEAR, figures)
    names = [str(year) for year, _ in board.question.year_limits] + [unit for unit, _ in board.question.unit_limits]
    names += ["" for _ in board.question.other_year_limits]
    if board.question.other_limit is not None:
        names.append("")
    for name, limit, room in zip(names, board.limits[1:], left[1:], strict=True):
        if room < 0:
            figures = {"needed_exact_dkk": board.in_money(limit - room), "limit_exact_dkk": board.in_money(limit)}
            if not name:
                return Message(MessageKey.LOCKS_OVER_RESERVE, figures)
            return Message(MessageKey.LOCKS_OVER_LIMIT, {**figures, "limit": name})
    return None


def _behind(board: Board, i: int) -> str:
    """Return the first proposal locked in that requires bundle i or is in it."""
    return next(
        candidate.id
        for j in range(len(board.bundles))
        if board.closures[j] >> i & 1
        for candidate in _members(board, j)
        if candidate.locked == Lock.IN
    )


def _at_odds(board: Board, i: int, other: int) -> tuple[str, str]:
    return next(
        (one.id, two.id)
        for one in _members(board, i)
        for two in _members(board, other)
        if two.id in one.excludes or one.id in two.excludes
    )


def _members(board: Board, i: int) -> list[Candidate]:
    return [board.question.candidates[place] for place in board.bundles[i].members]
