"""The pool's workbench as it is used, in a real browser with a real worker: from the three ways to the proposal."""

import re
import time
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

from core.models import User
from governance.models import Scenario
from portfolio.models import Proposal
from tests.e2e.conftest import Visit, faults_of, follow, overflow_of
from tests.factories.governance import Town
from tests.factories.pool import make_frame, this_year
from tests.factories.scenarios import make_asking
from tests.worker import worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

YEAR = this_year()
BENCH = f"/puljen/{YEAR}/arbejdsbord/"


@pytest.fixture
def media(settings, tmp_path: Path) -> Path:
    """Let the web server and the worker keep their files in the same place."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return Path(settings.MEDIA_ROOT)


@pytest.fixture
def cases(town: Town) -> dict[str, Proposal]:
    """Two years of a pool, and five cases of which it holds three or four; one needs its money in instalments."""
    make_frame(300_000)
    make_frame(120_000, year=YEAR + 1)
    said = {
        "Digital Post": {"amount": 60_000, "pool_criterion": "mandatory"},
        "Nøgler": {"amount": 150_000, "gain": 160_000, "sure": False, "requested_second_year": Decimal(50_000)},
        "Sms": {"amount": 90_000, "gain": 90_000, "sure": False},
        "Kort": {"amount": 70_000, "gain": 60_000, "sure": False},
        "Tavler": {"amount": 120_000, "gain": 95_000, "sure": False},
    }
    return {title: make_asking(town, title=title, **one) for title, one in said.items()}


def proper(page: Page) -> None:
    """Hold the page to what every page must pass."""
    assert (page.url, faults_of(page), overflow_of(page)) == (page.url, [], 0)


def chosen(page: Page) -> list[str]:
    """Return the titles over the waterline."""
    rows = page.locator("table.bench tbody tr")
    titles = rows.evaluate_all("rows => rows.map(row => row.querySelector('.rows__title')?.textContent ?? '---')")
    return sorted(titles[: titles.index("---")])


def make(page: Page, name: str, method: str) -> None:
    """Make a scenario by its page."""
    page.goto(BENCH)
    page.get_by_role("link", name="Nyt scenarie").click()
    page.get_by_label("Navn").fill(name)
    page.locator(f"label[for='{page.locator(f'input[name=method][value={method}]').get_attribute('id')}']").click()
    proper(page)
    page.get_by_role("button", name="Opret scenariet").click()
    expect(page.locator("main")).to_contain_text("Scenariet er oprettet.")


def settle(page: Page, title: str, lock: str, ground: str, reason: str) -> None:
    """Lock a case in the scenario that is shown."""
    page.locator("table.bench tr", has_text=title).get_by_role("link", name=re.compile("Lås eller ret")).click()
    page.locator(f"label[for='{page.locator(f'input[name=lock][value={lock}]').get_attribute('id')}']").click()
    page.get_by_role("button", name="Gem").click()
    # A lock without its ground is not kept.
    expect(page.locator("main")).to_contain_text("En lås skal have en grund.")
    page.locator("select[name=ground]").select_option(ground)
    page.locator("input[name=reason]").fill(reason)
    proper(page)
    page.get_by_role("button", name="Gem").click()
    expect(page.locator("table.bench tr", has_text=title)).to_contain_text(reason)


def watch(page: Page) -> set[int]:
    """Return how far the bar was seen to be until the page by itself shows what came of it."""
    seen: set[int] = set()
    deadline = time.monotonic() + 180
    look = "[document.querySelector('#calculation-progress')?.value ?? -1, !!document.querySelector('.bench-robust')]"
    while True:
        assert time.monotonic() < deadline, "the page never showed the result"
        page.wait_for_timeout(150)
        try:
            value, shown = page.evaluate(look)
        except Error:
            # The page is just being drawn anew.
            continue
        if shown:
            return seen
        seen.add(int(value))


def test_a_whole_use_from_the_three_ways_to_what_management_sees(
    town: Town, visit: Visit, media: Path, cases: dict[str, Proposal]
) -> None:
    with visit(town.secretary) as page:
        _compare_the_ways(page)
        make(page, "Mest værdi", "best")
        settle(page, "Tavler", "in", "contract", "Aftalen er underskrevet")
        settle(page, "Sms", "out", "capacity", "IT har ingen før maj")
        assert ("Tavler" in chosen(page), "Sms" in chosen(page)) == (True, False)
        proper(page)
        make(page, "Efter rang", "rank")
        page.goto(f"/puljen/{YEAR}/scenarier/")
        expect(page.locator("table.bench-compare tr", has_text="Tavler")).to_contain_text(re.compile("[12] af 2"))
        expect(page.locator("table.bench-compare tr", has_text="Digital Post")).to_contain_text("2 af 2")
        proper(page)
        page.get_by_role("link", name="Mest værdi").click()
        page.get_by_role("button", name="Beregn, hvor sikkert valget er").click()
        expect(page.locator(".report-progress")).to_be_visible()
        proper(page)
        with worker(media):
            seen = watch(page)
        assert {value for value in seen if 0 < value < 100}
        expect(page.locator("#sikkert ~ *").first).to_contain_text("1.000 gennemregninger")
        expect(page.locator("table.bench-robust tr", has_text="Tavler")).to_contain_text("100 %")
        expect(page.locator("table.bench-robust tr", has_text="Sms")).to_contain_text("0 %")
        proper(page)
        before = chosen(page)
        _put_forward(page)
    scenario = Scenario.objects.get(committed_at__isnull=False)
    _management_sees(visit, town.director, scenario, cases, before)


def _compare_the_ways(page: Page) -> None:
    page.goto("/puljen/")
    page.get_by_role("link", name=f"Arbejdsbord {YEAR}").first.click()
    expect(page.locator("table.bench-methods tbody tr")).to_have_count(3)
    expect(page.locator(".bench-by-year")).to_contain_text(str(YEAR + 1))
    proper(page)
    best = chosen(page)
    page.locator("table.bench-methods tr", has_text="Efter rang").first.get_by_role("link").click()
    expect(page.locator(".bench-methods__current")).to_contain_text("Efter rang")
    assert "Digital Post" in chosen(page)
    assert "Digital Post" in best
    page.get_by_text("Tallene bag figuren").click()
    proper(page)


def _put_forward(page: Page) -> None:
    page.get_by_role("link", name="Stil scenariet som forslag").click()
    expect(page.locator("main")).to_contain_text("Der udmøntes ingen penge")
    proper(page)
    page.get_by_role("button", name="Stil det som forslag").click()
    expect(page.locator("main")).to_contain_text("Scenariet er stillet som forslag.")
    proper(page)


def _management_sees(
    visit: Visit, director: User, scenario: Scenario, cases: dict[str, Proposal], before: list[str]
) -> None:
    """What is proposed stands on the case as it was put forward, and nothing has been allocated by it."""
    given = {row.proposal_id: row.proposed for row in scenario.cases.all()}
    assert sorted(title for title, case in cases.items() if given[case.pk]) == before
    with visit(director) as page:
        page.goto(f"/sager/{cases['Tavler'].pk}/")
        expect(page.locator("main")).to_contain_text("Foreslået på puljens arbejdsbord")
        expect(page.locator("main")).to_contain_text("Aftalen er underskrevet")
        page.goto(f"/puljen/scenarier/{scenario.pk}/")
        expect(page.locator("table.rows tr", has_text="Tavler")).to_contain_text("120.000 kr.")
        proper(page)
        page.goto("/puljen/")
        expect(page.locator(".pool-years tbody tr", has_text=str(YEAR))).to_contain_text("300.000 kr.")


def test_it_works_without_a_script_and_on_a_telephone(
    town: Town, visit: Visit, media: Path, cases: dict[str, Proposal]
) -> None:
    with visit(town.chair, scripts=False, wide=False) as page:
        page.goto(BENCH)
        assert overflow_of(page) == 0
        page.get_by_role("link", name="Nyt scenarie").click()
        page.get_by_label("Navn").fill("Formandens")
        page.get_by_role("button", name="Opret scenariet").click()
        page.locator("table.bench tr", has_text="Kort").get_by_role("link", name=re.compile("Lås eller ret")).click()
        page.get_by_label("Låst som fravalgt").check()
        page.locator("select[name=ground]").select_option("law")
        follow(page, page.get_by_role("button", name="Gem"))
        assert "Kort" not in chosen(page)
        page.get_by_role("button", name="Beregn, hvor sikkert valget er").click()
        expect(page.locator(".report-progress")).to_contain_text("Du kan arbejde videre.")
        with worker(media):
            deadline = time.monotonic() + 180
            while not page.locator("table.bench-robust").count():
                assert time.monotonic() < deadline
                page.wait_for_timeout(1_000)
                page.reload()
        assert overflow_of(page) == 0
