"""Confidential cases: who marks them and opens them again, and who then finds nothing, in every channel."""

import pytest
from django.urls import reverse

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry
from governance.domain.conflicts import declare_conflict
from governance.domain.restriction import restrict_case, unrestrict_case
from governance.enums import ConflictGround
from portfolio.enums import ProposalState
from portfolio.models import Project, Proposal
from tests.factories.governance import make_draft, make_standing

REASON = "Leverandørens tilbud er forretningsfølsomt"
ROLES = (
    "author", "editor", "owner", "head", "other_head", "it", "chair", "secretary", "member", "director",
    "other_director", "network", "auditor", "admin", "colleague", "outsider",
)  # fmt: skip


@pytest.fixture
def decided(town) -> Proposal:
    return make_standing(town, ProposalState.APPROVED)


def seers(town, proposal: Proposal) -> set[str]:
    return {role for role in ROLES if Proposal.objects.visible_to(town.people[role]).filter(pk=proposal.pk).exists()}


def last_act() -> tuple[str, str]:
    entry = AuditEntry.objects.order_by("-sequence")[0]
    return entry.act, entry.reason


# Written out by hand: other_head and the outsider belong elsewhere, the colleague to another department of the area.
@pytest.mark.parametrize(
    ("role", "expected"),
    [(role, role in {"head", "it", "secretary"}) for role in ROLES],
)  # fmt: skip
def test_who_marks_a_case(town, decided, role, expected):
    if expected:
        restrict_case(decided, actor=town.people[role], reason=REASON)
    else:
        with pytest.raises(Refused):
            restrict_case(decided, actor=town.people[role], reason=REASON)
    assert Proposal.objects.get(pk=decided.pk).restricted is expected


def test_a_restricted_case_is_seen_by_those_who_work_with_it_and_by_no_others(town, decided):
    assert seers(town, decided) == set(ROLES)
    restrict_case(decided, actor=town.secretary, reason=REASON)
    assert seers(town, decided) == set(ROLES) - {"admin", "other_head", "outsider"}
    unrestrict_case(decided, actor=town.it, reason="Kontrakten er underskrevet")
    assert seers(town, decided) == set(ROLES)


def test_whoever_speaks_for_a_case_does_not_hide_it(town):
    proposal = make_draft(town)
    proposal.owner = town.head
    proposal.save(update_fields=["owner"])
    with pytest.raises(Refused) as caught:
        restrict_case(proposal, actor=town.head, reason=REASON)
    assert caught.value.reason == "Kun de, der skriver kladden, kan se den."
    decided = make_standing(town, ProposalState.APPROVED)
    Proposal.objects.filter(pk=decided.pk).update(owner=town.head)
    with pytest.raises(Refused) as caught:
        restrict_case(decided, actor=town.head, reason=REASON)
    assert caught.value.reason == "Du taler selv for sagen, så en anden bestemmer, om den er fortrolig."


def test_whoever_is_barred_decides_nothing(town):
    proposal = make_standing(town, ProposalState.REVIEW)
    declare_conflict(proposal, actor=town.secretary, ground=ConflictGround.FAMILY, explanation="Min bror")
    with pytest.raises(Refused):
        restrict_case(proposal, actor=town.secretary, reason=REASON)


def test_exactly_one_act_each_way_with_its_reason(town, decided):
    before = AuditEntry.objects.count()
    restrict_case(decided, actor=town.head, reason=f"  {REASON} ")
    assert last_act() == ("proposal.restrict", REASON)
    unrestrict_case(decided, actor=town.head, reason="Ikke længere følsomt")
    assert last_act() == ("proposal.unrestrict", "Ikke længere følsomt")
    assert AuditEntry.objects.count() == before + 2


@pytest.mark.parametrize(("turn", "reason"), [(restrict_case, " "), (unrestrict_case, "Derfor")])
def test_without_a_reason_or_where_it_is_so_already_nothing_changes(town, decided, turn, reason):
    before = AuditEntry.objects.count()
    with pytest.raises(Refused):
        turn(decided, actor=town.head, reason=reason)
    assert (Proposal.objects.get(pk=decided.pk).restricted, AuditEntry.objects.count()) == (False, before)


def test_the_project_follows_its_case(town, decided):
    project, _new = Project.objects.get_or_create(
        proposal=decided,
        defaults={
            "case_year": decided.year,
            "case_serial": decided.serial,
            "title": "Nøgler",
            "created_at": clock.now(),
            "phase_since": clock.now(),
        },
    )
    restrict_case(decided, actor=town.it, reason=REASON)
    assert Project.objects.get(pk=project.pk).restricted is True
    assert not Project.objects.visible_to(town.outsider).filter(pk=project.pk).exists()
    unrestrict_case(decided, actor=town.it, reason=REASON)
    assert Project.objects.visible_to(town.outsider).filter(pk=project.pk).exists()


def test_the_page_offers_what_the_case_is_not(town, decided, client):
    url = reverse("governance:proposal_restriction", args=[decided.pk])
    client.force_login(town.secretary)
    assert "Gør sagen fortrolig" in client.get(url).content.decode()
    response = client.post(url, {"reason": REASON}, follow=True)
    assert response.context["page"].head.kind == "Anmeldelse, fortrolig"
    assert "Gør sagen åben igen" in {action.label for action in response.context["page"].head.actions}
    # A second who sends the same page at once changes nothing back.
    assert "Sagen er allerede fortrolig." in client.post(url, {"reason": REASON}).content.decode()
    client.post(url, {"reason": "Åbent igen", "open": "1"})
    assert Proposal.objects.get(pk=decided.pk).restricted is False


def test_a_missing_reason_is_named_and_strangers_find_no_page(town, decided, client):
    url = reverse("governance:proposal_restriction", args=[decided.pk])
    client.force_login(town.secretary)
    assert "Udfyld “Begrundelse”." in client.post(url, {"reason": ""}).content.decode()
    restrict_case(decided, actor=town.secretary, reason=REASON)
    client.force_login(town.outsider)
    detail = reverse("portfolio:proposal_detail", args=[decided.pk])
    assert [client.get(url).status_code, client.post(url).status_code, client.get(detail).status_code] == [404] * 3
    listed = client.get(reverse("portfolio:proposal_list")).content.decode()
    assert decided.number not in listed
    export = b"".join(client.get(reverse("portfolio:proposal_export")).streaming_content).decode()
    assert decided.number not in export
    assert decided.number not in client.get("/api/v1/proposals").content.decode()
