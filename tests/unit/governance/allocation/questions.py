"""Questions to the allocator: short to write, drawn at random, and as large as a pool can be asked."""

from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import strategies as st

from governance.allocation.candidate import Candidate, Lock, Question

YEARS = (2026, 2027, 2028)


def candidate(name: str, amount: object, value: object, priority: int = 2, rank: int = 1, **rest: Any) -> Candidate:
    return Candidate(name, Decimal(str(amount)), Decimal(str(value)), priority, rank, **rest)


def question(budget: object, *candidates: Candidate, **limits: Any) -> Question:
    return Question(Decimal(str(budget)), candidates, **limits)


@st.composite
def questions(draw: st.DrawFn, most: int = 15) -> Question:
    """Small figures, so that ties, exact fits, circles and contradictions are common."""
    names = [f"P{place}" for place in range(draw(st.integers(1, most)))]
    cent = draw(st.sampled_from(["1", "0.01", "0.0000000001", "100000000"]))
    some = st.lists(st.sampled_from(names), max_size=2 if draw(st.booleans()) else 0).map(tuple)
    lock = st.sampled_from([None] * 8 + [Lock.IN, Lock.OUT])
    candidates = tuple(
        Candidate(
            name,
            Decimal(draw(st.integers(0, 25))) * Decimal(draw(st.sampled_from(["1", "0.5", "1000.01"]))),
            Decimal(draw(st.integers(-3, 25))) * Decimal(cent),
            draw(st.sampled_from([1, 2, 2])),
            draw(st.integers(1, len(names))),
            draw(some),
            draw(some),
            draw(lock),
            draw(st.sampled_from(["skole", "vej"])),
            ((2026, Decimal(draw(st.integers(0, 9)))), (2027, Decimal(draw(st.integers(0, 9))))),
        )
        for name in names
    )
    whole = sum((one.amount for one in candidates), Decimal(0))
    return Question(whole * draw(st.integers(0, 10)) / 10, candidates)


def large_question(seed: int, *, count: int = 300, three_years: bool = False, mandatory: float = 0.15) -> Question:
    """A pool under pressure: 60 requirements and 20 exclusions among 300 proposals, or as many for each hundred."""
    random = Random(seed)  # noqa: S311 - figures for a test
    names = [f"P{place}" for place in range(count)]
    requires: dict[str, list[str]] = {name: [] for name in names}
    excludes: dict[str, list[str]] = {name: [] for name in names}
    for _ in range(count // 5):
        before, after = sorted(random.sample(range(count), 2))
        requires[names[after]].append(names[before])
    for _ in range(count // 15):
        one, other = random.sample(names, 2)
        excludes[one].append(other)
    candidates = []
    for name in names:
        amount = Decimal(random.randint(50, 3000) * 1000)
        value = (amount * random.randint(10, 400) / 100).quantize(Decimal("0.01"))
        priority = 1 if random.random() < mandatory else 2
        second = amount * random.randint(0, 50) // 100
        third = amount * random.randint(0, 50) // 100
        years = tuple(zip(YEARS, (amount - second - third, second, third), strict=True)) if three_years else ()
        rank = random.randint(1, count)
        candidates.append(
            Candidate(
                name,
                amount,
                value,
                priority,
                rank,
                tuple(requires[name]),
                tuple(excludes[name]),
                years=years,
            )
        )
    budget = sum((one.amount for one in candidates), Decimal(0)) * 35 // 100
    limits = tuple((year, budget * 34 // 100) for year in YEARS) if three_years else ()
    return Question(budget, tuple(candidates), year_limits=limits)
