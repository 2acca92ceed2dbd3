"""What cannot be asked, and locks that cannot hold together."""

import itertools
from dataclasses import replace
from decimal import Decimal

import pytest

from governance.allocation.allocate import allocate
from governance.allocation.candidate import Candidate, Lock, Question
from governance.policy.errors import InputError
from governance.policy.messages import Figures, Message, MessageKey
from tests.unit.governance.allocation.questions import candidate, question

A = candidate("a", 10, 1)


@pytest.mark.parametrize(
    ("budget", "candidates", "path", "key"),
    [
        ("-0.01", [A], "budget_dkk", MessageKey.NUMBER_NEGATIVE),
        ("NaN", [A], "budget_dkk", MessageKey.NUMBER_NOT_FINITE),
        ("1", [A, replace(A, rank=2)], "proposals.1.id", MessageKey.TWICE),
        ("1", [replace(A, amount=Decimal(-1))], "proposals.0.amount_dkk", MessageKey.NUMBER_NEGATIVE),
        ("1", [replace(A, amount=Decimal("1E+12"))], "proposals.0.amount_dkk", MessageKey.NUMBER_TOO_LARGE),
        ("1", [replace(A, value=Decimal("Infinity"))], "proposals.0.value", MessageKey.NUMBER_NOT_FINITE),
        ("1", [replace(A, value=Decimal("1E-11"))], "proposals.0.value", MessageKey.NUMBER_TOO_FINE),
        ("1", [replace(A, priority=3)], "proposals.0.priority", MessageKey.CHOICE_UNKNOWN),
        ("1", [replace(A, requires=("a", "x"))], "proposals.0.requires.1", MessageKey.PROPOSAL_UNKNOWN),
        ("1", [replace(A, excludes=("x",))], "proposals.0.excludes.0", MessageKey.PROPOSAL_UNKNOWN),
        ("1", [replace(A, years=((2026, Decimal(-1)),))], "proposals.0.years.2026", MessageKey.NUMBER_NEGATIVE),
    ],
)
def test_what_cannot_be_is_refused_at_its_path(
    budget: str, candidates: list[Candidate], path: str, key: MessageKey
) -> None:
    with pytest.raises(InputError) as refused:
        question(budget, *candidates)
    assert (refused.value.path, refused.value.message.key) == (path, key)


@pytest.mark.parametrize("name", ["unit_limits", "year_limits", "other_year_limits"])
def test_a_limit_below_0_is_refused(name: str) -> None:
    with pytest.raises(InputError) as refused:
        Question(Decimal(1), (), **{name: (("x", Decimal(-1)),)})
    assert refused.value.path == f"{name}.x"


def why(budget: int, *candidates: Candidate, **limits: object) -> tuple[MessageKey, Figures]:
    allocation = allocate(question(budget, *candidates, **limits))
    message = allocation.infeasible
    assert isinstance(message, Message)
    assert (allocation.best_value.ids, allocation.best_value.optimal, allocation.frontier) == ((), False, ())
    assert (allocation.by_rank.ids, allocation.by_rank_skipping.ids, allocation.difference) == ((), (), ())
    return message.key, message.figures


def test_a_lock_that_requires_what_is_locked_out() -> None:
    asked = [
        candidate("a", 1, 1, requires=("b",), locked=Lock.IN),
        candidate("b", 1, 1, requires=("c",)),
        candidate("c", 1, 1, locked=Lock.OUT),
    ]
    assert why(10, *asked) == (MessageKey.LOCK_NEEDS_LOCKED_OUT, {"locked": "a", "required": "c"})


def test_locks_that_exclude_each_other_or_what_another_requires() -> None:
    pair = [candidate("a", 1, 1, locked=Lock.IN), candidate("b", 1, 1, excludes=("a",), locked=Lock.IN)]
    assert why(10, *pair) == (MessageKey.LOCKS_EXCLUDE, {"one": "a", "other": "b"})
    torn = [candidate("a", 1, 1, requires=("b",), excludes=("b",), locked=Lock.IN), candidate("b", 1, 1)]
    assert why(10, *torn) == (MessageKey.LOCKS_EXCLUDE, {"one": "b", "other": "a"})


def test_locks_that_cost_more_than_there_is() -> None:
    dear = [candidate("a", 60, 1, requires=("b",), locked=Lock.IN), candidate("b", "40.01", 1)]
    assert why(100, *dear) == (
        MessageKey.LOCKS_TOO_DEAR,
        {"needed_exact_dkk": Decimal("100.01"), "budget_exact_dkk": Decimal(100)},
    )
    assert allocate(question("100.01", *dear)).infeasible is None


@pytest.mark.parametrize(
    ("limits", "name"),
    [({"unit_limits": (("skole", Decimal(50)),)}, "skole"), ({"year_limits": ((2027, Decimal(50)),)}, "2027")],
)
def test_locks_that_take_more_than_a_unit_or_a_year_may(limits: dict[str, object], name: str) -> None:
    locked = candidate("a", 60, 1, locked=Lock.IN, unit="skole", years=((2026, Decimal(0)), (2027, Decimal(60))))
    assert why(100, locked, **limits) == (
        MessageKey.LOCKS_OVER_LIMIT,
        {"needed_exact_dkk": Decimal(60), "limit_exact_dkk": Decimal(50), "limit": name},
    )


def test_a_chain_longer_than_the_stack_is_answered() -> None:
    count = 5000
    names = [f"P{place}" for place in range(count)]
    chain = [candidate(name, 1, 1, requires=(after,)) for name, after in itertools.pairwise(names)]
    chain.append(candidate(names[-1], 1, 1))
    allocation = allocate(question(count, *chain))
    assert (len(allocation.best_value.ids), allocation.best_value.optimal) == (count, True)
    ring = [*chain[:-1], candidate(names[-1], 1, 1, requires=(names[0],))]
    assert allocate(question(count - 1, *ring)).best_value.ids == ()
