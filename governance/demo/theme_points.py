"""The demo's leadership meetings: one discussed to the end, one with a follow-up, one to come."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from core import clock
from core.models import Unit, User
from governance.domain.theme_points import (
    FollowUp,
    Theme,
    areas_today,
    finish_theme,
    named_subjects,
    plan_theme,
    record_theme,
)
from portfolio.models import Project

SELF_SERVICE = (
    "Færre opkald: hvad borgerne selv kan gøre",
    (
        "Vi får flest opkald om tider og om, hvor langt en sag er. IT viser, hvad de systemer, vi har, allerede kan. "
        "Lederne skal sige, hvilke to ting der skal komme først."
    ),
)
TO_DO = "Find sammen med IT ud af, hvad tidsbestillingen kræver af vores kalendere."
DONE = "Kalenderne er klar. To grupper bruger dem til tidsbestilling fra næste måned."
AGREED = "Lederne vil begynde med tidsbestilling. Beskeder om en sags status venter, til det nye fagsystem er i drift."
TRAINING = (
    "Oplæring, før et system tages i brug",
    (
        "Tre projekter har taget længere tid end planlagt, fordi grupperne ikke havde tid til oplæring. IT fortæller, "
        "hvad der virkede. Lederne skal aftale, hvem der sætter tiden af."
    ),
)
PROMISED = "Hver leder sætter to timer af til oplæring i hver gruppe. Tiden lægges i vagtplanen to måneder før."
PLAN = "Saml gruppernes ønsker til datoer, og lav en samlet plan for oplæringen."
AHEAD = (
    "Nye systemer i det kommende år",
    "IT gennemgår de sager og projekter, som området har på vej. Lederne skal sige, hvad der kan vente.",
)


def theme_road(people: dict[str, User], start: datetime) -> Iterator[datetime]:
    """Yield when something is planned, discussed or followed up; what follows is that it is."""
    it, head = people["architect@demo.invalid"], people["head@demo.invalid"]
    welfare, staffs = (_area(people[f"{name}@demo.invalid"]) for name in ("director2", "director"))
    today = start.astimezone(clock.COPENHAGEN).date()

    def theme(said: tuple[str, str], area: Unit, day: date, about: str = "") -> Theme:
        place = "Rådhuset, mødelokale 3"
        return Theme(area, day, time(9), *said, it, time(10), place, named_subjects(about, it))

    yield start - timedelta(days=75)
    first = plan_theme(theme(SELF_SERVICE, welfare, today - timedelta(days=62)), actor=it)
    yield start - timedelta(days=61)
    todo = FollowUp(TO_DO, head, today - timedelta(days=40))
    first = record_theme(first, outcome=AGREED, follow_up=todo, actor=it)
    yield start - timedelta(days=43)
    finish_theme(first, result=DONE, actor=head)
    yield start - timedelta(days=30)
    second = plan_theme(theme(TRAINING, welfare, today - timedelta(days=20), _project(it)), actor=it)
    yield start - timedelta(days=19)
    todo = FollowUp(PLAN, head, today + timedelta(days=6))
    record_theme(second, outcome=PROMISED, follow_up=todo, actor=it)
    yield start - timedelta(days=9)
    plan_theme(theme(AHEAD, staffs, today + timedelta(days=8)), actor=it)


def _area(person: User) -> Unit:
    """Return the director area that a director comes from."""
    areas = list(areas_today())
    return next((area for area in areas if person.unit and area.pk == person.unit.area_id), areas[0])


def _project(it: User) -> str:
    """Return the number of a project that runs, or nothing where none does yet."""
    return next((one.number for one in Project.objects.visible_to(it).running().order_by("pk")[:1]), "")
