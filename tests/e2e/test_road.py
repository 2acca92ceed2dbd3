"""The road from a draft to the department's decision, walked in a real browser by those whose roles it takes."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page

from core.models import OutboxMessage
from portfolio.models import Proposal
from tests.e2e.conftest import Visit, faults_of, follow, overflow_of
from tests.e2e.walk import state_of
from tests.factories.governance import Town, make_draft, make_submitted

pytestmark = pytest.mark.django_db(transaction=True)


def judge(page: Page, link: str, answers: dict[str, str], texts: dict[str, str]) -> None:
    """Open the page of a move from the head of the case, answer and send."""
    follow(page, page.get_by_role("link", name=link))
    for name, value in answers.items():
        page.check(f"input[name={name}][value={value}]")
    for name, text in texts.items():
        page.fill(f"textarea[name={name}]", text)
    follow(page, page.locator("form button.button-primary"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_acquisition_goes_from_draft_to_decision(town: Town, visit: Visit, *, scripts: bool) -> None:
    proposal = make_draft(
        town, acquisition_type="acquisition", vendor_cost=Decimal(200_000), title="Fælles sms-løsning"
    )
    address = f"/sager/{proposal.pk}/"

    with visit(town.author, by_form=True, scripts=scripts) as page:
        page.goto(f"{address}kladde/")
        follow(page, page.get_by_role("button", name="Indsend"))
        assert state_of(page) == "Til vurdering i IT"
        assert page.locator(".object-head__number").inner_text().endswith("-001")

    with visit(town.it, by_form=True, scripts=scripts) as page:
        follow(page, page.get_by_role("link", name="Fælles sms-løsning").first)
        page.goto(address)
        texts = {"reasons": "Velafprøvet og let at forbinde.", "conditions": "Log i åbent format"}
        judge(page, "Vurdér anskaffelsen", {"outcome": "approved"}, texts)
        assert state_of(page) == "Afventer valg af vej"
        judge(page, "Vælg vejen", {"route": "it_and_unit"}, {"reason": "Én afdeling, kendt teknik."})
        assert state_of(page) == "Afventer valg af vej"

    with visit(town.owner, by_form=True, scripts=scripts, wide=False) as page:
        page.goto(address)
        judge(page, "Vælg vejen", {"route": "it_and_unit"}, {"reason": "Vi kan selv."})
        assert state_of(page) == "Til beslutning i afdelingen"

    with visit(town.head, by_form=True, scripts=scripts) as page:
        page.goto(address)
        judge(page, "Afgør sagen", {"verdict": "approved"}, {"reasons": "Pengene findes i budgettet."})
        assert state_of(page) == "Godkendt"
        assert "Pengene findes i budgettet." in page.locator("main").inner_text()

    proposal = Proposal.objects.get(pk=proposal.pk)
    assert (proposal.state, proposal.triages.get().route) == ("approved", "it_and_unit")
    assert OutboxMessage.objects.filter(recipient=town.author).count() == 3


def test_the_page_of_a_move_has_no_faults(town: Town, visit: Visit) -> None:
    proposal = make_submitted(town, "assessment")
    for wide in (True, False):
        with visit(town.it, wide=wide) as page:
            page.goto(f"/sager/{proposal.pk}/it-vurdering/")
            assert (faults_of(page), overflow_of(page)) == ([], 0)


def test_whoever_cannot_decide_reads_why_and_who_can(town: Town, visit: Visit) -> None:
    proposal = make_draft(town, title="Fælles sms-løsning")
    with visit(town.author) as page:
        page.goto(f"/sager/{proposal.pk}/kladde/")
        follow(page, page.get_by_role("button", name="Indsend"))
        assert state_of(page) == "Til beslutning i afdelingen"
        blocked = page.locator(".blocked").inner_text()
        assert "Afgør sagen" in blocked
        assert "lederen af Care" in blocked
        assert faults_of(page) == []
        page.goto(f"/sager/{proposal.pk}/afgoerelse/")
        assert "Du har ikke den rolle, det kræver." in page.locator("main").inner_text()
