"""Eight clients approve at once over HTTP, 200 rounds: never overdrawn, and whoever comes too late is told why.

The same race with the year's lock taken out fails, and with the constraint taken out as well the pool is overdrawn:
both are there for a reason.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from http.client import HTTPConnection
from threading import Barrier, Thread
from urllib.parse import SplitResult, urlsplit

import pytest
from django.db import connection

from core.domain.api_tokens import create_api_token
from core.enums import TokenScope
from governance.domain import decisions
from governance.models import PoolYear, Triage
from governance.selectors.pool import open_years
from portfolio.models import Proposal
from tests.factories.governance import make_town
from tests.factories.pool import balance, make_application, make_frame, this_year

CLIENTS, ROUNDS = 8, 200
HUNDRED = Decimal(100_000)
# Less than a case asks for: what is left when all that fit have got theirs.
REST = Decimal(50_000)


class Race:
    """Eight clients with a case each, on connections of their own, that wait for one another before every round."""

    def __init__(self, address: str) -> None:
        """Make the town, the cases and the clients."""
        town = make_town()
        make_frame()
        self.cases = [make_application(town) for _ in range(CLIENTS)]
        # A case that is decided round after round can start one project only.
        Triage.objects.update(is_project=False)
        deciders = [(town.director, town.other_director)[number % 2] for number in range(CLIENTS)]
        keys = [
            create_api_token(person=person, name="Kapløb", scope=TokenScope.WRITE, days=1, actor=None)[1]
            for person in deciders
        ]
        self.start, self.end = Barrier(CLIENTS + 1), Barrier(CLIENTS + 1)
        self.answers: list[tuple[int, str]] = [(0, "")] * CLIENTS
        self.over = False
        self.threads = [
            Thread(target=self.client, args=(number, urlsplit(address), key), daemon=True)
            for number, key in enumerate(keys)
        ]
        for thread in self.threads:
            thread.start()

    def client(self, number: int, address: SplitResult, key: str) -> None:
        """Approve one case a round until the race is over."""
        line = HTTPConnection(address.hostname, address.port, timeout=120)
        body = json.dumps({
            "shares": [{"year": this_year(), "amount_dkk": str(HUNDRED)}], "criterion": "mandatory",
        })  # fmt: skip
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        while True:
            self.start.wait(timeout=180)
            if self.over:
                line.close()
                return
            line.request("POST", f"/api/v1/proposals/{self.cases[number].number}/moves/approve", body, headers)
            response = line.getresponse()
            content = response.read().decode()
            self.answers[number] = (response.status, content)
            self.end.wait(timeout=180)

    def round(self, fit: int) -> list[str]:
        """Let all approve at once while the pool holds `fit` of them; return what went wrong."""
        Proposal.objects.update(state="recommended")
        make_frame(balance().committed + fit * HUNDRED + REST)
        self.start.wait(timeout=180)
        self.end.wait(timeout=180)
        left, statuses = balance().left, sorted(status for status, _content in self.answers)
        wrong = [f"left: {left}"] if left != REST else []
        if statuses != [200] * fit + [409] * (CLIENTS - fit):
            wrong.append(f"answered: {statuses}")
        told = [json.loads(content)["reason"] for status, content in self.answers if status == 409]
        return wrong + [reason for reason in told if not reason.startswith("Puljen rækker ikke")]

    def rounds(self, count: int) -> Iterator[list[str]]:
        """Run so many rounds, of one case that fits to four."""
        return (self.round(1 + number % 4) for number in range(count))

    def finish(self) -> None:
        """Send the clients home."""
        self.over = True
        self.start.wait(timeout=180)
        for thread in self.threads:
            thread.join(timeout=60)


@contextmanager
def racing(address: str) -> Iterator[Race]:
    race = Race(address)
    try:
        yield race
    finally:
        race.finish()


@contextmanager
def constraint_dropped() -> Iterator[None]:
    (rule,) = [one for one in PoolYear._meta.constraints if one.name == "pool_year_not_overdrawn"]
    with connection.schema_editor() as editor:
        editor.remove_constraint(PoolYear, rule)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE governance_poolyear CASCADE")
        with connection.schema_editor() as editor:
            editor.add_constraint(PoolYear, rule)


@pytest.fixture
def lock_taken_out(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def unlocked(years: object) -> dict[int, PoolYear]:
        return {row.year: row for row in open_years().filter(year__in=list(years))}

    return lambda: monkeypatch.setattr(decisions, "lock_years", unlocked)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_clients_at_once_never_overdraw_the_pool(live_server):
    with racing(live_server.url) as race:
        assert [wrong for wrong in race.rounds(ROUNDS) if wrong] == []
    assert balance().committed == HUNDRED * sum(1 + number % 4 for number in range(ROUNDS))


@pytest.mark.django_db(transaction=True)
def test_with_the_lock_taken_out_the_same_race_fails(live_server, lock_taken_out):
    lock_taken_out()
    with racing(live_server.url) as race:
        wrong = next(filter(None, race.rounds(ROUNDS)))
    assert wrong[0].startswith("answered:")
    assert "500" in wrong[0]
    # The database still refuses what nobody could explain.
    assert balance().left >= 0


@pytest.mark.django_db(transaction=True)
def test_without_lock_and_constraint_the_pool_is_overdrawn(live_server, lock_taken_out):
    lock_taken_out()
    with constraint_dropped():
        with racing(live_server.url) as race:
            next(wrong for wrong in race.rounds(ROUNDS) if wrong and wrong[0].startswith("left: -"))
        assert balance().left < 0
