"""An advisory body advises on a case while somebody judges it, and decides nothing; who judges reads it (A12)."""

import pytest
from django.conf import settings
from django.test import Client

from core.domain.refusal import Refused
from core.models import AuditEntry
from governance.domain.advice import give_advice
from governance.domain.conflicts import declare_conflict
from governance.enums import BodyKind, ConflictGround
from governance.models import Advice, Body
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal
from tests.factories.governance import Town, make_standing, make_submitted

SAID = "Brug den fælles nøgleløsning, som tre naboer har."
OPEN = ("assessment", "routing", "local_decision", "review", "recommended", "deferred", "reserve")


@pytest.fixture
def case(town) -> Proposal:
    return make_submitted(town, "review", kind=ProposalKind.APPLICATION)


def browser(town: Town, name: str) -> Client:
    client = Client()
    client.force_login(town.people[name], backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_the_network_advises_and_the_case_stays_where_it_is(town, case):
    client = browser(town, "network")
    assert f"/sager/{case.pk}/raad/" in client.get(f"/sager/{case.pk}/").content.decode()
    answer = client.post(f"/sager/{case.pk}/raad/", {"text": SAID}, follow=True)
    assert "Rådet er givet og står på sagen." in answer.content.decode()
    advice = Advice.objects.get()
    assert (advice.body.kind, advice.author, advice.version) == ("it_network", town.network, case.versions.get())
    assert Proposal.objects.get(pk=case.pk).state == "review"
    assert AuditEntry.objects.get(act="proposal.advise").actor == town.network
    # Whoever judges the case reads it where they judge, and so does the applicant.
    for name, url in (("author", ""), ("member", "behandling/"), ("chair", "indstilling/"), ("director", "")):
        assert SAID in browser(town, name).get(f"/sager/{case.pk}/{url}").content.decode()


@pytest.mark.parametrize(
    "name", ["author", "owner", "it", "member", "chair", "secretary", "director", "head", "auditor"]
)
def test_only_a_body_that_advises_does(town, case, name):
    client = browser(town, name)
    assert f"/sager/{case.pk}/raad/" not in client.get(f"/sager/{case.pk}/").content.decode()
    with pytest.raises(Refused):
        give_advice(case, text=SAID, actor=town.people[name])
    client.post(f"/sager/{case.pk}/raad/", {"text": SAID})
    assert Advice.objects.count() == 0


def test_the_capability_gives_the_right_whatever_the_kind(town, case):
    Body.objects.filter(kind=BodyKind.STRATEGY_GROUP).update(advises=True)
    Body.objects.filter(kind=BodyKind.IT_NETWORK).update(advises=False)
    give_advice(case, text=SAID, actor=town.member)
    with pytest.raises(Refused, match="organ, der rådgiver"):
        give_advice(case, text=SAID, actor=town.network)


@pytest.mark.parametrize("state", [one for one in ProposalState if one not in ("answered", "converted", "received")])
def test_only_while_somebody_judges_the_case(town, state):
    case = make_standing(town, state, ProposalKind.APPLICATION if state == "reserve" else ProposalKind.NOTIFICATION)
    if state in OPEN:
        give_advice(case, text=SAID, actor=town.network)
    else:
        with pytest.raises(Refused, match="Ingen behandler sagen nu"):
            give_advice(case, text=SAID, actor=town.network)
    assert Advice.objects.count() == (state in OPEN)


def test_not_with_a_part_a_conflict_or_without_words(town, case):
    with pytest.raises(Refused, match="Skriv rådet"):
        give_advice(case, text="  ", actor=town.network)
    declare_conflict(case, actor=town.network, ground=ConflictGround.FAMILY, explanation="Min bror")
    with pytest.raises(Refused, match="inhabil"):
        give_advice(case, text=SAID, actor=town.network)
    other = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    Proposal.objects.filter(pk=other.pk).update(owner=town.network)
    with pytest.raises(Refused, match="taler selv for"):
        give_advice(other, text=SAID, actor=town.network)
    assert Advice.objects.count() == 0
