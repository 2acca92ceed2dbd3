"""One move on several cases at once: which moves that suits, and the making of them case by case."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from core.domain.audit import record_refusal
from core.domain.posting import post_once, posted_under
from core.domain.refusal import Refused
from governance.api.moves import MOVES
from governance.workflow import MOVES as TABLE
from governance.workflow import Move

if TYPE_CHECKING:
    from core.models import User
    from portfolio.models import Proposal

MOST_CASES = 100
_PREFIX = "bulk:"


def _suits(move: Move) -> bool:
    """Whether a move takes submitted cases on with a reason at most; what is judged or answered is so case by case."""
    words_only = set(MOVES[move.name].takes().fields) <= {"reason"}
    judges = move.judges and move.targets != {"deferred"}
    return words_only and not judges and "draft" not in move.sources and not move.sources & move.targets


BULK_MOVES = {move.name: move for move in TABLE if _suits(move)}


def needs_reason(name: str) -> bool:
    """Whether the move is refused without a reason."""
    return bool(MOVES[name].takes().fields["reason"].required)


def move_each(name: str, cases: "Iterable[Proposal]", *, actor: "User", reason: str, key: str) -> None:
    """Make the move on each case in a transaction of its own; what a case refuses is recorded and stops no other.

    The same `key` does nothing twice: whoever sends it again, or goes on after a fault, finds what was done.
    """
    for case in cases:
        make = partial(_move, name, case, actor, reason)
        post_once(f"{_PREFIX}{key}:{case.pk}", {"move": name, "reason": reason}, make, person=actor)


def answers_under(key: str, person: "User") -> list[dict[str, Any]]:
    """Return what the person's cases answered under `key`: `case`, `move`, and `refused` with why, or empty."""
    return posted_under(f"{_PREFIX}{key}:", person=person)


def _move(name: str, case: "Proposal", actor: "User", reason: str) -> dict[str, Any]:
    refused = ""
    try:
        MOVES[name].make(case, actor, {"reason": reason})
    except Refused as refusal:
        refused = str(refusal)
        record_refusal(refusal.act, actor=actor, subject=refusal.subject, reason=refusal.reason)
    return {"case": case.pk, "move": name, "refused": refused}
