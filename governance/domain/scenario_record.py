"""What a committed scenario keeps: every figure it was calculated from, and what came of it."""

from typing import TYPE_CHECKING, Any

from governance.allocation.passed_over import tell_passed_over
from governance.enums import AllocationMethod
from governance.reason_texts import render_summary
from governance.selectors.passed_over import tell_why
from governance.selectors.pool_board import basis_in_force

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from governance.allocation.allocate import Allocation
    from governance.allocation.difference import Selection
    from governance.models import PoolYear
    from governance.policy.profile import Profile
    from governance.selectors.pool_board import Board, Row


def scenario_record(board: "Board", allocation: "Allocation", year: "PoolYear", profile: "Profile") -> dict[str, Any]:
    """Return the record in JSON's types; amounts and values are decimal strings, sentences in the language of the day.

    Cases come in the order of the ranking. `why` is empty for those that were chosen.
    """
    chosen = board.chosen(allocation)
    by_rank = board.settled.method == AllocationMethod.RANK
    passed = {one.id: one for one in tell_passed_over(board.question, chosen.ids, by_rank=by_rank)}
    parameter = basis_in_force(profile)[1]
    return {
        "digest": board.digest,
        "profile": profile.code,
        "basis_source": parameter.source if parameter else "",
        "budget_dkk": f"{board.question.budget:f}",
        "other_limit_dkk": f"{board.question.other_limit:f}",
        "room_dkk": years_record(board.room),
        "unit_limits": [[unit, f"{limit:f}"] for unit, limit in board.question.unit_limits],
        "frame_dkk": f"{year.frame:f}",
        "amount_dkk": f"{chosen.amount:f}",
        "value": f"{chosen.value:f}",
        "optimal": allocation.best_value.optimal,
        "difference": render_summary(allocation.difference),
        "methods": {
            "rank": _selection(allocation.by_rank),
            "skipping": _selection(allocation.by_rank_skipping),
            "best": _selection(allocation.best_value),
        },
        "links": [[one.id, list(one.requires), list(one.excludes)] for one in board.question.candidates
                  if one.requires or one.excludes],
        "cases": [
            _case(row, chosen=row.name not in passed, why=tell_why(row, passed[row.name]) if row.name in passed else "")
            for row in board.rows
        ],
    }  # fmt: skip


def years_record(years: "Iterable[tuple[int, Decimal]]") -> dict[str, str]:
    """Return amounts by year in JSON's types."""
    return {str(year): f"{amount:f}" for year, amount in years}


def _selection(selection: "Selection") -> dict[str, Any]:
    return {
        "cases": list(selection.ids),
        "amount_dkk": f"{selection.amount:f}",
        "value": f"{selection.value:f}",
    }


def _case(row: "Row", *, chosen: bool, why: str) -> dict[str, Any]:
    case = row.case
    return {
        "proposal": case.proposal.pk,
        "number": case.proposal.number,
        "title": case.proposal.title,
        "unit": case.proposal.unit.name,
        "version": case.version.pk,
        "rank": row.rank,
        "priority": row.priority,
        "applied_dkk": f"{case.applied:f}",
        "amount_dkk": f"{row.amount:f}",
        "years_dkk": years_record(row.years),
        "value": f"{row.value:f}",
        "npv_dkk": None if case.npv is None else f"{case.npv:f}",
        "score": None if case.score is None else f"{case.score:f}",
        "lock": row.lock,
        "ground": row.settled.ground if row.settled else "",
        "reason": row.settled.reason if row.settled else "",
        "chosen": chosen,
        "why": why,
    }
