"""One meeting in the browser: opened, settled by keyboard and hand, closed, minutes approved, letters sent."""

import re

import pytest
from playwright.sync_api import expect

from core.models import OutboxMessage
from governance.domain.resolutions import put_together
from governance.models import Meeting
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.e2e.conftest import Visit, faults_of, follow
from tests.factories.governance import Town, make_submitted
from tests.factories.meetings import call, item_of


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_meeting_from_the_agenda_to_the_letters(town: Town, visit: Visit, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    meeting = call(town)
    _first, second = (make_submitted(town, "review", kind=ProposalKind.APPLICATION) for _ in range(2))
    put_together(item_of(second, meeting), together=True, actor=town.secretary)
    # Its hour has come.
    Meeting.objects.filter(pk=meeting.pk).update(begins="00:00")
    with visit(town.chair) as page:
        page.goto(f"/moeder/{meeting.pk}/")
        follow(page, page.get_by_role("link", name="Åbn mødet"))
        assert faults_of(page) == []
        follow(page, page.get_by_role("button", name="Åbn mødet"))
        follow(page, page.get_by_role("link", name="Se sagerne, der tages under ét"))
        assert faults_of(page) == []
        follow(page, page.get_by_role("button", name="Afgør 1 sag som forelagt"))
        assert faults_of(page) == []
        page.locator("h1").click()
        page.keyboard.press("ArrowRight")
        page.wait_for_url(re.compile(r"/afvikling/\d+/"))
        page.check("input[name=outcome][value=approve_in_part]")
        page.fill("input[name=amount]", "60.000")
        page.fill("textarea[name=reasons]", "Halvdelen rækker i år")
        assert faults_of(page) == []
        follow(page, page.get_by_role("button", name="Før udfaldet, og gå videre"))
        page.goto(f"/moeder/{meeting.pk}/afvikling/")
        expect(page.get_by_text("2 af 2 afgjort")).to_be_visible()
        follow(page, page.get_by_role("button", name="Luk mødet"))
        assert faults_of(page) == []
        assert OutboxMessage.objects.filter(held=True).count() == 4
        follow(page, page.get_by_role("link", name="Godkend referatet"))
        assert faults_of(page) == []
        follow(page, page.get_by_role("button", name="Godkend, og send 4 breve"))
        expect(page.get_by_role("link", name="Hent referatet som PDF")).to_be_visible()
    assert OutboxMessage.objects.filter(held=True).count() == 0
    assert {case.state for case in Proposal.objects.all()} == {"recommended"}
