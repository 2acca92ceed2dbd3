"""What the page says before a case is taken back to be corrected."""

import pytest
from django.urls import reverse

from governance.domain.routing import sign_route
from governance.domain.submission import take_back_proposal
from governance.enums import Route, Signatory
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.governance import approve, make_review, make_submitted


@pytest.fixture
def author(client, town):
    client.force_login(town.author)
    return client


def page_of(author, case: Proposal) -> str:
    return author.get(reverse("governance:proposal_return", args=[case.pk])).content.decode()


def test_the_page_says_what_falls_away(town, author):
    case = make_submitted(town, "assessment", kind=ProposalKind.APPLICATION)
    assert "falder bort" not in page_of(author, case)
    case = approve(town, case)
    assert "IT-afdelingens godkendelse falder bort og skal gives på ny." in page_of(author, case)
    make_review(case, town.member)
    make_review(case, town.chair)
    said = "IT-afdelingens godkendelse og 2 medlemmers vurderinger falder bort og skal gives på ny."
    assert said in page_of(author, case)
    taken = take_back_proposal(case, actor=town.author, reason="Ny pris")
    again = author.post(reverse("governance:proposal_submission", args=[taken.pk]), {"change_reason": "Ny pris"})
    assert again.status_code == 302
    assert "falder bort" not in page_of(author, case)


def test_a_signature_on_the_route_falls_away(town, author):
    case = make_submitted(town, "routing")
    sign_route(case, actor=town.it, signatory=Signatory.IT, route=Route.IT_AND_UNIT, reason="Lille")
    assert "Underskriften på valget af vej falder bort og skal gives på ny." in page_of(author, case)
