"""How much value each budget gives."""

from dataclasses import replace
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings

from governance.allocation.allocate import allocate
from governance.allocation.board import lay_out
from governance.allocation.candidate import Candidate, Lock, Question
from governance.allocation.frontier import LARGEST_GAP, POINTS, FrontierPoint, trace_frontier, value_of_more
from governance.allocation.optimum import find_optimum
from tests.unit.governance.allocation.brute_force import best_worth
from tests.unit.governance.allocation.questions import candidate, large_question, question, questions


def points(asked: Question) -> list[tuple[Decimal, Decimal]]:
    return [(point.budget, point.value) for point in allocate(asked).frontier]


def without_priority_1(asked: Question) -> Question:
    return replace(asked, candidates=tuple(replace(one, priority=2) for one in asked.candidates))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(questions(most=8).map(without_priority_1))
def test_every_point_equals_brute_force(asked: Question) -> None:
    for point in allocate(asked).frontier:
        expected = best_worth(replace(asked, budget=point.budget))
        assert expected is not None
        assert (point.value, point.gap) == (expected[1], 0)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(questions(most=8))
def test_it_rises_and_ends_at_best_value(asked: Question) -> None:
    allocation = allocate(asked)
    if allocation.infeasible is None:
        budgets, values = zip(*((point.budget, point.value) for point in allocation.frontier), strict=True)
        assert list(budgets) == sorted(set(budgets))
        assert list(values) == sorted(values)
        assert (budgets[-1], values[-1]) == (asked.budget, allocation.best_value.value)


def test_it_has_twenty_points_at_even_budgets() -> None:
    asked = question(2000, candidate("a", 500, 7), candidate("b", 1000, 9))
    assert points(asked) == [
        (Decimal(100 * step), Decimal(0 if step < 5 else 7 if step < 10 else 9 if step < 15 else 16))
        for step in range(1, POINTS + 1)
    ]


def test_it_begins_above_what_is_paid_in_any_case() -> None:
    asked = question(
        1000,
        candidate("law", 300, 1, priority=1, requires=("base",)),
        candidate("base", 100, 0),
        candidate("in", 400, 2, locked=Lock.IN),
        candidate("more", 200, 5),
    )
    assert points(asked)[0] == (Decimal(810), Decimal(3))
    assert points(asked)[-1] == (Decimal(1000), Decimal(8))


def test_a_pool_that_is_spent_has_one_point() -> None:
    assert points(question(0, candidate("a", 1, 1))) == [(Decimal(0), Decimal(0))]


@pytest.mark.parametrize(
    ("gap", "close"), [(Decimal(0), True), (LARGEST_GAP, True), (LARGEST_GAP * 2, False), (None, False)]
)
def test_a_point_is_close_when_its_gap_is_known_and_small(gap: Decimal | None, close: bool) -> None:
    assert FrontierPoint(Decimal(1), Decimal(1), gap).is_close is close


def test_three_hundred_proposals_have_twenty_points_in_time() -> None:
    started = process_time()
    frontier = allocate(large_question(5)).frontier
    assert process_time() - started < 30
    assert len(frontier) == POINTS
    assert all(point.is_close for point in frontier)


def test_the_thorough_frontier_is_the_quick_one_proved_and_tells_how_far_it_is() -> None:
    asked = large_question(7, count=60)
    board = lay_out(asked)
    traced = list(trace_frontier(board, find_optimum(board)))
    assert [(number, count) for number, count, _point in traced] == [(n, POINTS) for n in range(1, POINTS + 1)]
    assert {point.gap for _number, _count, point in traced} == {Decimal(0)}
    quick = {point.budget: point for point in allocate(asked).frontier}
    assert all(quick[point.budget].value <= point.value for *_steps, point in traced)


def test_what_is_kept_for_mandatory_solutions_is_kept_at_every_budget() -> None:
    asked = question(1000, candidate("a", 400, 4), candidate("b", 300, 2), other_limit=Decimal(700))
    # 300 is kept whatever the budget, so the points begin above it: 700 holds the first, and 650 only the second.
    assert points(asked)[0] == (Decimal(335), Decimal(0))
    assert dict(points(asked))[Decimal(720)] == Decimal(4)
    assert dict(points(asked))[Decimal(685)] == Decimal(2)
    assert points(asked)[-1] == (Decimal(1000), Decimal(6))


def test_more_money_is_not_kept_back() -> None:
    board = lay_out(question(100, candidate("a", 50, 5), candidate("b", 30, 3), other_limit=Decimal(50)))
    assert value_of_more(board, find_optimum(board), Decimal(30)) == 3


def test_more_money_is_worth_what_best_value_gains() -> None:
    asked = question(100, candidate("a", 100, 10), candidate("b", 50, 4), candidate("c", 150, 30, priority=2))
    board = lay_out(asked)
    best = find_optimum(board)
    assert [value_of_more(board, best, Decimal(more)) for more in (0, 49, 50, 100)] == [0, 0, 20, 24]


def test_more_money_can_lower_the_value_when_it_lets_in_a_mandatory_one() -> None:
    board = lay_out(question(100, candidate("law", 150, 1, priority=1), candidate("b", 100, 4)))
    assert value_of_more(board, find_optimum(board), Decimal(50)) == -3


def test_a_year_with_more_money_is_told_by_itself() -> None:
    def over(name: str, first: int, second: int, value: int) -> Candidate:
        return candidate(name, first + second, value, years=((2026, Decimal(first)), (2027, Decimal(second))))

    asked = question(
        100,
        over("in", 50, 30, 90),
        over("later", 0, 30, 40),
        over("now", 10, 0, 7),
        year_limits=((2026, Decimal(50)), (2027, Decimal(50))),
        other_year_limits=((2026, Decimal(50)), (2027, Decimal(50))),
        other_limit=Decimal(100),
    )
    allocation = allocate(asked, more=Decimal(10))
    assert allocation.best_value.ids == ("in",)
    assert (allocation.more_value, allocation.more_by_year) == (None, ((2026, Decimal(7)), (2027, Decimal(40))))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(questions(most=8).map(without_priority_1))
def test_where_each_year_has_its_limit_the_curve_is_that_of_the_first(asked: Question) -> None:
    first, second = Decimal(3 * len(asked.candidates)), Decimal(2 * len(asked.candidates))
    whole = sum((one.amount for one in asked.candidates), Decimal(0))
    in_years = replace(asked, budget=whole, year_limits=((2026, first), (2027, second)))
    for point in allocate(in_years).frontier:
        smaller = replace(in_years, year_limits=((2026, point.budget), (2027, second)))
        expected = best_worth(smaller)
        assert expected is not None
        assert point.value == expected[1]


def test_what_the_first_year_keeps_for_mandatory_solutions_stays_kept_when_it_is_smaller() -> None:
    def over(name: str, first: int, value: int) -> Candidate:
        return candidate(name, first, value, years=((2026, Decimal(first)),))

    asked = question(
        150,
        over("a", 20, 9),
        over("b", 20, 5),
        year_limits=((2026, Decimal(100)), (2027, Decimal(50))),
        other_year_limits=((2026, Decimal(40)), (2027, Decimal(50))),
        other_limit=Decimal(90),
    )
    # 60 are kept: from 80 on there is room for one of them.
    assert points(asked)[0][0] == Decimal(62)
    assert {value for budget, value in points(asked) if budget < 80} == {Decimal(0)}
    assert {value for budget, value in points(asked) if 80 <= budget < 100} == {Decimal(9)}
    assert points(asked)[-1] == (Decimal(100), Decimal(14))
