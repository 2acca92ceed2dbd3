"""What is asked when a case that has been corrected is submitted again."""

import pytest
from django.urls import reverse

from core import clock
from core.models import AuditEntry
from governance.domain.submission import take_back_proposal
from portfolio.enums import ProposalState
from tests.factories.governance import make_submitted


@pytest.fixture
def author(client, town):
    client.force_login(town.author)
    return client


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_a_missing_reason_is_asked_at_its_field_and_leaves_no_trace(town, author, reason):
    case = take_back_proposal(make_submitted(town, "routing"), actor=town.author, reason="Ny pris")
    acts = AuditEntry.objects.count()
    data = {} if reason is None else {"change_reason": reason}
    response = author.post(
        reverse("governance:proposal_submission", args=[case.pk]), {"csrfmiddlewaretoken": "x"} | data
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_change_reason"' in html
    assert 'aria-invalid="true"' in html
    assert AuditEntry.objects.count() == acts
    case.refresh_from_db()
    assert case.state == ProposalState.REVISION


def test_the_reason_is_not_called_optional_and_the_answer_names_the_version(town, author):
    case = take_back_proposal(make_submitted(town, "routing"), actor=town.author, reason="Ny pris")
    html = author.get(reverse("portfolio:draft_overview", args=[case.pk])).content.decode()
    label = html.split('for="id_change_reason">')[1].split("</label>")[0]
    assert label == "Hvorfor ændrer du sagen?"
    url = reverse("governance:proposal_submission", args=[case.pk])
    response = author.post(url, {"change_reason": "Ny pris"}, follow=True)
    assert f"Version 2 af sag {clock.today().year}-001 er sendt ind." in response.content.decode()


def test_a_stranger_is_refused_with_the_reason_why(town, client):
    case = take_back_proposal(make_submitted(town, "routing"), actor=town.author, reason="Ny pris")
    client.force_login(town.it)
    response = client.post(reverse("governance:proposal_submission", args=[case.pk]), {"change_reason": ""})
    assert response.status_code == 302
