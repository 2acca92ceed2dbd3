"""How often each proposal is selected when values and amounts vary."""

from dataclasses import replace
from decimal import Decimal

from governance.allocation.candidate import Lock
from governance.allocation.robustness import Drawn, count_selections
from tests.unit.governance.allocation.questions import candidate, question


def test_it_counts_how_often_each_is_in_best_value() -> None:
    asked = question(100, candidate("a", 100, 10), candidate("b", 100, 8), candidate("law", 0, 0, priority=1))
    draws = [{"b": Drawn(Decimal(value))} for value in (8, 12, 9, 11)]
    steps = [(number, dict(counts)) for number, counts in count_selections(asked, draws)]
    assert [number for number, _counts in steps] == [1, 2, 3, 4]
    assert (steps[-1][1]["a"], steps[-1][1]["b"]) == (2, 2)


def test_the_locks_hold_in_every_draw() -> None:
    asked = question(100, candidate("a", 60, 1, locked=Lock.IN), candidate("b", 60, 5), candidate("c", 40, 2))
    *_, (number, counts) = count_selections(asked, [{"b": Drawn(Decimal(1000))}] * 3)
    assert (number, counts) == (3, {"a": 3, "b": 0, "c": 3})


def test_without_draws_nothing_is_counted() -> None:
    assert list(count_selections(question(1, candidate("a", 1, 1)), [])) == []


def test_what_costs_more_asks_for_more_and_less_for_less() -> None:
    asked = question(100, candidate("a", 100, 10), candidate("b", 50, 4), candidate("c", 50, 4))
    shares = ("1", "1.01", "0.5", "0.51")
    draws = [{"a": Drawn(Decimal(10), Decimal(share))} for share in shares]
    *_, (_number, counts) = count_selections(asked, draws)
    # Over the budget it drops out; at half the money one of the others has room beside it.
    assert (counts["a"], counts["b"] + counts["c"]) == (3, 2 + 1)


def test_each_years_part_varies_alike() -> None:
    limits = ((2026, Decimal(60)), (2027, Decimal(60)))
    one = replace(candidate("a", 100, 10), years=((2026, Decimal(50)), (2027, Decimal(50))))
    asked = replace(question(120, one), year_limits=limits)
    draws = [{"a": Drawn(Decimal(10), Decimal(share))} for share in ("1.2", "1.22", "0.1")]
    *_, (_number, counts) = count_selections(asked, draws)
    assert counts["a"] == 2


def test_what_the_locks_force_keeps_its_amount() -> None:
    asked = question(100, candidate("a", 60, 1, locked=Lock.IN, requires=("b",)), candidate("b", 40, 0))
    draws = [{"a": Drawn(Decimal(1), Decimal(2)), "b": Drawn(Decimal(0), Decimal(3))}]
    *_, (_number, counts) = count_selections(asked, draws)
    assert counts == {"a": 1, "b": 1}
