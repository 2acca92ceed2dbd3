"""The thorough calculations of the pool's workbench: ordered from the page, made by a worker, found by their figures.

Nothing is decided by them, so they are no acts: a calculation can always be made again from its seed.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from businesscase.domain.cases import CASE, case_at_hand
from businesscase.domain.uncertainty import Outcome, drawn_outcomes
from core import clock
from core.children import prefetch_together
from core.domain.refusal import Refused, require
from core.jobs import enqueue
from governance.allocation.board import lay_out
from governance.allocation.candidate import Candidate, Lock, Question
from governance.allocation.frontier import trace_frontier
from governance.allocation.maximise import IN_BACKGROUND
from governance.allocation.optimum import find_optimum
from governance.allocation.robustness import Drawn, count_selections
from governance.domain.scenarios import may_make_scenario
from governance.enums import CalculationStep, RunState, ValueBasis
from governance.models import PoolCalculation
from governance.reason_texts import render_message
from governance.selectors.standing import standing_of
from portfolio.models import ProposalVersion

if TYPE_CHECKING:
    from core.models import User
    from governance.models import PoolYear
    from governance.selectors.pool_board import Board

DRAWS = 1_000
# Without a word for so long a worker is thought dead, and the calculation can be ordered again.
PATIENCE = timedelta(minutes=2)
MOST_SEED = 2**31 - 1
# Of the bar's hundred parts the draws take so many, the sizes of the pool the rest.
_DRAWING = 70
_SHARE = Decimal("0.0001")


def order_calculation(board: "Board", year: "PoolYear", *, actor: "User") -> PoolCalculation:
    """Order the thorough calculation of what the page shows; one that is made or under way is the answer."""
    require(may_make_scenario(standing_of(actor)))
    conflict = board.allocation().infeasible
    if conflict or not board.rows:
        raise Refused(render_message(conflict) if conflict else _("No case asks the pool for money."))
    with transaction.atomic():
        calculation, created = PoolCalculation.objects.get_or_create(
            pool_year=year,
            digest=board.digest,
            defaults={
                "question": as_record(board),
                "seed": secrets.randbelow(MOST_SEED) + 1,
                "draws": DRAWS,
                "requested_by": actor,
                "queued_at": clock.now(),
            },
        )
        if not created:
            calculation = PoolCalculation.objects.select_for_update(of=("self",)).get(pk=calculation.pk)
            if calculation.state == RunState.DONE or is_alive(calculation):
                return calculation
            calculation.state, calculation.step, calculation.progress = RunState.QUEUED, CalculationStep.WAITING, 0
            calculation.queued_at, calculation.heard_at = clock.now(), None
            calculation.save()
        enqueue("governance.calculate_pool", calculation=calculation.pk)
    return calculation


def is_alive(calculation: PoolCalculation) -> bool:
    """Whether a worker has the calculation, or may still take it from the queue."""
    if calculation.state not in (RunState.QUEUED, RunState.RUNNING):
        return False
    return clock.now() - (calculation.heard_at or calculation.queued_at) < PATIENCE


def make_calculation(pk: int) -> bool:
    """Make the calculation; False where it is made already, or another worker has it. The same job twice does no harm.

    A fault gives it up with a word to the page, and is raised for the log.
    """
    with transaction.atomic():
        row = PoolCalculation.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
        busy = row is not None and row.state == RunState.RUNNING and is_alive(row)
        if row is None or busy or row.state == RunState.DONE:
            return False
        row.state, row.heard_at = RunState.RUNNING, clock.now()
        row.save(update_fields=["state", "heard_at"])
    try:
        question = read_question(row.question)
        draws = _draws(row)
        counts: Mapping[str, int] = {}
        for number, counts in count_selections(question, draws):  # noqa: B007 - the last counts are what is kept
            _tell(row, CalculationStep.DRAWING, number * _DRAWING // len(draws), every=number % 25 == 0)
        board = lay_out(question)
        points = []
        for number, count, point in trace_frontier(board, find_optimum(board, IN_BACKGROUND)):
            points.append([f"{point.budget:f}", f"{point.value:f}", None if point.gap is None else f"{point.gap:f}"])
            _tell(row, CalculationStep.TRACING, _DRAWING + number * (100 - _DRAWING) // count)
    except Exception:
        PoolCalculation.objects.filter(pk=pk).update(state=RunState.FAILED, step=CalculationStep.FINISHED)
        raise
    row.state, row.step, row.progress = RunState.DONE, CalculationStep.FINISHED, 100
    row.chosen, row.frontier, row.finished_at = dict(counts), points, clock.now()
    row.save()
    return True


def as_record(board: "Board") -> dict[str, Any]:
    """Return a question in JSON's types, with the versions whose estimates are drawn."""
    question = board.question
    return {
        "budget": f"{question.budget:f}",
        "other_limit": None if question.other_limit is None else f"{question.other_limit:f}",
        "unit_limits": [[unit, f"{limit:f}"] for unit, limit in question.unit_limits],
        "year_limits": [[year, f"{limit:f}"] for year, limit in question.year_limits],
        "other_year_limits": [[year, f"{limit:f}"] for year, limit in question.other_year_limits],
        "candidates": [
            {
                "id": one.id,
                "amount": f"{one.amount:f}",
                "value": f"{one.value:f}",
                "priority": one.priority,
                "rank": one.rank,
                "requires": list(one.requires),
                "excludes": list(one.excludes),
                "locked": one.locked and str(one.locked),
                "unit": one.unit,
                "years": [[year, f"{amount:f}"] for year, amount in one.years],
            }
            for one in question.candidates
        ],
        # By the group's score nothing is estimated, so nothing is drawn.
        "drawn": {row.name: row.case.version.pk for row in board.rows if board.settled.basis == ValueBasis.NPV},
        "set_amounts": [row.name for row in board.rows if row.settled and row.settled.amount is not None],
    }


def read_question(record: Mapping[str, Any]) -> Question:
    """Return the question of a record; one from before instalments has no years."""
    return Question(
        budget=Decimal(record["budget"]),
        other_limit=None if record["other_limit"] is None else Decimal(record["other_limit"]),
        unit_limits=tuple((unit, Decimal(limit)) for unit, limit in record["unit_limits"]),
        year_limits=_by_year(record.get("year_limits", ())),
        other_year_limits=_by_year(record.get("other_year_limits", ())),
        candidates=tuple(
            Candidate(
                id=one["id"],
                amount=Decimal(one["amount"]),
                value=Decimal(one["value"]),
                priority=one["priority"],
                rank=one["rank"],
                requires=tuple(one["requires"]),
                excludes=tuple(one["excludes"]),
                locked=one["locked"] and Lock(one["locked"]),
                unit=one["unit"],
                years=_by_year(one.get("years", ())),
            )
            for one in record["candidates"]
        ),
    )


def _by_year(rows: Iterable[tuple[int, str]]) -> tuple[tuple[int, Decimal], ...]:
    return tuple((year, Decimal(amount)) for year, amount in rows)


def _draws(row: PoolCalculation) -> list[dict[str, Drawn]]:
    """Return what each case comes to in each draw; cases whose estimates are certain keep their figures.

    A case asks for as much more or less as its outlay comes to, unless the scenario has set its amount.
    """
    drawn, set_amounts = row.question["drawn"], set(row.question.get("set_amounts", ()))
    versions = {one.pk: one for one in ProposalVersion.objects.filter(pk__in=drawn.values())}
    prefetch_together(list(versions.values()), CASE)
    columns = {name: outcomes for name, pk in drawn.items() if (outcomes := _outcomes(versions[pk], row))}
    return (
        [
            {name: _as_drawn(outcomes[number], varies=name not in set_amounts) for name, outcomes in columns.items()}
            for number in range(row.draws)
        ]
        if columns
        else []
    )


def _outcomes(version: ProposalVersion, row: PoolCalculation) -> list[Outcome]:
    case = case_at_hand(version)
    if case is None:
        return []
    # Every case has draws of its own, the same ones each time: nobody's estimates miss because another's do.
    return drawn_outcomes(case, draws=row.draws, seed=row.seed * 1_000_003 + version.proposal_id)


def _as_drawn(outcome: Outcome, *, varies: bool) -> Drawn:
    value = Decimal(outcome.value).quantize(Decimal(1), ROUND_HALF_EVEN)
    return Drawn(value, Decimal(outcome.outlay).quantize(_SHARE, ROUND_HALF_EVEN)) if varies else Drawn(value)


def _tell(row: PoolCalculation, step: CalculationStep, progress: int, *, every: bool = True) -> None:
    if every:
        PoolCalculation.objects.filter(pk=row.pk).update(step=step, progress=progress, heard_at=clock.now())
