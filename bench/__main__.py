"""`script/bench`: fill, measure, tell."""

import json
import platform
import sys
import time

from bench.options import parse
from bench.servers import running_servers
from machine.trouble import TroubleError

# What can be measured; `bench.pages` knows where each of them is.
NAMES = (
    "case list", "case search", "case", "my page", "review queue", "project list", "project search", "project",
    "meeting", "overview",
)  # fmt: skip


def main() -> int:
    """Run and return the exit code."""
    options = parse(sys.argv[1:], NAMES)
    try:
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
            print(
                json.dumps(
                    {
                        "machine": {"python": platform.python_version(), "system": platform.platform()},
                        "rounds": options.rounds,
                        "sizes": {str(size): [cost.as_record() for cost in rows] for size, rows in costs.items()},
                    },
                    indent=2,
                )
            )
    except TroubleError as trouble:
        tell(str(trouble))
        return 1
    return 0


def tell(text: str) -> None:
    """Write to standard error, where people read."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
