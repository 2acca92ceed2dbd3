"""The pool's workbench: who asks, what each method chooses and why, and what another size of the pool would give."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.clock import today
from core.templatetags.danish import date_long, kroner
from governance.allocation.passed_over import Cause, PassedOver, tell_passed_over
from governance.domain.pool_calculations import is_alive
from governance.domain.scenarios import may_change_scenario, may_commit_scenario, may_make_scenario
from governance.enums import AllocationMethod, ValueBasis
from governance.models import Pool, PoolCalculation, PoolYear, Scenario
from governance.reason_texts import render_message, render_summary
from governance.selectors.area_limits import AreaLine, area_lines
from governance.selectors.asking import asking_cases, hidden_from
from governance.selectors.frontier_chart import FrontierView, frontier_view
from governance.selectors.passed_over import tell_why
from governance.selectors.pool_board import (
    MORE,
    Board,
    Row,
    Settled,
    basis_in_force,
    lay_board,
    settled_by,
    written_value,
)
from governance.selectors.pool_lines import PoolLine, pool_line

if TYPE_CHECKING:
    from core.domain.refusal import Answer
    from core.models import User
    from governance.allocation.allocate import Allocation
    from governance.allocation.difference import Selection
    from governance.policy.profile import Parameter, Profile
    from governance.selectors.standing import Standing


@dataclass(frozen=True, slots=True)
class MethodLine:
    """What a method comes to; `current` marks the one whose choice the table shows."""

    method: AllocationMethod
    count: int
    amount: Decimal
    value: str
    unused: Decimal
    current: bool
    note: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as the method shown treats it.

    `left` is what the pool's years have after it, in their order; None where it is not chosen.

    `why` says what keeps it out; `methods` tells for each method whether it is chosen; `often` in how many of the
    draws, as a share, None where that has not been calculated. `score` is empty where the reader may not know it.
    """

    row: Row
    chosen: bool
    left: tuple[tuple[int, Decimal], ...] | None
    why: str
    value: str
    score: str
    lock: str
    methods: tuple[tuple[str, bool], ...]
    often: Decimal | None


@dataclass(frozen=True, slots=True)
class YearLine:
    """One of the pool's years under what is chosen, DKK. `lacking` are the cases that it has no room for."""

    line: PoolLine
    room: Decimal
    chosen: Decimal
    lacking: tuple[str, ...]

    @property
    def left(self) -> Decimal:
        """Return what the year has after everything that is chosen."""
        return self.room - self.chosen


@dataclass(frozen=True, slots=True)
class Outdone:
    """A case with a higher value than some that are chosen, and why it was passed over (C17)."""

    row: Row
    value: str
    others: tuple[str, ...]
    rest: int
    why: str


@dataclass(frozen=True, slots=True)
class Workbench:
    """The page. `chosen` and `left_over` are the lines over and under the waterline; `infeasible` says why not.

    `usual_basis` is the value by which the page is calculated unless the address asks for another. `basis_source` is
    the dated parameter behind the value. `by_year` has the years that the cases draw on, this one first; `areas` the
    director areas that have a limit.
    """

    year: PoolYear
    years: tuple[PoolYear, ...]
    by_year: tuple[YearLine, ...]
    areas: tuple[AreaLine, ...]
    scenario: Scenario | None
    scenarios: tuple[Scenario, ...]
    board: Board
    basis: ValueBasis
    usual_basis: ValueBasis
    method_asked: bool
    basis_source: "Parameter | None"
    methods: tuple[MethodLine, ...]
    chosen: tuple[CaseLine, ...]
    left_over: tuple[CaseLine, ...]
    amount: Decimal
    value: str
    unused: Decimal
    asked: Decimal
    difference: str
    infeasible: str
    more: tuple[str, ...]
    outdone: tuple[Outdone, ...]
    frontier: FrontierView | None
    calculation: PoolCalculation | None
    underway: bool
    hidden: int
    own_cases: bool
    may_make: "Answer"
    may_change: "Answer | None"
    may_commit: "Answer | None"

    @property
    def waterline(self) -> str:
        """Return what the line between the two says, of each year where there are several."""
        left = kroner(self.unused)
        if self.board.is_in_years:
            left = ", ".join(f"{one.line.year}: {kroner(one.left)}" for one in self.by_year)
            if not self.left_over:
                return _("Everybody gets what they ask for. Left: %(left)s") % {"left": left}
            return _("The pool reaches to here. Left: %(left)s") % {"left": left}
        if not self.left_over:
            return _("Everybody gets what they ask for; %(left)s is left.") % {"left": left}
        return _("The pool reaches to here; %(left)s is left.") % {"left": left}

    @property
    def span(self) -> str:
        """Return the years that the cases draw on, as "2026" or "2026–2028"."""
        first, last = self.by_year[0].line.year, self.by_year[-1].line.year
        return str(first) if first == last else f"{first}–{last}"

    @property
    def columns(self) -> int:
        """Return how many columns the ranked table has."""
        return 7 + len(self.by_year)

    @property
    def robust(self) -> tuple[CaseLine, ...]:
        """Return the lines in the order of how often they are chosen; none before that has been calculated."""
        known = [line for line in (*self.chosen, *self.left_over) if line.often is not None]
        return tuple(sorted(known, key=lambda line: (-(line.often or 0), line.row.rank)))


def find_year(number: int) -> tuple[PoolYear | None, tuple[PoolYear, ...]]:
    """Return a year of the pool, and all there are; one query."""
    years = tuple(PoolYear.objects.filter(pool__in=Pool.objects.all()[:1]).order_by("year"))
    return next((row for row in years if row.year == number), None), years


def workbench(
    year: PoolYear,
    years: tuple[PoolYear, ...],
    scenario: Scenario | None,
    *,
    reader: "User",
    standing: "Standing",
    profile: "Profile",
    method: AllocationMethod | None = None,
    basis: ValueBasis | None = None,
) -> Workbench:
    """Assemble the page; a constant number of queries. `method` and `basis` are another look at the same."""
    cases = asking_cases(reader, standing)
    usual, parameter = basis_in_force(profile)
    settled = settled_by(scenario) if scenario else Settled(usual)
    if method or basis:
        settled = replace(settled, basis=basis or settled.basis, method=method or settled.method)
    board = lay_board(cases, [one for one in years if one.year >= year.year], settled, profile)
    allocation = board.allocation()
    selection = board.chosen(allocation)
    calculation = PoolCalculation.objects.filter(pool_year=year, digest=board.digest).first()
    passed = _passed(board, selection)
    chosen, left_over = _lines(board, allocation, passed, calculation)
    return Workbench(
        year=year,
        years=tuple(one for one in years if one.year >= today().year),
        by_year=_by_year(board, passed, selection),
        areas=area_lines(board, selection, _kept_out(board, passed)),
        scenario=scenario,
        scenarios=tuple(Scenario.objects.visible_to(reader).saved().filter(pool_year=year)),
        board=board,
        basis=settled.basis,
        usual_basis=ValueBasis(scenario.basis) if scenario else usual,
        method_asked=method is not None,
        basis_source=parameter if settled.basis == usual else None,
        methods=_methods(board, allocation, doubt=tell_doubt(board, allocation, calculation)),
        chosen=chosen,
        left_over=left_over,
        amount=selection.amount,
        value=written_value(selection.value, settled.basis),
        unused=board.question.budget - selection.amount,
        asked=sum((row.amount for row in board.rows), Decimal(0)),
        # What the worker has proved since is doubted no longer; the first sentence is the difference itself.
        difference=render_summary(allocation.difference[: None if tell_doubt(board, allocation, calculation) else 1]),
        infeasible=render_message(allocation.infeasible) if allocation.infeasible else "",
        more=_tell_more(allocation, settled.basis),
        outdone=_outdone(left_over, board, selection),
        frontier=frontier_view(board, allocation, selection, calculation),
        calculation=calculation,
        underway=calculation is not None and is_alive(calculation),
        hidden=hidden_from(reader),
        own_cases=any(case.own for case in cases),
        may_make=may_make_scenario(standing),
        may_change=may_change_scenario(scenario, reader, standing) if scenario else None,
        may_commit=may_commit_scenario(scenario, standing) if scenario else None,
    )


def _passed(board: Board, selection: "Selection") -> dict[str, PassedOver]:
    by_rank = board.settled.method == AllocationMethod.RANK
    return {one.id: one for one in tell_passed_over(board.question, selection.ids, by_rank=by_rank)}


def _lines(
    board: Board,
    allocation: "Allocation",
    passed: Mapping[str, PassedOver],
    calculation: PoolCalculation | None,
) -> tuple[tuple[CaseLine, ...], tuple[CaseLine, ...]]:
    """Return the lines over the waterline, what is locked in first, and those under it, each by rank."""
    inside = [row for row in board.rows if row.name not in passed]
    inside.sort(key=lambda row: (row.lock != "in", row.rank))
    often = _often(calculation)
    left, chosen = dict(board.room), []
    for row in inside:
        left = {year: rest - row.paid_in(year) for year, rest in left.items()}
        chosen.append(_line(row, board, allocation, often, left=tuple(left.items())))
    outside = [row for row in board.rows if row.name in passed]
    return tuple(chosen), tuple(
        _line(row, board, allocation, often, why=tell_why(row, passed[row.name])) for row in outside
    )


def _line(
    row: Row,
    board: Board,
    allocation: "Allocation",
    often: Mapping[str, Decimal],
    *,
    left: tuple[tuple[int, Decimal], ...] | None = None,
    why: str = "",
) -> CaseLine:
    score = "" if row.case.score is None or row.case.own else number_format(row.case.score, decimal_pos=2)
    picked = (
        (pgettext("method", "Rank"), allocation.by_rank),
        (pgettext("method", "Rank, skipping"), allocation.by_rank_skipping),
        (pgettext("method", "Value"), allocation.best_value),
    )
    return CaseLine(
        row=row,
        chosen=left is not None,
        left=left,
        why=why,
        value=_value(row, board.settled.basis),
        score=score,
        lock=_lock(row),
        methods=tuple((name, row.name in one.ids) for name, one in picked),
        often=often.get(row.name),
    )


def _value(row: Row, basis: ValueBasis) -> str:
    """Return what the case is worth; one whose score the reader may not know says nothing."""
    if basis == ValueBasis.SCORE:
        return "" if row.case.score is None or row.case.own else written_value(row.value, basis)
    return "" if row.case.npv is None else written_value(row.value, basis)


def _lock(row: Row) -> str:
    if row.settled is None or not row.lock:
        return ""
    ground = row.settled.get_ground_display()
    return f"{ground}: {row.settled.reason}" if row.settled.reason else ground


def _often(calculation: PoolCalculation | None) -> dict[str, Decimal]:
    if calculation is None or not calculation.chosen:
        return {}
    return {name: Decimal(count) / calculation.draws for name, count in calculation.chosen.items()}


def tell_doubt(board: Board, allocation: "Allocation", calculation: PoolCalculation | None) -> str:
    """Return what is in doubt about best value: nothing where it is proved, here or by the worker."""
    if allocation.best_value.optimal or allocation.infeasible:
        return ""
    if calculation is not None and calculation.frontier:
        _budget, value, gap = calculation.frontier[-1]
        if Decimal(value) > allocation.best_value.value:
            better = written_value(Decimal(value), board.settled.basis)
            return _("Not the best: the thorough calculation finds %(value)s") % {"value": better}
        if gap is not None and not Decimal(gap):
            return ""
    return _("Not proved to be the best")


def _methods(board: Board, allocation: "Allocation", *, doubt: str) -> tuple[MethodLine, ...]:
    budget = board.question.budget
    picked = (
        (AllocationMethod.RANK, allocation.by_rank, ""),
        (AllocationMethod.SKIPPING, allocation.by_rank_skipping, ""),
        (AllocationMethod.BEST, allocation.best_value, doubt),
    )
    return tuple(
        MethodLine(
            method=method,
            count=len(one.ids),
            amount=one.amount,
            value=written_value(one.value, board.settled.basis),
            unused=budget - one.amount,
            current=method == board.settled.method,
            note=note,
        )
        for method, one, note in picked
    )


def _by_year(board: Board, passed: Mapping[str, PassedOver], selection: "Selection") -> tuple[YearLine, ...]:
    """Return the years with what is chosen from each, and who it has no room for."""
    inside = set(selection.ids)
    numbers = {row.name: row.case.proposal.number for row in board.rows}
    return tuple(
        YearLine(
            line=pool_line(year),
            room=room,
            chosen=sum((row.paid_in(year.year) for row in board.rows if row.name in inside), Decimal(0)),
            lacking=tuple(numbers[one.id] for one in passed.values() if one.year == year.year),
        )
        for year, (_number, room) in zip(board.years, board.room, strict=True)
    )


def _kept_out(board: Board, passed: Mapping[str, PassedOver]) -> dict[str, list[str]]:
    """Return by director area the numbers of the cases that its limit keeps out."""
    found: dict[str, list[str]] = {}
    for row in board.rows:
        area = row.case.proposal.area
        if area and row.name in passed and passed[row.name].cause == Cause.UNIT_LIMIT:
            found.setdefault(area.name, []).append(row.case.proposal.number)
    return found


def _tell_more(allocation: "Allocation", basis: ValueBasis) -> tuple[str, ...]:
    if allocation.more_value is not None:
        return (_tell_gain(allocation.more_value, basis),)
    return tuple(f"{year}: {_tell_gain(gain, basis)}" for year, gain in allocation.more_by_year)


def _tell_gain(gain: Decimal, basis: ValueBasis) -> str:
    facts = {"more": kroner(MORE), "gain": written_value(abs(gain), basis)}
    if gain > 0:
        return _("%(more)s more in the pool would give %(gain)s more in value.") % facts
    if gain < 0:
        return (
            _("%(more)s more in the pool would make room for a mandatory solution, and lower the value by %(gain)s.")
            % facts
        )
    return _("%(more)s more in the pool would give no more value.") % facts


def _outdone(lines: tuple[CaseLine, ...], board: Board, selection: "Selection") -> tuple[Outdone, ...]:
    """Return those with the greatest potential that were passed over, the greatest first."""
    passed = {one.id: one for one in tell_passed_over(board.question, selection.ids)}
    rows = board.by_name
    found = []
    for line in sorted(lines, key=lambda line: -line.row.value):
        names = passed[line.row.name].outdone
        if names and line.value:
            numbers = tuple(rows[name].case.proposal.number for name in names[:3])
            found.append(Outdone(line.row, line.value, numbers, len(names) - len(numbers), line.why))
    return tuple(found)


def seen_share(calculation: PoolCalculation) -> str:
    """Return what the robustness was made with, in words."""
    day = date_long(calculation.finished_at or calculation.queued_at)
    return _("%(draws)s draws, %(day)s, seed %(seed)s") % {
        "draws": number_format(calculation.draws, decimal_pos=0, force_grouping=True),
        "day": day,
        "seed": calculation.seed,
    }


def whole_percent(share: Decimal) -> int:
    """Return a share as whole percent."""
    return int((share * 100).quantize(Decimal(1), ROUND_HALF_EVEN))
