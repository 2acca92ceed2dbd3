"""A calendar file is read as RFC 5545 says: lines of 75 octets, escaped text, UTC."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.clock import COPENHAGEN
from core.icalendar import Event, write_calendar

STAMP = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
SUMMER = datetime(2027, 6, 10, 9, 0, tzinfo=COPENHAGEN)


def unfolded(file: bytes) -> list[str]:
    return file.decode().replace("\r\n ", "").split("\r\n")


def test_a_meeting_line_for_line():
    event = Event(
        uid="meeting-7@pejling",
        title="Møde; med, tegn\\og\nlinje",
        begins=SUMMER,
        ends=datetime(2027, 6, 10, 11, 30, tzinfo=COPENHAGEN),
        place="Rådhuset, lokale 2.14",
        url="https://portal.invalid/moeder/7/",
    )
    assert unfolded(write_calendar("Gruppens møder", [event], stamp=STAMP)) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pejling//Pejling//DA",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Gruppens møder",
        "BEGIN:VEVENT",
        "UID:meeting-7@pejling",
        "DTSTAMP:20270102T030405Z",
        "DTSTART:20270610T070000Z",
        "DTEND:20270610T093000Z",
        r"SUMMARY:Møde\; med\, tegn\\og\nlinje",
        r"LOCATION:Rådhuset\, lokale 2.14",
        "URL:https://portal.invalid/moeder/7/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_what_is_not_known_is_left_out():
    lines = unfolded(write_calendar("x", [Event(uid="1", title="Møde", begins=SUMMER)], stamp=STAMP))
    assert {line.partition(":")[0] for line in lines} & {"DTEND", "LOCATION", "DESCRIPTION", "URL"} == set()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_no_line_is_longer_than_75_octets_and_none_is_lost(title):
    file = write_calendar("x", [Event(uid="1", title=title, begins=SUMMER)], stamp=STAMP)
    assert max(len(line) for line in file.split(b"\r\n")) <= 75
    escaped = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"SUMMARY:{escaped}" in unfolded(file)
