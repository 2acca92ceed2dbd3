"""The architecture assessment: signed by IT, dated, and never changed (B22, C12, C30, D21)."""

from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client

from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage
from governance.domain.architecture import STATES, may_assess_architecture, sign_architecture
from governance.models import ArchitectureAssessment
from governance.permissions import part_in
from governance.selectors.standing import standing_of
from portfolio.domain.versions import submitted_version
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Bar, Proposal
from portfolio.selectors.similar_systems import similar_systems
from tests.factories.governance import Town, make_standing, make_submitted
from tests.factories.systems import make_contract, make_system

SAID: dict[str, Any] = {
    "reuse": "nothing",
    "reuse_text": "Nøgleskabene dækker ikke behovet",
    "standards": "Åben snitflade",
    "integration": "Køreplanen hentes",
    "data_sharing": "Intet registreres igen",
    "security": "ISO 27001",
    "supply_chain": "Data ligger i EU",
    "conclusion": "fits",
    "conclusion_text": "Passer til resten",
}
OPERATED = {
    "operation": "external",
    "reliability": "Virker uden net",
    "performance": "To sekunder",
    "competence": "Hos leverandøren",
    "economy": "Billigst",
}
PEOPLE = (
    "author", "editor", "owner", "it", "chair", "secretary", "member", "head", "director", "network", "auditor",
    "admin", "outsider",
)  # fmt: skip


def browser(town: Town, person: str) -> Client:
    client = Client()
    client.force_login(town.people[person], backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.mark.parametrize("state", [one for one in ProposalState if one not in ("received", "answered", "converted")])
def test_only_it_signs_and_only_while_the_case_is_on_its_road(town, state):
    case = make_standing(town, state)
    allowed = set()
    for name in PEOPLE:
        standing = standing_of(town.people[name])
        if may_assess_architecture(case, part_in(case, town.people[name], standing), standing):
            allowed.add(name)
    assert allowed == ({"it"} if state in STATES else set())


def test_a_suggestion_has_no_architecture(town):
    case = make_standing(town, ProposalState.RECEIVED, ProposalKind.SUGGESTION)
    with pytest.raises(Refused):
        sign_architecture(case, actor=town.it, said=SAID)


def test_nobody_assesses_a_case_of_their_own_or_one_they_are_barred_from(town):
    case = make_submitted(town, "assessment")
    Bar.objects.create(proposal=case, person=town.it)
    with pytest.raises(Refused, match="inhabil"):
        sign_architecture(case, actor=town.it, said=SAID)
    Bar.objects.all().delete()
    Proposal.objects.filter(pk=case.pk).update(owner=town.it)
    with pytest.raises(Refused, match="Du taler selv for sagen"):
        sign_architecture(case, actor=town.it, said=SAID)
    assert ArchitectureAssessment.objects.count() == 0


def test_the_signature_freezes_it_with_name_date_and_the_systems_as_they_were_called(town):
    case, system = make_submitted(town, "assessment"), make_system(town, name="Nøgleskabene")
    row = sign_architecture(case, actor=town.it, said=SAID | OPERATED, systems=[system])
    assert (row.version, row.assessor_name, row.systems) == (
        submitted_version(case), "It Test", [{"system": system.pk, "name": "Nøgleskabene"}],
    )  # fmt: skip
    act = AuditEntry.objects.get(act="proposal.assess_architecture")
    assert act.data == {"conclusion": "fits", "in_house": False, "systems": ["Nøgleskabene"]}
    assert {one.recipient for one in OutboxMessage.objects.filter(key__startswith="architecture:")} == {
        town.author, town.owner,
    }  # fmt: skip
    for change in (
        lambda: ArchitectureAssessment.objects.update(conclusion="does_not_fit"),
        lambda: ArchitectureAssessment.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
            change()
    newer = sign_architecture(case, actor=town.it, said=SAID | {"conclusion": "does_not_fit"})
    assert [one.pk for one in case.architecture_assessments.all()] == [newer.pk, row.pk]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"standards": " "}, "Udfyld feltet."),
        ({"in_house": True}, "Skriv, hvorfor I selv udvikler løsningen."),
        ({"operation": "internal"}, "Valget af drift skal vurderes efter alle fire kriterier."),
        (OPERATED | {"economy": ""}, "Valget af drift skal vurderes efter alle fire kriterier."),
    ],
)
def test_what_one_answer_demands_of_another(town, said, sentence):
    case = make_submitted(town, "assessment")
    with pytest.raises(Refused) as refused:
        sign_architecture(case, actor=town.it, said=SAID | said)
    assert refused.value.reason == sentence
    assert ArchitectureAssessment.objects.count() == 0


@pytest.mark.parametrize("said", [{"in_house": True}, {"operation": "internal", "reliability": "God"}])
def test_the_database_demands_it_too(town, said):
    case = make_submitted(town, "assessment")
    row = sign_architecture(case, actor=town.it, said=SAID)
    row.pk = None
    for name, value in said.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_page_offers_the_systems_and_takes_the_signature(town):
    case = make_submitted(town, "assessment")
    system = make_system(town, name="Nøgleskabene", purpose="Udlevering af elektroniske nøgler")
    make_contract(town, system, days=60)
    address = f"/sager/{case.pk}/arkitekturvurdering/"
    shown = browser(town, "it").get(address).content.decode()
    assert "Nøgleskabene" in shown
    assert "En kontrakt udløber" in shown
    wrong = browser(town, "it").post(address, SAID | {"in_house": "on"})
    assert list(wrong.context["form"].errors) == ["in_house_text"]
    said = SAID | {"systems": [system.pk], "in_house": "on", "in_house_text": "Ingen færdig løsning"}
    assert browser(town, "it").post(address, said).url == f"/sager/{case.pk}/"
    page = browser(town, "author").get(f"/sager/{case.pk}/").content.decode()
    assert "Egen udvikling" in page
    assert "Underskrevet af It Test" in page
    assert case.title in browser(town, "it").get(f"/systemer/{system.pk}/").content.decode()
    # Who may not see the case does not learn of it from the system either.
    assert case.title not in browser(town, "outsider").get(f"/systemer/{system.pk}/").content.decode()
    assert browser(town, "author").get(address).status_code == 302


def test_systems_that_look_like_what_is_typed(town):
    make_system(town, name="Nøgleskabene", purpose="Udlevering af nøgler til borgeres hjem")
    make_system(town, name="Lønsystemet", purpose="Løn og tillæg")
    make_system(town, name="De gamle nøgler", state="retired")
    found = [one.system.name for one in similar_systems(title="Elektroniske nøgler", need="Nøglerne bliver væk")]
    assert found == ["Nøgleskabene"]
    assert similar_systems(title="", need="") == ()
    assert similar_systems(title="' | & ! :*", need="<script>") == ()
    typed = {"title": "Elektroniske nøgler", "need": "Nøgler bliver væk"}
    assert "Nøgleskabene" in browser(town, "author").post("/sager/lignende/", typed).content.decode()
