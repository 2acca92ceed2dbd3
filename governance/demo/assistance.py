"""Help from the IT department in the demo: one request that waits, and one that has been finished."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from core import clock
from core.models import Unit, User
from governance.domain.assistance import Wish, accept_assistance, ask_for_assistance, finish_assistance

FINISHED = (
    "Rækkefølge i fem ønsker om selvbetjening",
    (
        "Vi har fem ønsker, der alle skal give færre opkald. Vi har skrevet gevinsterne ned, men kan ikke se, hvad der "
        "hænger teknisk sammen, og hvad der må komme først."
    ),
)
OPEN = (
    "Kravspecifikation til nyt bookingsystem",
    (
        "Vi har beskrevet arbejdsgangene og talt med brugerne. Vi har brug for hjælp til kravene om integration og "
        "sikkerhed, før vi spørger markedet."
    ),
)
OUTCOME = (
    "Login og beskeder kommer først, fordi de tre andre ønsker bygger på dem. Rækkefølgen er skrevet ind i jeres plan."
)


def assistance_road(people: dict[str, User], start: datetime) -> Iterator[datetime]:
    """Yield when something is asked or answered; what follows is that it is."""
    architect = people["architect@demo.invalid"]
    asks, other = people["applicant2@demo.invalid"], people["applicant@demo.invalid"]
    today = start.astimezone(clock.COPENHAGEN).date()
    yield start - timedelta(days=41)
    row = ask_for_assistance(_wish(FINISHED, asks, today - timedelta(days=20)), actor=asks)
    yield start - timedelta(days=39)
    accept_assistance(row, helper=architect, planned_for=today - timedelta(days=24), actor=architect)
    yield start - timedelta(days=24)
    finish_assistance(row, outcome=OUTCOME, actor=architect)
    yield start - timedelta(days=3)
    ask_for_assistance(_wish(OPEN, other, today + timedelta(days=18)), actor=other)


def _wish(said: tuple[str, str], person: User, day: date) -> Wish:
    return Wish(*said, unit=person.unit or Unit.objects.order_by("pk")[0], wanted_by=day)
