"""A municipality whose portfolio grows: the demo's policy, bodies and units, and cases and projects in any number."""

import random
from datetime import date, time, timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from bench.acts import write_acts
from bench.cases import add_cases
from bench.projects import add_projects
from bench.town import Town
from bench.words import NAMES, SURNAMES
from core import clock
from core.models import Unit, User
from governance.demo.municipality import load_bodies, load_people, read_toml
from governance.domain.meetings import create_meetings
from governance.domain.profiles import load_policy_profile
from governance.selectors.profile import active_profile
from portfolio.models import Project, Proposal
from principles.domain.loading import load_strategy_documents

PROFILE = "odder"
# An ordinary member of the strategy group: no office, no part in a case.
READER = "member1@demo.invalid"
EMPLOYEES = 300
CHUNK = 500
# Where every case under review stands on the agenda; far enough ahead to be to come.
MEETING = date(2199, 1, 8)


class Portfolio:
    """Cases and projects, as many of the one as of the other."""

    def __init__(self, town: Town, reader: User) -> None:
        """Take a town that has been founded."""
        self.town, self.reader = town, reader

    @classmethod
    def found(cls) -> "Portfolio":
        """Make the tables, the policy, the organisation and its people."""
        call_command("migrate", verbosity=0)
        policies = settings.BASE_DIR / "policies"
        with clock.standing_at(clock.now() - timedelta(days=4_000)):
            load_policy_profile(policies / f"{PROFILE}.toml", actor=None)
            load_strategy_documents(policies / "strategies", actor=None, profile=PROFILE)
            load_bodies(active_profile())
            create_meetings([MEETING], begins=time(9), place="Rådhuset", actor=None)
            seated = load_people(read_toml(settings.BASE_DIR / "demo" / "municipality.toml"))
        chance = random.Random(PROFILE)  # noqa: S311 - the same portfolio every time
        units = tuple(Unit.objects.filter(area__isnull=False).order_by("pk"))
        members = tuple(person for mail, person in seated.items() if mail.startswith("member"))
        town = Town(tuple(_employees(units, chance)), units, members, chance)
        return cls(town, User.objects.get(email=READER))

    def grow_to(self, size: int) -> None:
        """Add cases and projects until there are `size` of each, and let the database look at what it holds."""
        while (count := Proposal.objects.count()) < size:
            with transaction.atomic():
                cases = add_cases(self.town, first=count, count=min(CHUNK, size - count))
                write_acts(cases)
        while (count := Project.objects.count()) < size:
            with transaction.atomic():
                add_projects(self.town, first=count, count=min(CHUNK, size - count))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _employees(units: tuple[Unit, ...], chance: random.Random) -> list[User]:
    people: list[Any] = [
        User(
            email=f"medarbejder{number}@bench.invalid",
            name=f"{chance.choice(NAMES)} {chance.choice(SURNAMES)}",
            title="Konsulent",
            unit=chance.choice(units),
            password="!",  # noqa: S106 - nobody logs in with it
        )
        for number in range(EMPLOYEES)
    ]
    return User.objects.bulk_create(people)
