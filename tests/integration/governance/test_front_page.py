"""Min side: tasks are counted as tasks, each button says what it does, and all but the auditor begin a case."""

import pytest
from django.conf import settings
from django.urls import reverse

from core.models import User
from portfolio.models import Proposal
from principles.domain.loading import load_strategy_documents
from tests.factories.governance import POLICIES, make_submitted


@pytest.fixture
def open_page(client):
    def opened(person: User):
        client.force_login(person)
        return client.get(reverse("core:my_page"))

    return opened


def test_two_tasks_on_one_case_are_two_tasks_with_buttons_of_different_names(town, open_page):
    proposal = make_submitted(town, "assessment")
    load_strategy_documents(POLICIES / "strategies", actor=None, profile="odder")
    response = open_page(town.it)
    items = response.context["page"].waiting
    assert {item.title for item in items} == {str(proposal)}
    assert {item.button for item in items} == {"Vurdér anskaffelsen", "Vurdér principperne"}
    assert "2 opgaver venter på dig." in response.content.decode()


# Whoever takes part in a leadership meeting finds the way there as well.
@pytest.mark.parametrize(("role", "more"), [("author", []), ("director", ["Chefmøder"]), ("outsider", [])])
def test_everyone_begins_a_case_from_the_front_page(town, open_page, role, more):
    first, second, *others = open_page(town.people[role]).context["page"].actions
    assert (first.label, first.url, first.primary) == ("Ny sag", reverse("portfolio:proposal_create"), True)
    assert (second.label, second.url) == ("Hjælp fra IT", reverse("governance:assistance_list"))
    assert [action.label for action in others] == more


def test_the_auditor_changes_nothing_and_so_begins_no_case(town, open_page, client):
    actions = open_page(town.people["auditor"]).context["page"].actions
    assert [action.url for action in actions] == [reverse("governance:assistance_list")]
    assert reverse("portfolio:proposal_create") not in client.get(reverse("portfolio:proposal_list")).content.decode()
    form = reverse("portfolio:draft_create", args=["forslag"])
    answers = {"title": "Ny portal", "need": "Vi mangler den.", "unit": "care"}
    for answer in (
        client.get(reverse("portfolio:proposal_create"), follow=True),
        client.get(form, follow=True),
        client.post(form, answers, follow=True),
    ):
        assert [str(message) for message in answer.context["messages"]] == [
            "Revisionen læser alle sager, men begynder ingen selv."
        ]
    assert not Proposal.objects.filter(author=town.people["auditor"]).exists()


def test_what_the_portal_itself_refuses_is_said_in_danish(town, client):
    client.force_login(town.author)
    response = client.post(
        "/sager/ny/forslag/",
        dict.fromkeys((f"felt{n}" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)), "x"),
    )
    assert response.status_code == 400
    assert "Forespørgslen kan ikke bruges." in response.content.decode()
    assert "GET/POST" not in response.content.decode()
