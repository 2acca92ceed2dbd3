"""The overview: what it counts, whom it is for, where its figures lead, and how little it asks the database."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.models import User
from governance.domain.conflicts import declare_conflict
from governance.enums import ConflictGround
from governance.models import ITAssessment
from governance.selectors.overview import overview
from portfolio.enums import Light, ProjectPhase, ProposalKind, ProposalState
from portfolio.models import Project, Proposal, StatusUpdate
from tests.factories.governance import Town, make_recommended, make_standing, make_submitted

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ADDRESS = "/overblik/"


def make_project(town: Town, number: int = 1, unit: str = "care", **fields: Any) -> Project:
    """A running project whose status is there, with green lights unless `fields` says otherwise."""
    place, month = town.units[unit], clock.today().replace(day=1)
    lights = dict.fromkeys(("light_time", "light_economy", "light_benefits", "light_quality"), Light.GREEN)
    return Project.objects.create(
        **{
            "reference": f"B-{number}", "source": "test", "title": f"Projekt {number}", "unit": place,
            "area": place.area, "owner": town.owner, "phase": ProjectPhase.EXECUTION,
            "phase_since": clock.now(), "created_at": clock.now() - timedelta(days=90), "status_month": month,
            "started_on": clock.today() - timedelta(days=90), "baseline_cost": Decimal(100_000),
            "baseline_benefit": Decimal(300_000), "spent": Decimal(40_000), "forecast": Decimal(100_000),
        } | lights | fields
    )  # fmt: skip


def report(project: Project, **sentences: str) -> None:
    """Let the newest month say why."""
    sides = ("time", "economy", "benefits", "quality")
    StatusUpdate.objects.create(
        project=project,
        month=project.status_month,
        reported_by=project.owner,
        reported_at=clock.now(),
        **{side: getattr(project, f"light_{side}") for side in sides},
        **{f"{side}_text": sentences.get(side, "Som planlagt.") for side in sides},
    )


def browse(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def rows_at(client: Client, address: str) -> int:
    """How many rows the list has at the address that a figure leads to."""
    return int(client.get(address).context["list"].totals["count"])


def test_only_those_who_see_every_case_know_the_page(town: Town) -> None:
    people = {name: browse(town.people[name]).get(ADDRESS).status_code for name in town.people}
    seeing = {"it", "chair", "secretary", "member", "director", "other_director", "network", "auditor"}
    assert {name for name, status in people.items() if status == 200} == seeing
    assert {status for name, status in people.items() if name not in seeing} == {404}


def test_an_empty_portfolio_says_so_kindly(town: Town) -> None:
    page = overview(town.director)
    html = browse(town.director).get(ADDRESS).content.decode()
    assert page.headline == "Ingen projekter er i gang. Ingen beslutninger venter på dig."
    assert ("Puljen har ingen ramme endnu." in html, "Ingen projekter i gang kræver opmærksomhed." in html) == (
        True,
        True,
    )


def test_where_policy_has_no_pool_nothing_is_said_of_one(odense: Town) -> None:
    assert "Puljen" not in browse(odense.director).get(ADDRESS).text


def test_the_worst_stand_first_with_the_sentence_of_the_newest_status(town: Town) -> None:
    make_project(town, 1)
    yellow = make_project(town, 2, light_time=Light.YELLOW)
    red = make_project(town, 3, light_economy=Light.RED, light_time=Light.YELLOW)
    make_project(town, 4, phase=ProjectPhase.CLOSED, ended_on=clock.today(), light_economy=Light.RED)
    report(red, economy="Licensen blev dyrere.", time="To uger bagud.")
    report(yellow, time="En uge bagud.")
    page = overview(town.director)
    said = [(one.title, [(side.light, side.text) for side in one.sides]) for one in page.attention.worst]
    assert said == [
        ("Projekt 3", [("red", "Licensen blev dyrere."), ("yellow", "To uger bagud.")]),
        ("Projekt 2", [("yellow", "En uge bagud.")]),
    ]
    assert (page.attention.running, page.attention.reds, page.attention.yellows) == (3, 1, 1)
    assert (
        page.headline
        == "1 af 3 projekter i gang lyser rødt. 2 projekter kræver opmærksomhed. Ingen beslutninger venter på dig."
    )


@pytest.mark.parametrize(
    ("projects", "said"),
    [(1, "1 projekt er i gang, og det lyser rødt."), (2, "2 projekter er i gang, og de lyser alle rødt.")],
)
def test_when_every_project_is_red_nobody_says_one_of_one(town: Town, projects: int, said: str) -> None:
    for number in range(1, projects + 1):
        make_project(town, number, light_time=Light.RED)
    assert overview(town.director).headline == f"{said} Ingen beslutninger venter på dig."


def test_every_figure_leads_to_exactly_its_rows(town: Town) -> None:
    make_project(town, 1, light_time=Light.RED)
    make_project(town, 2, "schools", light_benefits=Light.YELLOW)
    make_project(town, 3, light_economy=Light.YELLOW, owner=town.colleague)
    make_project(town, 4, "schools")
    make_standing(town, ProposalState.ASSESSMENT)
    make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    page, client = overview(town.director), browse(town.director)
    attention = page.attention
    figures = {
        attention.running_url: attention.running,
        attention.red_url: attention.reds,
        attention.all_url: attention.count,
        **{load.url: load.count for load in (*page.capacity.areas, *page.capacity.owners)},
        **{line.url: line.count for line in page.money.benefits if line.light},
        **{station.url: station.count for station in page.stations},
    }
    assert len(figures) == 12
    assert {address: rows_at(client, address) for address in figures} == figures


def test_a_recommended_case_awaits_with_what_the_group_says(town: Town) -> None:
    proposal = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    make_recommended(town, proposal)
    make_project(town, 1, decision_needed="Skal vi forlænge kontrakten?")
    page = overview(town.director)
    assert [(one.number, one.what, one.amount) for one in page.awaiting.matters] == [
        (proposal.number, "Godkend", Decimal(100_000))
    ]
    assert [(one.title, one.what) for one in page.asked.matters] == [("Projekt 1", "Skal vi forlænge kontrakten?")]
    assert page.headline.endswith("2 beslutninger venter.")


def test_a_case_that_waits_too_long_at_it_is_late(town: Town) -> None:
    make_standing(town, ProposalState.ASSESSMENT)
    ITAssessment.objects.update(due_on=clock.today() - timedelta(days=1))
    (station,) = overview(town.director).stations
    assert (station.count, station.overdue) == (1, 1)


def test_money_and_gains_are_the_sums_of_what_runs(town: Town) -> None:
    make_project(town, 1, forecast=Decimal(110_000))
    make_project(town, 2, "schools", baseline_cost=None, forecast=None, light_benefits="")
    make_project(town, 3, phase=ProjectPhase.STOPPED, ended_on=clock.today())
    make_project(town, 4, forecast=None)
    make_project(town, 5, baseline_cost=None)
    money = overview(town.director).money
    assert (money.planned, money.spent, money.forecast, money.gain) == (200_000, 160_000, 210_000, 1_200_000)
    assert (money.compared_forecast, money.compared_plan, money.unstated) == (110_000, 100_000, 2)
    assert {line.light: line.count for line in money.benefits} == {"red": 0, "yellow": 0, "green": 3, "": 1}


def test_a_project_behind_a_conflict_of_interest_is_counted_nowhere(town: Town) -> None:
    proposal = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    number = {"case_year": proposal.year, "case_serial": proposal.serial, "reference": "", "source": ""}
    make_project(town, 1, proposal=proposal, **number, light_time=Light.RED, owner=town.colleague)
    declare_conflict(proposal, actor=town.network, ground=ConflictGround.TIES, explanation="Nær ven")
    hidden, seen = overview(town.network), overview(town.director)
    assert (seen.attention.reds, len(seen.attention.worst), len(seen.stations)) == (1, 1, 1)
    assert (hidden.attention.running, hidden.attention.worst, hidden.stations, hidden.capacity.owners) == (
        0,
        (),
        (),
        (),
    )
    assert hidden.money.planned is None


@pytest.mark.parametrize("name", ["director", "member", "auditor"])
def test_queries_do_not_grow(town: Town, name: str) -> None:
    counts = []
    for number in (1, 2, 3):
        project = make_project(town, number, light_time=Light.RED, decision_needed="Hvad nu?")
        report(project)
        make_recommended(town, make_submitted(town, "review", kind=ProposalKind.APPLICATION))
        make_standing(town, ProposalState.ASSESSMENT)
        client = browse(town.people[name])
        with CaptureQueriesContext(connection) as seen:
            assert client.get(ADDRESS).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[-1] <= 15
    assert Proposal.objects.count() == 6
