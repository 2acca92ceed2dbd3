"""The allocator's rules written anew, as plainly as can be: every subset, and the ranking step by step."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

import numpy as np

from governance.allocation.candidate import Candidate, Lock, Question

Key = tuple[Decimal, Decimal, Decimal]


def worth(question: Question, chosen: Iterable[str]) -> Key:
    """Return what best value compares: priority 1 money, value, and cheapness among equals."""
    inside = _inside(question, set(chosen))
    return (
        sum((one.amount for one in inside if one.priority == 1), Decimal(0)),
        sum((one.value for one in inside), Decimal(0)),
        -sum((one.amount for one in inside), Decimal(0)),
    )


def permitted(question: Question, chosen: set[str]) -> bool:
    """Tell whether a set keeps locks, requirements, exclusions and all limits."""
    inside = _inside(question, chosen)
    return (
        all(one.id in chosen for one in question.candidates if one.locked == Lock.IN)
        and all(one.locked != Lock.OUT and chosen.issuperset(one.requires) for one in inside)
        and not any(chosen & set(one.excludes) for one in inside)
        and sum(one.amount for one in inside) <= question.budget
        and all(sum(one.amount for one in inside if one.unit == unit) <= top for unit, top in question.unit_limits)
        and (
            question.other_limit is None
            or sum(one.amount for one in inside if one.priority != 1) <= question.other_limit
        )
        and all(sum(dict(one.years)[year] for one in inside) <= top for year, top in question.year_limits)
        and all(
            sum(dict(one.years)[year] for one in inside if one.priority != 1) <= top
            for year, top in question.other_year_limits
        )
    )


def best_worth(question: Question) -> Key | None:
    """Return the worth of the best of all subsets, or None where none is permitted."""
    candidates = question.candidates
    place = {one.id: number for number, one in enumerate(candidates)}
    masks = np.arange(1 << len(candidates))
    taken = [(masks >> number & 1).astype(bool) for number in range(len(candidates))]
    able = np.ones(len(masks), bool)
    for one, here in zip(candidates, taken, strict=True):
        if one.locked:
            able &= here == (one.locked == Lock.IN)
        for name in one.requires:
            able &= ~here | taken[place[name]]
        for name in one.excludes:
            able &= ~(here & taken[place[name]])
    able &= _total(taken, [one.amount for one in candidates]) <= _whole(question.budget)
    for amounts, top in _limits(question):
        able &= _total(taken, amounts) <= _whole(top)
    left = np.flatnonzero(able)
    for column in (
        _total(taken, [one.amount if one.priority == 1 else Decimal(0) for one in candidates]),
        _total(taken, [one.value for one in candidates]),
        -_total(taken, [one.amount for one in candidates]),
    ):
        if len(left):
            left = left[column[left] == column[left].max()]
    if not len(left):
        return None
    return worth(question, [one.id for one, here in zip(candidates, taken, strict=True) if here[left[0]]])


def _limits(question: Question) -> Iterator[tuple[list[Decimal], Decimal]]:
    """Yield what each candidate takes of each limit but the budget, and the limit."""
    everyone = question.candidates
    nothing = Decimal(0)
    for unit, top in question.unit_limits:
        yield [one.amount if one.unit == unit else nothing for one in everyone], top
    for year, top in question.year_limits:
        yield [dict(one.years)[year] for one in everyone], top
    for year, top in question.other_year_limits:
        yield [dict(one.years)[year] if one.priority != 1 else nothing for one in everyone], top
    if question.other_limit is not None:
        yield [one.amount if one.priority != 1 else nothing for one in everyone], question.other_limit


def by_rank(question: Question, *, skipping: bool) -> set[str]:
    """Walk the ranking; what is locked in comes first with all it requires, directly or not."""
    reach = _reach(question)
    chosen = {name for one in question.candidates if one.locked == Lock.IN for name in reach[one.id] | {one.id}}
    left = question.budget - sum(one.amount for one in _inside(question, chosen))
    had_turn: set[str] = set()
    for one in sorted(question.candidates, key=lambda one: (one.priority, one.rank)):
        had_turn.add(one.id)
        circle = {name for name in reach[one.id] if one.id in reach[name]} | {one.id}
        if one.id in chosen or not circle <= had_turn:
            continue
        together = _inside(question, circle)
        wanted = chosen | circle
        lacking = any(not wanted.issuperset(member.requires) for member in together)
        if lacking or any(member.locked == Lock.OUT for member in together) or _clash(question, wanted, circle):
            continue
        amount = sum(member.amount for member in together)
        if amount <= left:
            chosen, left = wanted, left - amount
        elif not skipping:
            break
    return chosen


def _clash(question: Question, wanted: set[str], added: set[str]) -> bool:
    return any(
        (one.id in added or name in added) and name in wanted
        for one in _inside(question, wanted)
        for name in one.excludes
    )


def _reach(question: Question) -> dict[str, set[str]]:
    reach = {one.id: set(one.requires) for one in question.candidates}
    for _ in question.candidates:
        for name, reached in reach.items():
            reach[name] = reached.union(*(reach[other] for other in reached))
    return reach


def _inside(question: Question, chosen: set[str]) -> list[Candidate]:
    return [one for one in question.candidates if one.id in chosen]


def _whole(number: Decimal) -> int:
    return int(number.scaleb(10))


def _total(taken: list[np.ndarray], numbers: list[Decimal]) -> np.ndarray:
    """Return what every subset adds up to, in whole numbers as large as they need be."""
    small = sum(abs(_whole(number)) for number in numbers) < 2**62
    total = np.zeros(len(taken[0]), dtype=np.int64 if small else object)
    for here, number in zip(taken, numbers, strict=True):
        total[here] += _whole(number)
    return total
