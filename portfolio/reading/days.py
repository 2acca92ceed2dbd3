"""Dates as people write them, Danish and English. What is not exactly one day is none."""

import re
from datetime import date
from enum import StrEnum

EARLIEST, LATEST = 1900, 2199
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar january jan",
            "februar february feb",
            "marts march mar",
            "april apr",
            "maj may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?:[t ]00:00(?::00)?)?")
_FIGURES = re.compile(r"(?P<first>[0-9]{1,2})(?P<mark>[./-])(?P<second>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})")
_DAY_MONTH = re.compile(r"(?P<day>[0-9]{1,2})(?:\.|st|nd|rd|th)? (?P<name>[a-z]+)\.?,? (?P<year>[0-9]{4})")
_MONTH_DAY = re.compile(r"(?P<name>[a-z]+)\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[0-9]{4})")


class Dates(StrEnum):
    """Which figure comes first where a date is written 03/04/2027."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


def read_day(text: str, dates: Dates) -> date | None:
    """Return the day that `text` writes, or None where it is not exactly one day between 1900 and 2199."""
    plain = " ".join(text.lower().split())
    if found := _ISO.fullmatch(plain):
        return _day(int(found["year"]), int(found["month"]), int(found["day"]))
    if found := _FIGURES.fullmatch(plain):
        first, second = int(found["first"]), int(found["second"])
        day, month = (first, second) if dates == Dates.DAY_FIRST else (second, first)
        return _day(int(found["year"]), month, day)
    if found := _DAY_MONTH.fullmatch(plain) or _MONTH_DAY.fullmatch(plain):
        return _day(int(found["year"]), _MONTHS.get(found["name"], 0), int(found["day"]))
    return None


def in_calendar(day: date) -> date | None:
    """Return the day where its year is one that a plan is likely to hold."""
    return day if EARLIEST <= day.year <= LATEST else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return in_calendar(date(year, month, day))
    except ValueError:
        return None
