"""The deputy steps in where a member cannot judge: who, when, what they may, and that nobody else is let in."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage
from governance.domain.bodies import name_deputy, seat_member
from governance.domain.conflict_doubts import decide_doubt, deciders
from governance.domain.conflicts import declare_conflict, lift_conflict
from governance.domain.handing_over import hand_over, take_case_back
from governance.domain.meeting_closing import close_meeting
from governance.domain.meeting_session import Chair, open_meeting, quorum_on
from governance.domain.resolutions import Vote
from governance.domain.review_rounds import assign_cases
from governance.domain.stand_ins import call_in_all_deputies
from governance.enums import BodyKind, BodyRole, ConflictGround, Route
from governance.models import Body, Meeting, Membership, Review, ReviewAssignment
from governance.permissions import may, part_in
from governance.selectors.group_waiting import group_waiting
from governance.selectors.meeting_mode import session_of
from governance.selectors.review_members import reviewers_of
from governance.selectors.review_queue import review_queue
from governance.selectors.reviews import group_reviews
from governance.selectors.standing import standing_of
from governance.workflow import MOVES
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal, StandIn
from tests.factories.governance import (
    Town,
    in_days,
    make_meeting,
    make_recommended,
    make_review,
    make_round,
    make_standing,
    make_submitted,
    sign_both,
)
from tests.factories.meetings import call, item_of, resolve

A = ProposalKind.APPLICATION
TITLE = "Elektroniske nøgler"
# Where the deputy finds the case and may not find it else; the names in braces are the case and its meeting.
CHANNELS = {
    "list": "/sager/?visning=alle",
    "search": "/sager/?visning=alle&q=nøgler",
    "export": "/sager/eksport.csv",
    "page": "/sager/{case}/",
    "workbench": "/sager/{case}/behandling/",
    "version": "/sager/{case}/versioner/1/",
    "declaration": "/sager/{case}/habilitet/",
    "queue": "/behandling/",
    "grid": "/behandling/skema/",
    "api list": "/api/v1/proposals",
    "api": "/api/v1/proposals/{number}",
    "my page": "/",
}


@pytest.fixture
def town(town: Town) -> Town:
    """The member's deputy comes from the other director area, and sits nowhere."""
    name_deputy(seat_of(town, "member"), deputy=town.outsider, actor=town.admin)
    make_meeting(town)
    return town


def seat_of(town: Town, name: str) -> Membership:
    return Membership.objects.get(body__kind=BodyKind.STRATEGY_GROUP, person=town.people[name])


@pytest.fixture
def case(town) -> Proposal:
    return make_submitted(town, "review", kind=A)


def declare(case: Proposal, person, *, doubt: bool = False):
    return declare_conflict(case, actor=person, ground=ConflictGround.FAMILY, explanation="Min søster", doubt=doubt)


def fresh(case: Proposal) -> Proposal:
    return Proposal.objects.get(pk=case.pk)


def sitting(case: Proposal) -> list[tuple[str, str]]:
    return list(StandIn.objects.filter(proposal=case).values_list("person__name", "member__name"))


def allowed(case: Proposal, person) -> set[str]:
    standing, case = standing_of(person), fresh(case)
    return {move.name for move in MOVES if may(move.name, case, part_in(case, person, standing), standing)}


DEPUTY = ("Outsider Test", "Member Test")


def test_the_deputy_gets_the_review_when_the_member_declares(town, case):
    assert allowed(case, town.outsider) == set()
    declare(case, town.member)
    assert sitting(case) == [DEPUTY]
    assert set(reviewers_of(fresh(case))) == {town.chair, town.outsider}
    assert allowed(case, town.outsider) == {"review"}
    make_review(case, town.outsider)
    assert Review.objects.filter(reviewer=town.outsider, withdrawn_at=None).count() == 1
    acts = AuditEntry.objects.filter(act="proposal.step_in").values_list("data", flat=True)
    assert list(acts) == [{"person": "Outsider Test", "for": "Member Test"}]
    mail = OutboxMessage.objects.get(recipient=town.outsider)
    assert (case.number in mail.subject, TITLE in mail.subject + mail.body) == (True, False)
    assert mail.body.endswith(f"/sager/{case.pk}/")


@pytest.mark.parametrize("state", [one for one in ProposalState if one not in ("answered", "converted", "received")])
def test_a_deputy_reviews_and_makes_no_other_move_in_any_state(town, state):
    kind = A if state == ProposalState.RESERVE else ProposalKind.NOTIFICATION
    case = make_standing(town, state, kind)
    StandIn.objects.create(proposal=case, person=town.outsider, member=town.member)
    assert allowed(case, town.outsider) == ({"review"} if state == ProposalState.REVIEW else set())


def test_no_other_role_gains_anything_by_it(town, case):
    people = [name for name in town.people if name not in ("outsider", "member")]
    before = {name: allowed(case, town.people[name]) for name in people}
    declare(case, town.member)
    assert {name: allowed(case, town.people[name]) for name in people} == before


def text(client, url: str) -> str:
    answer = client.get(url)
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def test_every_channel_opens_to_the_deputy_for_the_one_case_and_closes_again(town, case, client):
    other = make_submitted(town, "review", kind=A)
    Proposal.objects.filter(pk=other.pk).update(title="En anden sag")
    urls = {name: one.format(case=case.pk, number=case.number) for name, one in CHANNELS.items()}
    beside = {name: one.format(case=other.pk, number=other.number) for name, one in CHANNELS.items()}

    def found(which: dict[str, str], title: str) -> dict[str, bool]:
        return {name: title in text(client, url) for name, url in which.items()}

    nowhere, everywhere = dict.fromkeys(urls, False), dict.fromkeys(urls, True)
    client.force_login(town.outsider)
    assert found(urls, TITLE) == nowhere
    row = declare(case, town.member)
    assert found(urls, TITLE) == everywhere
    assert found(beside, "En anden sag") == nowhere
    lift_conflict(row, actor=town.chair, reason="Solgt fra")
    assert found(urls, TITLE) == nowhere


def test_the_deputys_own_conflict_keeps_the_seat_empty(town, case):
    declare(case, town.member)
    declare(case, town.outsider)
    assert (sitting(case), set(reviewers_of(fresh(case)))) == ([], {town.chair})
    assert Proposal.objects.visible_to(town.outsider).count() == 0
    assert AuditEntry.objects.filter(act="proposal.step_out").count() == 1


def test_a_deputy_who_speaks_for_the_case_or_has_a_seat_does_not_step_in(town, case):
    seat = seat_of(town, "member")
    for name in ("owner", "author", "editor", "chair", "secretary"):
        name_deputy(seat, deputy=town.people[name], actor=town.admin)
        row = declare(case, town.member)
        assert sitting(case) == []
        lift_conflict(row, actor=town.chair, reason="Prøve")


def test_the_secretary_has_no_deputy_in_the_cases(town, case):
    name_deputy(seat_of(town, "secretary"), deputy=town.colleague, actor=town.admin)
    declare(case, town.secretary)
    assert sitting(case) == []


def test_a_member_who_owns_the_case_is_replaced_when_it_comes_to_the_group(town):
    case = make_submitted(town, "routing")
    Proposal.objects.filter(pk=case.pk).update(owner=town.member)
    town.people["owner"] = town.member
    sign_both(town, fresh(case), Route.STRATEGY_GROUP, Route.STRATEGY_GROUP)
    assert (fresh(case).state, sitting(case)) == ("review", [DEPUTY])


def test_lifting_lets_the_deputy_go_and_withdraws_what_they_said(town, case):
    row = declare(case, town.member)
    make_review(case, town.outsider)
    lift_conflict(row, actor=town.chair, reason="Solgt fra")
    review = Review.objects.get(reviewer=town.outsider)
    assert (sitting(case), review.withdrawn_at is not None) == ([], True)
    assert set(reviewers_of(fresh(case))) == {town.chair, town.member}


def test_nobody_steps_in_while_the_group_decides_a_doubt_and_no_deputy_decides_it(town, case):
    seat_member(
        Body.objects.get(kind=BodyKind.STRATEGY_GROUP), town.colleague, role=BodyRole.MEMBER, valid_from=in_days(0),
        actor=None,
    )  # fmt: skip
    name_deputy(seat_of(town, "colleague"), deputy=town.other_head, actor=town.admin)
    declare(case, town.colleague)
    assert sitting(case) == [("Other_Head Test", "Colleague Test")]
    row = declare(case, town.member, doubt=True)
    assert len(sitting(case)) == 1
    assert deciders(fresh(case), row) == (town.chair,)
    decide_doubt(row, partial=True, reason="Søster", took_part=[town.chair.pk], actor=town.chair)
    assert DEPUTY in sitting(case)


def test_the_review_that_the_member_was_given_goes_to_the_deputy_and_stands_in_the_sharing(town, case, client):
    row = make_round(town)
    assign_cases(row, {(case.pk, town.member.pk)}, actor=town.secretary)
    declare(case, town.member)
    given = set(ReviewAssignment.objects.values_list("reviewer__name", flat=True))
    assert given == {"Member Test", "Outsider Test"}
    client.force_login(town.secretary)
    page = client.get("/behandling/runde/fordeling/")
    cells = {cell.person.name: cell for cell in page.context["page"].rows[0].cells}
    assert (cells["Outsider Test"].ticked, cells["Member Test"].blocked) == (True, "Inhabil")
    assert "træder ind for Member Test" in page.content.decode()
    # On the case beside it, the deputy is nobody.
    other = make_submitted(town, "review", kind=A)
    page = client.get("/behandling/runde/fordeling/").context["page"]
    beside = next(line for line in page.rows if line.proposal == other)
    assert next(cell for cell in beside.cells if cell.person == town.outsider).blocked == "Ikke i denne sag"


def test_a_deputy_counts_among_those_who_are_to_be_heard(town, case):
    declare(case, town.member)
    case = fresh(case)
    standing = standing_of(town.chair)
    awaited = group_reviews(case, town.chair, part_in(case, town.chair, standing), standing).awaited
    assert set(awaited) == {"Chair Test", "Outsider Test"}
    make_review(case, town.chair)
    assert [one.button for one in group_waiting(town.chair)] == []
    make_review(case, town.outsider)
    assert [one.button for one in group_waiting(town.chair)] == ["Indstil"]


def test_min_side_and_queue_say_for_whom(town, case):
    declare(case, town.member)
    assert [one.why for one in group_waiting(town.outsider)] == [
        "Du træder ind for Member Test i strategigruppen, og din vurdering mangler."
    ]
    queue = review_queue(town.outsider, standing_of(town.outsider))
    assert [(line.proposal, line.steps_in_for) for line in queue.pending] == [(case, "Member Test")]


def test_a_deputy_named_later_steps_in_with_the_next_alignment(town, case):
    name_deputy(seat_of(town, "member"), deputy=None, actor=town.admin)
    declare(case, town.member)
    assert sitting(case) == []
    name_deputy(seat_of(town, "member"), deputy=town.colleague, actor=town.admin)
    assert (call_in_all_deputies(), call_in_all_deputies()) == (1, 1)
    assert sitting(case) == [("Colleague Test", "Member Test")]
    assert OutboxMessage.objects.filter(recipient=town.colleague).count() == 1
    # Who is no longer the deputy is let go.
    name_deputy(seat_of(town, "member"), deputy=town.outsider, actor=town.admin)
    call_in_all_deputies()
    assert sitting(case) == [DEPUTY]


def test_the_deputy_reads_the_others_once_heard_and_the_case_stays_with_them_afterwards(town, case):
    declare(case, town.member)
    make_review(case, town.chair)
    standing = standing_of(town.outsider)

    def reads() -> bool:
        one = fresh(case)
        return group_reviews(one, town.outsider, part_in(one, town.outsider, standing), standing).open

    assert reads() is False
    make_review(case, town.outsider)
    assert reads() is True
    make_recommended(town, fresh(case))
    assert Proposal.objects.visible_to(town.outsider).filter(pk=case.pk).exists()


def test_the_database_refuses_two_places_and_ones_own(town, case):
    StandIn.objects.create(proposal=case, person=town.outsider, member=town.member)
    for person, member in (("outsider", "chair"), ("colleague", "member"), ("colleague", "colleague")):
        with pytest.raises(IntegrityError), transaction.atomic():
            StandIn.objects.create(proposal=case, person=town.people[person], member=town.people[member])


def test_the_declaration_says_beforehand_who_steps_in(town, case, client):
    sentence = "Outsider Test træder ind for dig som din stedfortræder."
    client.force_login(town.member)
    assert sentence in text(client, f"/sager/{case.pk}/habilitet/")
    Proposal.objects.filter(pk=case.pk).update(owner=town.outsider)
    assert sentence not in text(client, f"/sager/{case.pk}/habilitet/")


# --- at the meeting ---


def chair_of(town: Town, name: str, member: str | None = None) -> Chair:
    return Chair(town.people[name].pk, town.people[member].pk if member else None)


@contextmanager
def session(town: Town, meeting: Meeting, *, beside: bool = True):
    present = [chair_of(town, "chair"), chair_of(town, "secretary"), chair_of(town, "member")]
    if beside:
        present.append(chair_of(town, "outsider", "member"))
    with clock.standing_at(meeting.begins_at):
        yield open_meeting(meeting, present=present, actor=town.secretary)


@pytest.fixture
def files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.usefixtures("files")
def test_the_deputy_takes_the_seat_for_the_item_alone_and_the_minutes_say_so(town):
    meeting = call(town)
    case, other = make_submitted(town, "review", kind=A), make_submitted(town, "review", kind=A)
    declare(case, town.member)
    with session(town, meeting):
        quorum, beside = quorum_on(meeting, case), quorum_on(meeting, other)
        assert (set(quorum.taking_part), quorum.excused, quorum.holds) == (
            {town.chair, town.outsider}, (town.member,), True,
        )  # fmt: skip
        assert (set(beside.taking_part), beside.stepping_in) == ({town.chair, town.member}, ())
        assert session_of(meeting, town.chair).voters == 2
        with pytest.raises(Refused, match="2 deltager"):
            resolve(case, meeting, town.chair, vote=Vote(agreed=False, votes_for=3))
        resolve(case, meeting, town.chair, vote=Vote(agreed=False, votes_for=2))
        resolve(other, meeting, town.chair)
        minutes = close_meeting(meeting, actor=town.secretary)
    said = {row["number"]: (row["excused"], row["stepping_in"]) for row in minutes.content["settled"]}
    assert said == {
        case.number: (["Member Test"], ["Outsider Test for Member Test"]),
        other.number: ([], []),
    }
    present = {row["name"]: (row["stands_in_for"], row["beside"]) for row in minutes.content["present"]}
    assert present["Outsider Test"] == ("Member Test", True)
    assert minutes.content["absent"] == []


def test_without_the_deputy_the_body_is_too_few(town):
    meeting = call(town)
    case = make_submitted(town, "review", kind=A)
    declare(case, town.member)
    with session(town, meeting, beside=False), pytest.raises(Refused, match="1 deltager, og der skal 2 til"):
        resolve(case, meeting, town.chair)


def test_the_deputy_sits_beside_nobody_who_leaves_for_nothing(town):
    meeting = call(town)
    make_submitted(town, "review", kind=A)
    with pytest.raises(Refused, match="Ingen kan sidde to steder"), session(town, meeting):
        pass


def test_a_deputy_who_is_barred_too_sits_nowhere(town):
    meeting = call(town)
    case = make_submitted(town, "review", kind=A)
    declare(case, town.member)
    with session(town, meeting):
        declare(case, town.outsider)
        assert quorum_on(meeting, case).taking_part == (town.chair,)


def test_the_attendance_offers_and_keeps_both(town, client):
    meeting = call(town)
    case = make_submitted(town, "review", kind=A)
    client.force_login(town.secretary)
    url = f"/moeder/{meeting.pk}/deltagere/"
    with clock.standing_at(meeting.begins_at):
        assert "går ud" not in client.get(url).content.decode()
        declare(case, town.member)
        page = client.get(url)
        seats = {seat.person: f"seat_{seat.pk}" for seat in page.context["form"].seats}
        assert page.context["form"].fields[seats[town.member]].initial == "both"
        posted = dict.fromkeys(seats.values(), "here") | {seats[town.member]: "both"}
        assert client.post(url, posted).status_code == 302
        assert set(meeting.attendances.values_list("person__name", "stands_in_for__name")) == {
            ("Chair Test", None), ("Secretary Test", None), ("Member Test", None), DEPUTY,
        }  # fmt: skip
        form = client.get(url).context["form"]
        assert form.fields[seats[town.member]].initial == "both"


def test_the_agenda_names_the_deputy_and_the_deputy_reads_the_own_case_alone(town, client):
    meeting = call(town)
    case, other = make_submitted(town, "review", kind=A), make_submitted(town, "review", kind=A)
    Proposal.objects.filter(pk=other.pk).update(title="En anden sag")
    urls = {
        "agenda": f"/moeder/{meeting.pk}/",
        "mode": f"/moeder/{meeting.pk}/afvikling/",
        "card": f"/moeder/{meeting.pk}/afvikling/{item_of(case, meeting).pk}/",
    }
    closed = [
        f"/moeder/{meeting.pk}/afvikling/{item_of(other, meeting).pk}/", f"/moeder/{meeting.pk}/referat/", "/moeder/",
        f"/moeder/{meeting.pk}/deltagere/", f"/moeder/{meeting.pk}/afvikling/samlet/",
    ]  # fmt: skip
    client.force_login(town.outsider)
    assert {client.get(url).status_code for url in (*urls.values(), *closed)} == {404}
    declare(case, town.member)
    pages = {name: text(client, url) for name, url in urls.items()}
    assert {name: (TITLE in page, "En anden sag" in page) for name, page in pages.items()} == dict.fromkeys(
        urls, (True, False)
    )
    assert "Outsider Test for Member Test" in pages["agenda"]
    assert {client.get(url).status_code for url in closed} == {404}
    client.force_login(town.secretary)
    assert "Træder ind: Outsider Test for Member Test" in text(client, urls["agenda"])
    # The member reads that they are barred, and nothing more.
    client.force_login(town.member)
    assert "Outsider Test" not in text(client, urls["agenda"])


# --- handed over, because the member is away ---


def give(case: Proposal, town: Town, by: str = "member", *, member: str = "member", reason: str = "Ferie") -> StandIn:
    return hand_over(fresh(case), member=town.people[member].pk, reason=reason, actor=town.people[by])


@pytest.mark.parametrize("by", ["member", "secretary", "chair"])
def test_a_case_is_handed_over_and_taken_back(town, case, by):
    row = give(case, town, by)
    assert (sitting(case), row.away) == ([DEPUTY], True)
    assert (allowed(case, town.outsider), "review" in allowed(case, town.member)) == ({"review"}, False)
    assert [one.title for one in group_waiting(town.member)] == []
    take_case_back(fresh(case), row, actor=town.people[by])
    assert (sitting(case), allowed(case, town.outsider), "review" in allowed(case, town.member)) == ([], set(), True)
    acts = AuditEntry.objects.filter(act__in=("proposal.hand_over", "proposal.take_over_again"))
    assert list(acts.order_by("sequence").values_list("actor", "reason")) == [
        (town.people[by].pk, "Ferie"),
        (town.people[by].pk, ""),
    ]


# Everybody who is neither the member nor arranges the group's work.
@pytest.mark.parametrize("by", ["outsider", "director", "it", "network", "auditor", "admin", "author", "owner", "head"])
def test_nobody_else_hands_a_case_over_or_takes_it_back(town, case, by):
    with pytest.raises(Refused):
        give(case, town, by)
    assert sitting(case) == []
    row = give(case, town)
    with pytest.raises(Refused):
        take_case_back(fresh(case), row, actor=town.people[by])
    assert sitting(case) == [DEPUTY]


@pytest.mark.parametrize(
    ("state", "why"),
    [("routing", "Intet organ"), ("recommended", "stedfortræder træde ind"), ("deferred", "Intet organ")],
)
def test_a_member_of_the_group_hands_only_a_case_over_that_is_with_the_group(town, state, why):
    case = make_standing(town, ProposalState(state))
    with pytest.raises(Refused, match=why):
        give(case, town)


def test_what_cannot_be_handed_over_is_refused_with_nothing_changed(town, case):
    with pytest.raises(Refused, match="begrundelse"):
        give(case, town, reason=" ")
    # The chair has no deputy, and the secretary judges nothing.
    for member in ("chair", "secretary", "outsider"):
        with pytest.raises(Refused):
            give(case, town, "secretary", member=member)
    make_review(case, town.member)
    with pytest.raises(Refused):
        give(case, town)
    assert (sitting(case), AuditEntry.objects.filter(act="proposal.step_in").count()) == ([], 0)


def test_a_review_that_the_deputy_has_given_stands(town, case):
    row = give(case, town)
    make_review(case, town.outsider)
    with pytest.raises(Refused, match="den står ved magt"):
        take_case_back(fresh(case), row, actor=town.member)
    assert sitting(case) == [DEPUTY]


def test_a_member_who_is_barred_after_handing_over_is_still_replaced(town, case):
    give(case, town)
    declare(case, town.member)
    assert sitting(case) == [DEPUTY]


def test_the_pages_lead_there_and_back(town, case, client):
    url = f"/sager/{case.pk}/stedfortraeder/"
    client.force_login(town.member)
    assert url in text(client, f"/sager/{case.pk}/")
    assert client.post(url, {"member": town.member.pk, "reason": ""}).status_code == 200
    assert sitting(case) == []
    client.post(url, {"member": town.member.pk, "reason": "Ferie"})
    row = StandIn.objects.get()
    page = text(client, f"/sager/{case.pk}/")
    back = f"{url}{row.pk}/tilbage/"
    assert ("Outsider Test træder ind for Member Test" in page, back in page, f'"{url}"' in page) == (True, True, False)
    assert "Outsider Test kan ikke længere se sagen" in text(client, back)
    client.post(back)
    assert sitting(case) == []


def test_the_deputy_reviews_in_the_grid(town, case, client):
    client.force_login(town.outsider)
    assert client.get("/behandling/skema/").status_code == 404
    declare(case, town.member)
    assert "/behandling/skema/" in text(client, "/behandling/")
    code = case.versions.get().pool_criterion
    said = {"case": case.pk, "position": "approve", f"score_{code}": "4", "words": "Fordi"}
    assert client.post("/behandling/skema/", said).status_code == 302
    assert Review.objects.filter(reviewer=town.outsider, proposal=case, withdrawn_at=None).count() == 1
