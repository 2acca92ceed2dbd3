"""Doubt about another: who raises it, about whom, what it hides, who decides it, and that the person is told."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage
from governance.domain.bodies import name_deputy, seat_member
from governance.domain.conflict_doubts import decide_doubt, doubtable, raise_doubt
from governance.domain.conflicts import declare_conflict
from governance.enums import BodyKind, BodyRole, ConflictGround
from governance.models import Body, ConflictDeclaration, Membership, Review
from governance.selectors.group_waiting import group_waiting
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Bar, Proposal, StandIn
from tests.factories.governance import Town, in_days, make_meeting, make_review, make_standing, make_submitted

TITLE = "Elektroniske nøgler"
PEOPLE = (
    "author", "editor", "owner", "it", "chair", "secretary", "member", "head", "other_head", "director",
    "other_director", "network", "auditor", "admin", "outsider",
)  # fmt: skip


@pytest.fixture
def case(town) -> Proposal:
    """A case with a group of three who can judge it: the chair, the member and a colleague."""
    body = Body.objects.get(kind=BodyKind.STRATEGY_GROUP)
    seat_member(body, town.colleague, role=BodyRole.MEMBER, valid_from=in_days(0), actor=None)
    make_meeting(town)
    return make_submitted(town, "review", kind=ProposalKind.APPLICATION)


def doubt(case: Proposal, town: Town, about: str = "member", by: str = "colleague", why: str = "De er naboer"):
    return raise_doubt(
        case, person=town.people[about].pk, ground=ConflictGround.OTHER, explanation=why, actor=town.people[by]
    )


def decide(town: Town, row: ConflictDeclaration, *names: str, partial: bool, by: str = "chair"):
    people = [town.people[name].pk for name in names]
    return decide_doubt(row, partial=partial, reason="Fordi", took_part=people, actor=town.people[by])


def test_the_case_is_hidden_the_review_set_aside_and_the_person_told(town, case):
    review = make_review(case, town.member)
    row = doubt(case, town)
    review.refresh_from_db()
    assert (row.is_open_doubt, row.raised_by, review.withdrawn_at) == (True, town.colleague, row.declared_at)
    assert not Proposal.objects.visible_to(town.member).filter(pk=case.pk).exists()
    mail = OutboxMessage.objects.get(recipient=town.member, key__startswith="proposal.raise_doubt")
    said = mail.subject + mail.body
    assert (case.number in said, "Colleague Test" in said, "De er naboer" in said, TITLE in said) == (
        True, True, True, False,
    )  # fmt: skip
    act = AuditEntry.objects.get(act="proposal.raise_doubt")
    assert (act.actor, act.data) == (town.colleague, {"person": "Member Test", "ground": 5, "reviews_withdrawn": 1})
    # What may be private stands in the declaration alone.
    assert "naboer" not in f"{act.reason}{act.data}"


# Who may raise it, written out by hand: those of the group who are not in the case themselves.
@pytest.mark.parametrize("by", PEOPLE)
def test_the_groups_people_raise_it_and_nobody_else(town, case, by):
    if by in ("chair", "secretary", "member"):
        assert doubt(case, town, about="colleague", by=by).raised_by == town.people[by]
    else:
        with pytest.raises(Refused):
            doubt(case, town, about="colleague", by=by)
        assert (ConflictDeclaration.objects.count(), Bar.objects.count(), Review.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("about", PEOPLE)
def test_it_is_about_those_who_judge_the_case(town, case, about):
    if about in ("member", "chair"):
        assert doubt(case, town, about).person == town.people[about]
    else:
        with pytest.raises(Refused, match="vurderer ikke sagen sammen med gruppen"):
            doubt(case, town, about)
        assert Bar.objects.count() == 0


def test_nobody_raises_it_about_themselves_twice_or_without_a_word(town, case):
    assert {one.pk for one in doubtable(case, town.member)} == {town.chair.pk, town.colleague.pk}
    with pytest.raises(Refused):
        doubt(case, town, "colleague", "colleague")
    with pytest.raises(Refused, match="Skriv i en sætning"):
        doubt(case, town, why=" ")
    doubt(case, town)
    with pytest.raises(Refused):
        doubt(case, town, by="chair")
    assert ConflictDeclaration.objects.count() == 1


def test_whoever_is_barred_or_owns_the_case_raises_nothing(town, case):
    declare_conflict(case, actor=town.colleague, ground=ConflictGround.OTHER, explanation="Fordi")
    with pytest.raises(Refused):
        doubt(case, town)
    Proposal.objects.filter(pk=case.pk).update(owner=town.chair)
    with pytest.raises(Refused):
        doubt(Proposal.objects.get(pk=case.pk), town, by="chair")


@pytest.mark.parametrize("state", ["draft", "rejected", "withdrawn"])
def test_it_is_raised_while_the_case_is_judged(town, state):
    proposal = make_standing(town, ProposalState(state))
    with pytest.raises(Refused):
        doubt(proposal, town, "chair", "secretary")


def test_the_group_decides_and_the_person_takes_no_part(town, case):
    row = doubt(case, town)
    for by in ("member", "colleague", "secretary", "director"):
        with pytest.raises(Refused):
            decide(town, row, "chair", "colleague", partial=False, by=by)
    with pytest.raises(Refused, match="kan ikke vurdere sagen"):
        decide(town, row, "chair", "colleague", "member", partial=False)
    assert decide(town, row, "chair", "colleague", partial=False).lifted_by == town.chair
    assert Proposal.objects.visible_to(town.member).filter(pk=case.pk).exists()


def test_what_is_confirmed_stands_and_then_the_deputy_steps_in(town, case):
    body = Body.objects.get(kind=BodyKind.STRATEGY_GROUP)
    name_deputy(Membership.objects.get(body=body, person=town.member), deputy=town.outsider, actor=town.admin)
    row = doubt(case, town)
    assert StandIn.objects.count() == 0
    decide(town, row, "chair", "colleague", partial=True)
    assert StandIn.objects.get().person == town.outsider
    # A deputy can be in doubt too: then the seat is empty, and filled again where there is no conflict.
    again = doubt(case, town, "outsider")
    assert StandIn.objects.count() == 0
    decide(town, again, "chair", "colleague", partial=False)
    assert StandIn.objects.get().person == town.outsider


def waits(town: Town, name: str) -> list[str]:
    return [one.url for one in group_waiting(town.people[name]) if "afgoerelse" in one.url]


def test_an_open_doubt_stands_on_min_side_for_whoever_records_it(town, case):
    row = doubt(case, town)
    url = reverse("governance:doubt_decision", args=[case.pk, row.pk])
    found = {name: waits(town, name) for name in (*PEOPLE, "colleague")}
    assert {name: urls for name, urls in found.items() if urls} == {"chair": [url]}
    decide(town, row, "chair", "colleague", partial=False)
    assert waits(town, "chair") == []


def test_of_the_chairs_own_management_and_the_deputy_are_told(town, case):
    body = Body.objects.get(kind=BodyKind.STRATEGY_GROUP)
    name_deputy(Membership.objects.get(body=body, person=town.chair), deputy=town.member, actor=town.admin)
    row = doubt(case, town, "chair")
    url = reverse("governance:doubt_decision", args=[case.pk, row.pk])
    found = {name: waits(town, name) for name in (*PEOPLE, "colleague")}
    told = {name: urls for name, urls in found.items() if urls}
    assert told == {"director": [url], "other_director": [url], "member": [url]}


def test_the_pages_lead_from_the_case_to_the_doubt_and_the_agenda_says_it(town, case, client):
    url = reverse("governance:doubt_create", args=[case.pk])
    page = f"/sager/{case.pk}/"
    client.force_login(town.colleague)
    assert f'href="{url}"' in client.get(page).content.decode()
    assert client.post(url, {"person": town.member.pk, "ground": "5", "explanation": ""}).status_code == 200
    assert ConflictDeclaration.objects.count() == 0
    said = {"person": town.member.pk, "ground": "5", "explanation": "De er naboer"}
    assert client.post(url, said).status_code == 302
    row = ConflictDeclaration.objects.get()
    shown = client.get(page).content.decode()
    assert ("Tvivlen er rejst af Colleague Test" in shown, "De er naboer" in shown) == (True, True)
    meeting = case.agenda_items.get(kind="for_review").meeting
    agenda = client.get(f"/moeder/{meeting.pk}/").content.decode()
    assert "Gruppen skal afgøre, om der foreligger inhabilitet: Member Test" in agenda
    assert "Inhabil og forlader lokalet" not in agenda
    decision = client.get(reverse("governance:doubt_decision", args=[case.pk, row.pk]))
    assert decision.status_code == 302
    client.force_login(town.chair)
    decision = client.get(reverse("governance:doubt_decision", args=[case.pk, row.pk])).content.decode()
    assert ("Colleague Test" in decision, "De er naboer" in decision) == (True, True)
    # Nobody outside the group finds the way, and the person finds nothing.
    for name in ("director", "it", "auditor", "author"):
        client.force_login(town.people[name])
        assert f'href="{url}"' not in client.get(page).content.decode()
    client.force_login(town.member)
    assert {client.get(one).status_code for one in (page, url)} == {404}


def test_the_database_refuses_a_doubt_about_oneself_and_one_that_is_none(town, case):
    rows = ConflictDeclaration.objects.filter(pk=doubt(case, town).pk)
    for said in ({"raised_by": town.member}, {"doubt": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**said)
