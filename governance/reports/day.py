"""The day that a report tells of, and the stretch of time since the report before it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.clock import COPENHAGEN


@dataclass(frozen=True, slots=True)
class ReportDay:
    """The day that is reported on, and the day of the report before it."""

    on: date
    since: date

    @property
    def begin(self) -> datetime:
        """The instant after which something is new."""
        return _midnight_after(self.since)

    @property
    def end(self) -> datetime:
        """The instant before which something belongs to the report."""
        return _midnight_after(self.on)


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=COPENHAGEN)
