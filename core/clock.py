"""The one clock: instants in UTC, dates in Copenhagen, and a stand-in for loading history.

Deadlines and year ends are Danish calendar dates; a summer evening near midnight is another day in UTC.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
_standing: ContextVar[datetime | None] = ContextVar("standing_clock", default=None)


def now() -> datetime:
    """Return the present instant, aware and in UTC."""
    return _standing.get() or timezone.now()


def today() -> date:
    """Return the present date in Copenhagen."""
    return now().astimezone(COPENHAGEN).date()


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Let the clock stand at `instant` (aware); for loading the demo's past and for tests."""
    token = _standing.set(instant)
    try:
        yield
    finally:
        _standing.reset(token)
