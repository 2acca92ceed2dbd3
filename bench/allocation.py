"""The pool's allocation at the size it is promised for, in a process of its own: `python -m bench.allocation 1 0`.

The seed comes first, and then how many hundredths of each year are kept for mandatory solutions.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from itertools import product
from random import Random
from typing import Any

from governance.allocation.board import lay_out
from governance.allocation.candidate import Candidate, Question
from governance.allocation.frontier import draw_frontier
from governance.allocation.optimum import find_optimum

NAME = "allocation"
SEEDS, KEPT = tuple(range(1, 21)), (0, 5)
PROPOSALS, REQUIREMENTS, EXCLUSIONS, YEARS, ROUNDS = 300, 60, 20, (2026, 2027, 2028), 3
# The budget holds so many hundredths of what is asked for, and so many are mandatory.
_PRESSURE, _MANDATORY = 35, 15


def measure_allocations() -> list[dict[str, Any]]:
    """Allocate each pool in a process of its own."""
    costs = []
    for kept, seed in product(KEPT, SEEDS):
        command = [sys.executable, "-m", "bench.allocation", str(seed), str(kept)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this very module
        costs.append(json.loads(done.stdout))
    return costs


def line(cost: dict[str, Any]) -> str:
    """Return a measure as people read it."""
    proved = "proved" if cost["optimal"] else "not proved"
    return (
        f"{NAME}, {PROPOSALS} proposals over {len(YEARS)} years, {cost['kept_percent']} % kept, seed {cost['seed']}:"
        f" best value {cost['optimum_s']:.2f} s ({proved}),"
        f" frontier of {cost['points']} points {cost['frontier_s']:.2f} s, largest gap {cost['largest_gap']}"
    )


def pool(seed: int, percent: int) -> Question:
    """Return a pool under pressure, each year with its limit, and what each year keeps for mandatory solutions."""
    random = Random(seed)  # noqa: S311 - figures to measure by
    names = [f"P{place}" for place in range(PROPOSALS)]
    requires: dict[str, list[str]] = {name: [] for name in names}
    excludes: dict[str, list[str]] = {name: [] for name in names}
    for _ in range(REQUIREMENTS):
        before, after = sorted(random.sample(range(PROPOSALS), 2))
        requires[names[after]].append(names[before])
    for _ in range(EXCLUSIONS):
        one, other = random.sample(names, 2)
        excludes[one].append(other)
    candidates = []
    for name in names:
        amount = Decimal(random.randint(50, 3_000) * 1_000)
        later = [amount * random.randint(0, 40) // 100 for _year in YEARS[1:]]
        candidates.append(
            Candidate(
                id=name,
                amount=amount,
                value=(amount * random.randint(10, 400) / 100).quantize(Decimal("0.01")),
                priority=1 if random.randint(1, 100) <= _MANDATORY else 2,
                rank=random.randint(1, PROPOSALS),
                requires=tuple(requires[name]),
                excludes=tuple(excludes[name]),
                years=tuple(zip(YEARS, (amount - sum(later), *later), strict=True)),
            )
        )
    limits = [(year, sum((one.paid_in(year) for one in candidates), Decimal(0)) * _PRESSURE // 100) for year in YEARS]
    others = [(year, limit * (100 - percent) // 100) for year, limit in limits] if percent else []
    return Question(
        budget=sum((limit for _year, limit in limits), Decimal(0)),
        candidates=tuple(candidates),
        year_limits=tuple(limits),
        other_limit=sum((limit for _year, limit in others), Decimal(0)) if others else None,
        other_year_limits=tuple(others),
    )


def main() -> None:
    """Allocate one pool and tell what it cost in processor time, the quickest of a few times."""
    seed, percent = int(sys.argv[1]), int(sys.argv[2])
    question = pool(seed, percent)
    optimum_s, best = _quickest(lambda: find_optimum(lay_out(question)))
    frontier_s, points = _quickest(lambda: draw_frontier(lay_out(question), best))
    gaps = [point.gap for point in points if point.gap is not None]
    cost = {
        "seed": seed,
        "kept_percent": percent,
        "optimum_s": round(optimum_s, 3),
        "optimal": best.proved,
        "frontier_s": round(frontier_s, 3),
        "points": len(points),
        "largest_gap": f"{max(gaps) * 100:.2f} %" if gaps else "unknown",
    }
    sys.stdout.write(json.dumps(cost) + "\n")


def _quickest(make: Callable[[], Any]) -> tuple[float, Any]:
    found = []
    for _round in range(ROUNDS):
        begun = time.process_time()
        made = make()
        found.append((time.process_time() - begun, made))
    return min(found, key=lambda one: one[0])


if __name__ == "__main__":
    main()
