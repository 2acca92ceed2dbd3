"""A member reviews in a real browser: through the queue by keyboard, in the grid, and with cases side by side."""

import re

import pytest
from playwright.sync_api import Page, expect

from governance.domain.submission import submit_proposal
from governance.enums import Position
from governance.models import Review, ReviewDraft
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.e2e.conftest import Visit, faults_of, overflow_of
from tests.factories.governance import Town, make_draft, make_submitted

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WHY = "Gevinsten er målt i et andet hus"


@pytest.fixture
def cases(town: Town) -> list[Proposal]:
    return [make_submitted(town, "review", kind=ProposalKind.APPLICATION) for _ in range(3)]


def address(case: Proposal) -> re.Pattern[str]:
    return re.compile(rf"/sager/{case.pk}/behandling/$")


def score(page: Page) -> None:
    """Judge by keyboard: a position, points by their digit, and why."""
    page.locator("input[name=position][value=approve]").check()
    points = page.locator("input[name=score_mandatory]").first
    points.focus()
    points.press("4")
    assert page.locator("input[name=score_mandatory][value='4']").is_checked()
    page.locator("textarea[name=why_mandatory]").fill(WHY)


def test_the_queue_is_walked_by_keyboard_skipped_abstained_and_counted(
    town: Town, visit: Visit, cases: list[Proposal]
) -> None:
    first, second, third = cases
    with visit(town.member) as page:
        page.goto("/behandling/")
        expect(page.locator(".progress-line__text")).to_have_text("0 af 3")
        assert faults_of(page) == []
        page.get_by_role("link", name="Vurdér den næste sag").click()
        expect(page).to_have_url(address(first))
        expect(page.get_by_text("Ctrl+Enter gemmer")).to_be_visible()
        assert faults_of(page) == []
        # Nothing is given that is not whole: the case stays, and says what is missing.
        page.locator("textarea[name=why_mandatory]").press("Control+Enter")
        expect(page.locator(".error-summary, [role=alert]").first).to_be_visible()
        assert (Review.objects.count(), faults_of(page)) == (0, [])
        score(page)
        page.locator("textarea[name=why_mandatory]").press("Control+Enter")
        expect(page).to_have_url(address(second))
        expect(page.locator(".progress-line__text")).to_have_text("1 af 3")
        # What is begun is kept when the case is skipped, and the queue goes round.
        page.locator("textarea[name=why_mandatory]").fill("Kun begyndt")
        page.get_by_role("button", name="Spring over").click()
        expect(page).to_have_url(address(third))
        page.locator("input[name=position][value=abstain]").check()
        page.get_by_role("button", name="Gem og næste").click()
        expect(page.locator("main")).to_contain_text("Skriv, hvorfor du undlader at tage stilling.")
        page.locator("textarea[name=comment]").fill("Jeg kender for lidt til området")
        page.get_by_role("button", name="Gem og næste").click()
        expect(page).to_have_url(address(second))
        expect(page.locator(".progress-line__text")).to_have_text("2 af 3")
        assert page.locator("textarea[name=why_mandatory]").input_value() == "Kun begyndt"
        score(page)
        page.get_by_role("button", name="Gem og næste").click()
        expect(page).to_have_url(re.compile(r"/behandling/$"))
        expect(page.locator("main")).to_contain_text("Det var den sidste, der ventede på dig.")
        expect(page.locator(".progress-line__text")).to_have_text("3 af 3")
    given = {row.proposal_id: (row.position, row.comment) for row in Review.objects.all()}
    assert given == {
        first.pk: (Position.APPROVE, ""),
        second.pk: (Position.APPROVE, ""),
        third.pk: (Position.ABSTAIN, "Jeg kender for lidt til området"),
    }


def test_the_grid_saves_the_row_that_the_writer_is_in(town: Town, visit: Visit, cases: list[Proposal]) -> None:
    first, second, _third = cases
    with visit(town.member) as page:
        page.goto("/behandling/")
        page.get_by_role("link", name="Vurdér i et skema").click()
        row = page.locator(f"#sag-{first.pk}")
        row.locator("select[name=position]").select_option("approve")
        row.locator("select[name=score_mandatory]").select_option("3")
        row.locator("textarea[name=words]").fill(WHY)
        row.locator("textarea[name=words]").press("Control+Enter")
        expect(page.locator("main")).to_contain_text(f"Din vurdering af {first.number} er afgivet.")
        assert (faults_of(page), overflow_of(page)) == ([], 0)
        # A row that is not whole is kept as a draft, and says what it lacks.
        row = page.locator(f"#sag-{second.pk}")
        row.locator("textarea[name=words]").fill("Halvt")
        row.get_by_role("button", name="Gem").click()
        expect(page.locator(f"#mangler-{second.pk}")).to_be_visible()
        assert faults_of(page) == []
    assert [(row.proposal_id, row.position) for row in Review.objects.all()] == [(first.pk, Position.APPROVE)]
    assert ReviewDraft.objects.get().version.proposal_id == second.pk


@pytest.mark.parametrize("wide", [True, False], ids=["wide", "narrow"])
def test_cases_are_chosen_and_compared_with_their_differences_marked(
    town: Town, visit: Visit, cases: list[Proposal], *, wide: bool
) -> None:
    first, _second, third = cases
    draft = make_draft(town, kind=ProposalKind.APPLICATION, supplier="En anden leverandør")
    second = submit_proposal(draft, actor=town.author)
    with visit(town.chair, wide=wide) as page:
        page.goto("/behandling/sammenligning/")
        page.locator(f"#sag-{first.pk}").check()
        page.get_by_role("button", name="Sammenlign").click()
        expect(page.get_by_role("alert")).to_be_visible()
        page.locator(f"#sag-{first.pk}").check()
        page.locator(f"#sag-{second.pk}").check()
        page.get_by_role("button", name="Sammenlign").click()
        heads = page.locator("table.comparison thead th")
        expect(heads).to_have_count(2)
        expect(page.locator("table.comparison thead")).not_to_contain_text(third.number)
        differs = page.locator("tr.comparison__differs", has_text="En anden leverandør")
        expect(differs).to_contain_text("forskel")
        assert (faults_of(page), overflow_of(page)) == ([], 0)
