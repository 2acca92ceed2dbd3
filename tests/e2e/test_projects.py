"""A project followed in a real browser: its plan, its status and its phases, with and without scripts."""

import pytest
from playwright.sync_api import Page

from portfolio.enums import ProjectPhase
from portfolio.models import Project
from tests.e2e.conftest import Visit, faults_of, follow, overflow_of
from tests.e2e.walk import state_of
from tests.factories.governance import Town
from tests.factories.projects import in_days, make_milestone, make_project, make_risk, make_status

pytestmark = pytest.mark.django_db(transaction=True)


def send(page: Page) -> None:
    follow(page, page.locator("form .form-actions button").first)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_owner_plans_begins_and_reports(town: Town, visit: Visit, *, scripts: bool) -> None:
    project = make_project(town, title="Fælles sms-løsning")
    with visit(town.owner, scripts=scripts) as page:
        page.goto("/")
        page.get_by_role("link", name="Læg planen").click()
        page.fill("input[name=form-0-label]", "Rådhuset sender sms")
        page.fill("input[name=form-0-planned_on]", f"{in_days(30):%d.%m.%Y}")
        page.get_by_role("button", name="Tilføj en milepæl").click()
        page.fill("input[name=form-1-label]", "Alle enheder sender sms")
        page.fill("input[name=form-1-planned_on]", f"{in_days(60):%d.%m.%Y}")
        send(page)
        assert "Planen er gemt." in page.locator("main").inner_text()

        page.get_by_role("link", name="Begynd gennemførelsen").click()
        send(page)
        assert state_of(page) == "Gennemførelse"

        page.get_by_role("link", name="Meld status").click()
        for side, light in (("time", "yellow"), ("economy", "green"), ("benefits", "green"), ("quality", "green")):
            page.check(f"input[name={side}][value={light}]")
            page.fill(f"textarea[name={side}_text]", "Leverandøren er en uge forsinket.")
        page.fill("input[name=spent]", "40.000")
        page.fill("input[name=forecast]", "260.000")
        page.fill("textarea[name=decision_needed]", "Skal vi vente en uge?")
        send(page)
        text = page.locator("main").inner_text()
        assert "Status er meldt." in text
        assert "Skal vi vente en uge?" in text
        assert "Tallene peger på rød: 260.000 kr. mod planlagt 220.000 kr." in text

    stored = Project.objects.get(pk=project.pk)
    assert (stored.phase, stored.light_time, stored.light_economy) == ("execution", "yellow", "green")
    assert [row.label for row in stored.milestones.all()] == ["Rådhuset sender sms", "Alle enheder sender sms"]


@pytest.mark.parametrize("wide", [True, False], ids=["1440 px", "390 px"])
def test_the_pages_have_no_faults(town: Town, visit: Visit, *, wide: bool) -> None:
    project = make_project(town, ProjectPhase.EXECUTION)
    make_milestone(project, "En milepæl, der skulle have været nået for længe siden", days=-9)
    make_milestone(project, "Nået", days=-30, done=-20)
    make_risk(project, probability=5, consequence=5)
    make_status(project, spent=40_000, forecast=260_000)
    with visit(town.owner, wide=wide) as page:
        for address in ("", *(f"{project.pk}/{name}" for name in (
            "", "status/", "milepaele/", "risici/", "erfaring/", "realisering/", "stop/", "projektleder/",
        ))):  # fmt: skip
            page.goto(f"/projekter/{address}")
            assert (address, faults_of(page), overflow_of(page)) == (address, [], 0)


def test_a_reader_follows_the_links_between_case_and_project(town: Town, visit: Visit) -> None:
    project = make_project(town, title="Fælles sms-løsning")
    with visit(town.outsider) as page:
        page.goto("/projekter/")
        page.get_by_role("link", name="Fælles sms-løsning").click()
        page.get_by_role("link", name=f"Læs sag {project.number}").click()
        follow(page, page.get_by_role("link", name="Gå til projektet"))
        assert page.url.endswith(f"/projekter/{project.pk}/")
        assert page.locator(".blocked").inner_text().startswith("Begynd gennemførelsen")
