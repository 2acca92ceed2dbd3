"""A doubt about partiality: the case is hidden at once, the body decides, and the person takes no part in that."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage
from governance.domain.bodies import seat_member
from governance.domain.conflict_doubts import decide_doubt, deciders
from governance.domain.conflicts import declare_conflict, lift_conflict
from governance.enums import BodyKind, BodyRole, ConflictGround, Position
from governance.models import Body, ConflictDeclaration, Review
from portfolio.enums import ProposalKind
from portfolio.models import Bar, Proposal
from tests.factories.governance import Town, in_days, make_review, make_submitted


@pytest.fixture
def case(town) -> Proposal:
    """A case with a group of three who can judge it: the chair, the member and a colleague."""
    body = Body.objects.get(kind=BodyKind.STRATEGY_GROUP)
    seat_member(body, town.colleague, role=BodyRole.MEMBER, valid_from=in_days(0), actor=None)
    return make_submitted(town, "review", kind=ProposalKind.APPLICATION)


def doubt(case: Proposal, person) -> ConflictDeclaration:
    return declare_conflict(
        case, actor=person, ground=ConflictGround.OTHER, explanation="Vi var i klub sammen", doubt=True
    )


def decide(town: Town, row: ConflictDeclaration, *names: str, partial: bool, by: str = "chair", reason: str = "Fordi"):
    people = [town.people[name].pk for name in names]
    return decide_doubt(row, partial=partial, reason=reason, took_part=people, actor=town.people[by])


def test_the_case_is_hidden_until_the_group_finds_no_conflict(town, case):
    review = make_review(case, town.member)
    row = doubt(case, town.member)
    review.refresh_from_db()
    assert (Proposal.objects.visible_to(town.member).count(), review.withdrawn_at) == (0, row.declared_at)
    decided = decide(town, row, "chair", "colleague", partial=False, reason="Bekendtskabet er gammelt")
    review.refresh_from_db()
    assert (decided.lifted_by, sorted(decided.took_part)) == (town.chair, ["Chair Test", "Colleague Test"])
    assert (Proposal.objects.visible_to(town.member).count(), review.withdrawn_at) == (1, None)
    act = AuditEntry.objects.get(act="proposal.decide_doubt")
    assert (act.reason, act.data["partial"]) == ("Bekendtskabet er gammelt", False)
    assert OutboxMessage.objects.get(recipient=town.member).body.endswith(f"/sager/{case.pk}/")


def test_a_conflict_that_the_group_finds_stands(town, case, client):
    make_review(case, town.member, Position.REJECT, why="Sagt før tvivlen")
    row = decide(town, doubt(case, town.member), "chair", "colleague", partial=True, reason="For tæt på")
    assert (row.confirmed_by, row.lifted_at, Bar.objects.count()) == (town.chair, None, 1)
    assert Review.objects.get().withdrawn_at == row.declared_at
    mail = OutboxMessage.objects.get(recipient=town.member)
    assert (case.number in mail.subject, case.title in mail.subject + mail.body) == (True, False)
    # What was said stays visible, as withdrawn, to those who may read positions.
    make_review(case, town.chair)
    client.force_login(town.chair)
    page = client.get(reverse("portfolio:proposal_detail", args=[case.pk])).content.decode()
    assert ("Sagt før tvivlen" in page, "tæller ikke med" in page, "For tæt på" in page) == (True, True, True)


@pytest.mark.parametrize("name", ["member", "colleague", "secretary", "director", "it", "author", "auditor"])
def test_only_the_chair_records_it(town, case, name):
    row = doubt(case, town.member)
    with pytest.raises(Refused):
        decide(town, row, "chair", "colleague", partial=False, by=name)
    assert (ConflictDeclaration.objects.get().is_open_doubt, Bar.objects.count()) == (True, 1)


def test_the_chairs_own_doubt_is_never_decided_by_the_chair(town, case):
    row = doubt(case, town.chair)
    with pytest.raises(Refused):
        decide(town, row, "member", "colleague", partial=False, by="chair")
    assert decide(town, row, "member", "colleague", partial=False, by="director").lifted_by == town.director


def test_the_person_and_others_who_cannot_judge_take_no_part(town, case):
    row = doubt(case, town.member)
    assert set(deciders(case, row)) == {town.chair, town.colleague}
    for names in (("chair", "colleague", "member"), ("chair", "secretary"), ("chair", "director")):
        with pytest.raises(Refused, match="kan ikke vurdere sagen"):
            decide(town, row, *names, partial=False)
    with pytest.raises(Refused, match="Mere end halvdelen"):
        decide(town, row, "chair", partial=False)
    with pytest.raises(Refused, match="Skriv begrundelsen"):
        decide(town, row, "chair", "colleague", partial=False, reason=" ")
    assert ConflictDeclaration.objects.get().is_open_doubt


def test_a_doubt_is_decided_once_and_not_lifted_past_the_group(town, case):
    row = doubt(case, town.member)
    with pytest.raises(Refused, match="Gruppen skal afgøre"):
        lift_conflict(row, actor=town.chair, reason="Fordi")
    decide(town, row, "chair", "colleague", partial=True)
    with pytest.raises(Refused, match="ingen tvivl tilbage"):
        decide(town, row, "chair", "colleague", partial=False)
    # What the group has found can be lifted later, as any other, when things have changed.
    row.refresh_from_db()
    assert lift_conflict(row, actor=town.chair, reason="Fratrådt").lifted_by == town.chair


def test_only_members_leave_it_to_the_group(town, case):
    with pytest.raises(Refused, match="Kun et medlem"):
        doubt(case, town.it)
    assert ConflictDeclaration.objects.count() == 0


def test_the_database_refuses_half_a_decision(town, case):
    rows = ConflictDeclaration.objects.filter(pk=doubt(case, town.member).pk)
    for said in (
        {"confirmed_by": town.chair, "confirmed_at": clock.now(), "confirm_reason": ""},
        {"confirmed_by": town.member, "confirmed_at": clock.now(), "confirm_reason": "Fordi"},
        {"doubt": False, "confirmed_by": town.chair, "confirmed_at": clock.now(), "confirm_reason": "Fordi"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**said)


def test_the_pages_lead_from_doubt_to_decision(town, case, client):
    client.force_login(town.member)
    said = {"ground": "5", "explanation": "Vi var i klub sammen", "doubt": "on"}
    client.post(reverse("governance:conflict_create", args=[case.pk]), said)
    row = ConflictDeclaration.objects.get()
    url = reverse("governance:doubt_decision", args=[case.pk, row.pk])
    assert (row.doubt, client.get(url).status_code) == (True, 404)
    client.force_login(town.chair)
    page = client.get(reverse("portfolio:proposal_detail", args=[case.pk])).content.decode()
    assert ("i tvivl, gruppen afgør det" in page, url in page) == (True, True)
    assert "Afgør tvivlen om habilitet" in client.get(url).content.decode()
    assert client.post(url, {"partial": "no"}).status_code == 200
    assert row.is_open_doubt
    whole = {"partial": "no", "took_part": [town.chair.pk, town.colleague.pk], "reason": "Gammelt bekendtskab"}
    assert client.post(url, whole).status_code == 302
    assert Bar.objects.count() == 0
