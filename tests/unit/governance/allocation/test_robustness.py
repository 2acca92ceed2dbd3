"""How often each proposal is selected when the values vary."""

from decimal import Decimal

from governance.allocation.candidate import Lock
from governance.allocation.robustness import count_selections
from tests.unit.governance.allocation.questions import candidate, question


def test_it_counts_how_often_each_is_in_best_value() -> None:
    asked = question(100, candidate("a", 100, 10), candidate("b", 100, 8), candidate("law", 0, 0, priority=1))
    draws = [{"b": Decimal(value)} for value in (8, 12, 9, 11)]
    steps = [(number, dict(counts)) for number, counts in count_selections(asked, draws)]
    assert [number for number, _counts in steps] == [1, 2, 3, 4]
    assert (steps[-1][1]["a"], steps[-1][1]["b"]) == (2, 2)


def test_the_locks_hold_in_every_draw() -> None:
    asked = question(100, candidate("a", 60, 1, locked=Lock.IN), candidate("b", 60, 5), candidate("c", 40, 2))
    *_, (number, counts) = count_selections(asked, [{"b": Decimal(1000)}] * 3)
    assert (number, counts) == (3, {"a": 3, "b": 0, "c": 3})


def test_without_draws_nothing_is_counted() -> None:
    assert list(count_selections(question(1, candidate("a", 1, 1)), [])) == []
