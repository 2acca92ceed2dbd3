"""The two methods that follow the ranking."""

from hypothesis import HealthCheck, given, settings

from governance.allocation.allocate import allocate
from governance.allocation.bits import iterate_bits
from governance.allocation.board import lay_out
from governance.allocation.candidate import Lock, Question
from governance.allocation.locks import find_conflict
from governance.allocation.rank import select_by_rank
from tests.unit.governance.allocation.brute_force import by_rank, permitted
from tests.unit.governance.allocation.questions import candidate, question, questions


def ranked(asked: Question) -> tuple[tuple[str, ...], tuple[str, ...]]:
    allocation = allocate(asked)
    return allocation.by_rank.ids, allocation.by_rank_skipping.ids


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(questions(most=9))
def test_both_equal_the_plain_walk(asked: Question) -> None:
    board = lay_out(asked)
    if find_conflict(board):
        return
    for skipping in (False, True):
        chosen = select_by_rank(board, skipping=skipping)
        names = {asked.candidates[place].id for i in iterate_bits(chosen) for place in board.bundles[i].members}
        assert names == by_rank(asked, skipping=skipping)
        assert permitted(asked, names)


def test_by_rank_stops_where_skipping_goes_on() -> None:
    asked = question(100, candidate("a", 60, 1, rank=1), candidate("b", 50, 1, rank=2), candidate("c", 40, 1, rank=3))
    assert ranked(asked) == (("a",), ("a", "c"))


def test_priority_1_is_reached_first_whatever_its_rank() -> None:
    asked = question(100, candidate("b", 60, 9, rank=1), candidate("a", 60, 0, priority=1, rank=9))
    assert ranked(asked) == (("a",), ("a",))


def test_a_priority_1_that_does_not_fit_ends_the_selection_by_rank() -> None:
    asked = question(100, candidate("big", 101, 0, priority=1), candidate("b", 10, 1))
    assert ranked(asked) == ((), ("b",))


def test_what_is_locked_in_comes_first_and_what_is_locked_out_is_passed_over() -> None:
    asked = question(
        100,
        candidate("a", 60, 1, priority=1, rank=1),
        candidate("out", 500, 1, priority=1, rank=0, locked=Lock.OUT),
        candidate("in", 50, 1, rank=9, locked=Lock.IN),
        candidate("c", 30, 1, rank=3),
    )
    assert ranked(asked) == (("in",), ("in", "c"))


def test_what_a_lock_requires_comes_with_it() -> None:
    asked = question(100, candidate("in", 50, 1, requires=("base",), locked=Lock.IN), candidate("base", 50, 0, rank=9))
    assert ranked(asked) == (("in", "base"), ("in", "base"))


def test_one_whose_required_ones_come_later_is_passed_over() -> None:
    asked = question(100, candidate("a", 10, 1, rank=1, requires=("b",)), candidate("b", 10, 1, rank=2))
    assert ranked(asked) == (("b",), ("b",))


def test_one_that_a_chosen_one_excludes_is_passed_over_before_its_amount_is_asked() -> None:
    barred = candidate("b", 500, 1, rank=2)
    asked = question(100, candidate("a", 10, 1, rank=1, excludes=("b",)), barred, candidate("c", 10, 1, rank=3))
    assert ranked(asked) == (("a", "c"), ("a", "c"))


def test_a_circle_is_placed_when_its_last_is_reached() -> None:
    circle = [candidate("a", 40, 1, rank=1, requires=("b",)), candidate("b", 40, 1, rank=3, requires=("a",))]
    assert ranked(question(100, *circle, candidate("c", 20, 1, rank=2))) == (("a", "b", "c"), ("a", "b", "c"))
    assert ranked(question(100, *circle, candidate("c", 30, 1, rank=2))) == (("c",), ("c",))


def test_equal_ranks_go_as_they_are_given() -> None:
    asked = question(10, candidate("a", 10, 1), candidate("b", 10, 9))
    assert ranked(asked) == (("a",), ("a",))
