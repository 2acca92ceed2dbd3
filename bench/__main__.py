"""`script/bench`: fill, measure, tell."""

import json
import platform
import sys
import time
from typing import Any

from bench import allocation, evaluation, paper
from bench.options import Options, parse
from bench.servers import running_servers
from machine.trouble import TroubleError

# What can be measured; `bench.pages` knows where each of them is.
NAMES = (
    "case list", "case search", "case", "my page", "review queue", "project list", "project search", "project",
    "benefit list", "meeting", "overview", paper.NAME, evaluation.NAME,
    allocation.NAME,
)  # fmt: skip


def main() -> int:
    """Run and return the exit code."""
    options = parse(sys.argv[1:], NAMES)
    try:
        reports = paper.measure_reports() if options.only in ("", paper.NAME) else []
        for cost in reports:
            tell(paper.line(cost))
        evaluations = evaluation.measure_evaluations() if options.only in ("", evaluation.NAME) else []
        for cost in evaluations:
            tell(evaluation.line(cost))
        allocations = allocation.measure_allocations() if options.only in ("", allocation.NAME) else []
        for cost in allocations:
            tell(allocation.line(cost))
        pages = {} if options.only in (paper.NAME, evaluation.NAME, allocation.NAME) else measure_pages(options)
        machine = {"python": platform.python_version(), "system": platform.platform()}
        found = {"machine": machine, "rounds": options.rounds, "sizes": pages, "reports": reports}
        found |= {"evaluations": evaluations, "allocations": allocations}
        print(json.dumps(found, indent=2))
    except TroubleError as trouble:
        tell(str(trouble))
        return 1
    return 0


def measure_pages(options: Options) -> dict[str, list[dict[str, Any]]]:
    """Fill a database of its own to each size and return what every page costs there."""
    with running_servers():
        import django

        django.setup()
        from bench.measure import measure
        from bench.pages import BARE, pages
        from bench.portfolio import Portfolio
        from bench.table import table

        portfolio, costs = Portfolio.found(), {}
        for size in options.sizes:
            begun = time.monotonic()
            portfolio.grow_to(size)
            tell(f"{size}: filled in {time.monotonic() - begun:.0f} s")
            chosen = [page for page in pages() if options.only in ("", page.name)]
            costs[size] = measure(chosen, BARE, portfolio.reader, rounds=options.rounds)
        tell(table(costs))
    return {str(size): [cost.as_record() for cost in rows] for size, rows in costs.items()}


def tell(text: str) -> None:
    """Write to standard error, where people read."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
