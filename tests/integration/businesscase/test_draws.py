"""Drawing a stored case again, as often as can be done: the same figures each time, and nothing stored."""

from typing import Any

import pytest
from django.test import Client

from businesscase.domain.cases import case_of, result_of, save_case
from businesscase.models import Result
from core.models import Parameter, User
from portfolio.domain.versions import current_version
from portfolio.models import Proposal
from tests.factories.businesscase import WORDS, risk, whole_benefits, whole_costs


@pytest.fixture
def uncertain(town, empty) -> Proposal:
    lines = {"costs": whole_costs(), "benefits": whole_benefits(town.author)}
    save_case(empty, actor=town.author, edition=0, fields=WORDS, risks=[risk()], **lines)
    return Proposal.objects.get(pk=empty.pk)


def answer(proposal: Proposal, person: User) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(f"/sager/{proposal.pk}/versioner/1/business-case/usikkerhed/")


def stored(proposal: Proposal) -> Result:
    result = result_of(case_of(current_version(proposal)))
    assert result is not None
    return result


def test_a_hundred_thousand_draws_of_the_stored_seed_stand_beside_those_that_are_stored(town, uncertain):
    before = stored(uncertain).simulation
    first, second = answer(uncertain, town.author), answer(uncertain, town.author)
    page = first.content.decode()
    assert first.status_code == 200
    for said in ("100.000 gange", "10.000 gennemregninger", str(before["seed"])):
        assert said in page
    assert first.context["apart"] == second.context["apart"]
    assert first.context["apart"].heads == ("Niveau", "10.000 gennemregninger", "100.000 gennemregninger", "Forskel")
    assert stored(uncertain).simulation == before
    assert before["draws"] == 10_000


def test_the_case_leads_to_it(town, uncertain):
    client = Client()
    client.force_login(town.author)
    page = client.get(f"/sager/{uncertain.pk}/versioner/1/business-case/").content.decode()
    assert f'href="/sager/{uncertain.pk}/versioner/1/business-case/usikkerhed/"' in page


def test_a_certain_case_has_nothing_to_draw(town, draft):
    assert "resultatet er det samme hver gang" in answer(draft, town.author).content.decode()


def test_whoever_may_not_read_the_case_finds_nothing(town, uncertain):
    assert answer(uncertain, town.outsider).status_code == 404


def test_a_case_whose_rates_have_been_corrected_since_is_not_drawn_on_others(town, uncertain):
    old = Parameter.objects.get(key="discount_rate_year_0")
    Parameter.objects.create(
        profile=old.profile, key=old.key, value="0.04", unit=old.unit, valid_from="2026-01-01", source="Rettet"
    )
    page = answer(uncertain, town.author).content.decode()
    assert ("Renter eller priser er rettet" in page, "100.000 gennemregninger" in page) == (True, False)
