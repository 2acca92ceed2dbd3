"""What a page costs: queries, time in the database, wall and processor time, bytes."""

import gc
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import median, quantiles
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from core.models import User

WARM_UP = 3


@dataclass(frozen=True, slots=True)
class Page:
    """A page by name and address."""

    name: str
    address: str


@dataclass(slots=True)
class _Log:
    """What one page has cost so far, each list one figure a round in milliseconds."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    sql: list[float] = field(default_factory=list)
    queries: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Cost:
    """A page's cost in milliseconds and bytes; `ratio` is to the bare page of the same run."""

    page: str
    queries: int
    sql_ms: float
    p50_ms: float
    p95_ms: float
    cpu_ms: float
    bytes: int
    ratio: float

    def as_record(self) -> dict[str, Any]:
        """Return it in JSON's types."""
        return asdict(self)


class _Stopwatch:
    """Counts and times the queries of one request."""

    def __init__(self) -> None:
        self.count, self.seconds = 0, 0.0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.count += 1
            self.seconds += time.perf_counter() - begun


def measure(pages: Sequence[Page], bare: Page, person: User, *, rounds: int) -> list[Cost]:
    """Ask for every page in turn, round after round, so that whatever else the machine does falls on all alike."""
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    logs = {page: _Log() for page in (bare, *pages)}
    for number in range(WARM_UP + rounds):
        for page, log in logs.items():
            _ask(client, page, log if number >= WARM_UP else _Log())
    unit = median(logs[bare].wall)
    return [_cost(page, log, unit) for page, log in logs.items()]


def _ask(client: Client, page: Page, log: _Log) -> None:
    watch = _Stopwatch()
    gc.collect()
    with connection.execute_wrapper(watch):
        wall, cpu = time.perf_counter(), time.process_time()
        response = client.get(page.address)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    if response.status_code != 200:  # noqa: PLR2004 - the page itself, no redirect
        message = f"{page.name}: {page.address} answers {response.status_code}"
        raise RuntimeError(message)
    log.wall.append(wall * 1_000)
    log.cpu.append(cpu * 1_000)
    log.sql.append(watch.seconds * 1_000)
    log.queries, log.size = watch.count, len(response.content)


def _cost(page: Page, log: _Log, unit: float) -> Cost:
    return Cost(
        page=page.name,
        queries=log.queries,
        sql_ms=round(median(log.sql), 2),
        p50_ms=round(median(log.wall), 2),
        p95_ms=round(quantiles(log.wall, n=20)[-1], 2),
        cpu_ms=round(median(log.cpu), 2),
        bytes=log.size,
        ratio=round(median(log.wall) / unit, 2),
    )
