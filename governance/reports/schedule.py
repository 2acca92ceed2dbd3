"""When a report is due: pure arithmetic on Danish days and hours."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from core.clock import COPENHAGEN

# A quarter begins in January, April, July and October.
_MONTHS = {"monthly": 1, "quarterly": 3}


@dataclass(frozen=True, slots=True)
class Slot:
    """A due time: the Danish day it belongs to, and the instant."""

    day: date
    at: datetime


def last_slot(cadence: str, day: int, hour: int, now: datetime) -> Slot | None:
    """Return the latest due time at or before `now`; None for a report that is made on demand only."""
    return next((slot for slot in reversed(_around(cadence, day, hour, now)) if slot.at <= now), None)


def next_slot(cadence: str, day: int, hour: int, now: datetime) -> Slot | None:
    """Return the first due time after `now`; None for a report that is made on demand only."""
    return next((slot for slot in _around(cadence, day, hour, now) if slot.at > now), None)


def first_of(day: date) -> date:
    """Return the first day of the month."""
    return day.replace(day=1)


def months_before(day: date, count: int) -> date:
    """Return the first day of the month `count` months before `day`'s."""
    index = day.year * 12 + day.month - 1 - count
    return date(index // 12, index % 12 + 1, 1)


def _around(cadence: str, day: int, hour: int, now: datetime) -> list[Slot]:
    """Return the due times of the two periods before `now`'s, its own and the next, in order."""
    step = _MONTHS.get(cadence)
    if step is None:
        return []
    local = now.astimezone(COPENHAGEN).date()
    begins = local.replace(month=local.month - (local.month - 1) % step, day=1)
    return [_slot(months_before(begins, -step * offset), day, hour) for offset in (-2, -1, 0, 1)]


def _slot(month: date, day: int, hour: int) -> Slot:
    """Return the due time in a month: its last day where it is shorter; an hour that the clock skips is the next."""
    when = month + timedelta(days=min(day, monthrange(month.year, month.month)[1]) - 1)
    local = datetime(when.year, when.month, when.day, hour, tzinfo=COPENHAGEN)
    return Slot(when, local.astimezone(UTC))
