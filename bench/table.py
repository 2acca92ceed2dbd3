"""The figures as people read them."""

from collections.abc import Mapping, Sequence

from bench.measure import Cost

HEAD = ("page", "queries", "SQL ms", "p50 ms", "p95 ms", "CPU ms", "KB", "x bare", "growth")


def table(costs: Mapping[int, Sequence[Cost]]) -> str:
    """Return one table a size; `growth` is the median's to that of the first size."""
    first = {cost.page: cost.p50_ms for cost in next(iter(costs.values()))}
    parts = []
    for size, rows in costs.items():
        parts.append(f"\n{size} cases and {size} projects")
        lines = [HEAD, *(_line(cost, first[cost.page]) for cost in rows)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(HEAD))]
        parts += ["  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]) for line in lines]
    return "\n".join(parts)


def _line(cost: Cost, first: float) -> tuple[str, ...]:
    figures = (cost.sql_ms, cost.p50_ms, cost.p95_ms, cost.cpu_ms)
    kilobytes = f"{cost.bytes / 1_000:.1f}"
    told = (f"{cost.ratio:.2f}", f"{cost.p50_ms / first:.2f}")
    return (cost.page, str(cost.queries), *(f"{one:.1f}" for one in figures), kilobytes, *told)
