"""A calendar as a file (RFC 5545): exact lines, nothing more than our events need."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

# A line holds so many octets before its break; what is longer goes on after a space.
_LONGEST = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens; `uid` is the same whenever the event is told of again, `ends` may be unknown."""

    uid: str
    title: str
    begins: datetime
    ends: datetime | None = None
    place: str = ""
    text: str = ""
    url: str = ""


def write_calendar(name: str, events: Iterable[Event], *, stamp: datetime) -> bytes:
    """Return the events as a calendar called `name`; `stamp` is when it was written."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pejling//Pejling//DA",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for event in events:
        lines += _event(event, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(event: Event, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{_instant(stamp)}"
    yield f"DTSTART:{_instant(event.begins)}"
    if event.ends is not None:
        yield f"DTEND:{_instant(event.ends)}"
    yield f"SUMMARY:{_text(event.title)}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    if event.text:
        yield f"DESCRIPTION:{_text(event.text)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "END:VEVENT"


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    return text.translate(_ESCAPED)


def _folded(line: str) -> bytes:
    """Return the line with its breaks; a character of several octets is never broken."""
    parts, room, part = [], _LONGEST, b""
    for character in line:
        octets = character.encode()
        if len(part) + len(octets) > room:
            # The space that a continued line begins with counts.
            parts.append(part)
            part, room = b"", _LONGEST - 1
        part += octets
    return b"\r\n ".join([*parts, part]) + b"\r\n"
