"""The deputy steps in with management: sees the one case, decides it, sits at the table; nobody else gains (A2)."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage, User
from governance.domain.bodies import end_membership, name_deputy
from governance.domain.conflicts import declare_conflict, lift_conflict
from governance.domain.decisions import decide
from governance.domain.handing_over import hand_over, take_case_back
from governance.domain.meeting_closing import close_meeting
from governance.domain.meeting_session import Chair, open_meeting, quorum_on
from governance.domain.minutes import approve_minutes
from governance.domain.stand_ins import call_in_all_deputies
from governance.enums import BodyKind, ConflictGround, Verdict
from governance.models import Membership
from governance.permissions import may, part_in
from governance.selectors.decisions import decisions_waiting
from governance.selectors.review_members import reviewers_of
from governance.selectors.standing import standing_of
from governance.workflow import MOVES
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal, StandIn
from tests.factories.governance import Town, make_recommended, make_standing, make_submitted
from tests.factories.meetings import call, resolve
from tests.factories.pool import make_application, ruling

TITLE = "Elektroniske nøgler"
DECIDES = {"approve", "approve_with_changes", "reject", "put_on_reserve", "defer_decision", "send_back"}
DEPUTY = ("Outsider Test", "Other_Director Test")


@pytest.fixture(autouse=True)
def files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def town(town: Town) -> Town:
    """The other director's deputy comes from another area than the case, and sits nowhere."""
    seat = Membership.objects.get(body__kind=BodyKind.MANAGEMENT, person=town.other_director)
    name_deputy(seat, deputy=town.outsider, actor=town.admin)
    return town


@pytest.fixture
def case(town) -> Proposal:
    return fresh(make_application(town))


def fresh(case: Proposal) -> Proposal:
    return Proposal.objects.get(pk=case.pk)


def declare(case: Proposal, person):
    return declare_conflict(case, actor=person, ground=ConflictGround.FAMILY, explanation="Min søster")


def allowed(case: Proposal, person) -> set[str]:
    standing, case = standing_of(person), fresh(case)
    return {move.name for move in MOVES if may(move.name, case, part_in(case, person, standing), standing)}


def sitting(case: Proposal) -> list[tuple[str, str, bool]]:
    return list(StandIn.objects.filter(proposal=case).values_list("person__name", "member__name", "decides"))


def browser(person) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_the_deputy_decides_when_the_member_declares_and_the_decision_says_for_whom(town, case):
    assert allowed(case, town.outsider) == set()
    OutboxMessage.objects.all().delete()
    declare(case, town.other_director)
    assert sitting(case) == [(*DEPUTY, True)]
    assert allowed(case, town.outsider) == DECIDES
    assert allowed(case, town.other_director) == set()
    mail = OutboxMessage.objects.get(recipient=town.outsider)
    assert "stedfortræder for Other_Director Test i ledelsen" in mail.body
    assert [one.why for one in decisions_waiting(town.outsider)] == [
        "Du træder ind for Other_Director Test i ledelsen, som beslutter sagen."
    ]
    assert "Du træder ind for Other_Director Test i denne sag." in text(
        browser(town.outsider), f"/sager/{case.pk}/beslutning/"
    )
    decision = decide(fresh(case), ruling(Verdict.REJECTED), actor=town.outsider)
    assert decision.decided_by_name.endswith("stedfortræder for Other_Director Test")
    assert allowed(case, town.outsider) == set()
    assert list(decisions_waiting(town.outsider)) == []
    assert Proposal.objects.visible_to(town.outsider).filter(pk=case.pk).exists()


@pytest.mark.parametrize("state", [one for one in ProposalState if one not in ("answered", "converted", "received")])
def test_a_deputy_of_management_makes_no_other_move_in_any_state(town, state):
    kind = ProposalKind.NOTIFICATION
    if state in (ProposalState.RESERVE, ProposalState.RECOMMENDED):
        kind = ProposalKind.APPLICATION
    case = make_standing(town, state, kind)
    StandIn.objects.create(proposal=case, person=town.outsider, member=town.other_director, decides=True)
    assert allowed(case, town.outsider) == (DECIDES if state == ProposalState.RECOMMENDED else set())


def test_a_deputy_of_the_group_decides_nothing_when_the_case_goes_on(town):
    case = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    StandIn.objects.create(proposal=case, person=town.colleague, member=town.member)
    make_recommended(town, case)
    assert allowed(case, town.colleague) == set()


def test_no_other_role_gains_anything_by_it(town, case):
    people = [name for name in town.people if name not in ("outsider", "other_director")]
    before = {name: allowed(case, town.people[name]) for name in people}
    heard = set(reviewers_of(case))
    declare(case, town.other_director)
    assert {name: allowed(case, town.people[name]) for name in people} == before
    assert set(reviewers_of(fresh(case))) == heard


def test_the_pages_open_for_the_one_case_and_close_again(town, case):
    other = make_application(town)
    Proposal.objects.filter(pk=other.pk).update(title="En anden sag")
    client = browser(town.outsider)
    mine = ["/", "/sager/?visning=alle", f"/sager/{case.pk}/", f"/sager/{case.pk}/beslutning/",
            f"/sager/{case.pk}/habilitet/", "/api/v1/proposals"]  # fmt: skip
    assert [TITLE in text(client, url) for url in mine] == [False] * 6
    row = declare(case, town.other_director)
    assert [TITLE in text(client, url) for url in mine] == [True] * 6
    assert "En anden sag" not in "".join(text(client, url) for url in mine)
    assert client.get(f"/sager/{other.pk}/beslutning/").status_code == 404
    lift_conflict(row, actor=town.chair, reason="Solgt fra")
    assert [TITLE in text(client, url) for url in mine] == [False] * 6


def test_the_deputys_own_conflict_keeps_the_seat_empty(town, case):
    declare(case, town.other_director)
    declare(case, town.outsider)
    assert sitting(case) == []
    assert not Proposal.objects.visible_to(town.outsider).filter(pk=case.pk).exists()


def test_who_has_a_seat_or_speaks_for_the_case_does_not_step_in(town, case):
    seat = Membership.objects.get(body__kind=BodyKind.MANAGEMENT, person=town.other_director)
    for name in ("owner", "author", "editor", "director"):
        name_deputy(seat, deputy=town.people[name], actor=town.admin)
        row = declare(case, town.other_director)
        assert sitting(case) == []
        lift_conflict(row, actor=town.chair, reason="Prøve")


def test_a_case_that_is_sent_back_lets_the_deputy_go(town, case):
    declare(case, town.other_director)
    decide(fresh(case), ruling(Verdict.SENT_BACK), actor=town.director)
    assert (fresh(case).state, sitting(case)) == ("review", [])
    make_recommended(town, fresh(case))
    assert sitting(case) == [(*DEPUTY, True)]


def test_a_deputy_named_later_steps_in_with_the_next_alignment(town, case):
    seat = Membership.objects.get(body__kind=BodyKind.MANAGEMENT, person=town.other_director)
    name_deputy(seat, deputy=None, actor=town.admin)
    declare(case, town.other_director)
    assert sitting(case) == []
    name_deputy(seat, deputy=town.colleague, actor=town.admin)
    assert (call_in_all_deputies(), call_in_all_deputies()) == (1, 1)
    assert sitting(case) == [("Colleague Test", "Other_Director Test", True)]


def test_a_member_who_is_away_hands_the_case_over_and_gets_it_back(town, case):
    client = browser(town.other_director)
    assert f"/sager/{case.pk}/stedfortraeder/" in text(client, f"/sager/{case.pk}/")
    assert "beslutter den i medlemmets sted" in text(client, f"/sager/{case.pk}/stedfortraeder/")
    client.post(f"/sager/{case.pk}/stedfortraeder/", {"member": town.other_director.pk, "reason": "Ferie"})
    assert (sitting(case), allowed(case, town.outsider)) == ([(*DEPUTY, True)], DECIDES)
    assert allowed(case, town.other_director) == set()
    assert list(decisions_waiting(town.other_director)) == []
    row = StandIn.objects.get()
    with pytest.raises(Refused, match="træder ind for dig"):
        decide(fresh(case), ruling(Verdict.REJECTED), actor=town.other_director)
    assert "beslutter den igen" in text(client, f"/sager/{case.pk}/stedfortraeder/{row.pk}/tilbage/")
    take_case_back(case, row, actor=town.secretary)
    assert (sitting(case), "approve" in allowed(case, town.other_director)) == ([], True)


@pytest.mark.parametrize("ends", ["seat", "deputy", "account"])
def test_who_was_handed_a_case_decides_it_no_longer_when_the_seat_or_the_deputy_is_gone(town, case, ends):
    seat = Membership.objects.get(body__kind=BodyKind.MANAGEMENT, person=town.other_director)
    hand_over(case, member=town.other_director.pk, reason="Ferie", actor=town.other_director)
    call_in_all_deputies()
    assert (sitting(case), allowed(case, town.outsider)) == ([(*DEPUTY, True)], DECIDES)
    if ends == "seat":
        end_membership(seat, last_day=clock.today(), actor=town.admin)
        Membership.objects.filter(pk=seat.pk).update(valid_to=clock.today() - timedelta(days=1))
    elif ends == "deputy":
        name_deputy(seat, deputy=town.colleague, actor=town.admin)
    else:
        User.objects.filter(pk=town.outsider.pk).update(is_active=False)
    call_in_all_deputies()
    assert (sitting(case), allowed(case, town.outsider)) == ([], set())
    assert not Proposal.objects.visible_to(town.outsider).filter(pk=case.pk).exists()


@pytest.mark.parametrize(
    "name", ["author", "owner", "it", "member", "chair", "head", "auditor", "outsider", "director"]
)
def test_nobody_else_hands_a_directors_case_over(town, case, name):
    with pytest.raises(Refused):
        hand_over(case, member=town.other_director.pk, reason="Ferie", actor=town.people[name])
    assert sitting(case) == []


def test_the_deputy_takes_the_seat_for_the_item_alone_and_reads_of_it_in_the_minutes(town):
    meeting = call(town, BodyKind.MANAGEMENT)
    case, other = fresh(make_application(town)), fresh(make_application(town))
    Proposal.objects.filter(pk=other.pk).update(title="En anden sag")
    declare(case, town.other_director)
    client = browser(town.outsider)
    agenda = text(client, f"/moeder/{meeting.pk}/")
    assert (TITLE in agenda, "En anden sag" in agenda, f"/moeder/{meeting.pk}/afvikling/" in agenda) == (
        True, False, True,
    )  # fmt: skip
    assert "Outsider Test for Other_Director Test" in text(browser(town.director), f"/moeder/{meeting.pk}/")
    present = [Chair(town.director.pk), Chair(town.other_director.pk), Chair(town.outsider.pk, town.other_director.pk)]
    with clock.standing_at(meeting.begins_at):
        open_meeting(meeting, present=present, actor=town.director)
        assert set(quorum_on(meeting, case).taking_part) == {town.director, town.outsider}
        assert set(quorum_on(meeting, other).taking_part) == {town.director, town.other_director}
        resolve(case, meeting, town.outsider, ruling(Verdict.REJECTED))
        with pytest.raises(Refused):
            resolve(other, meeting, town.outsider, ruling(Verdict.REJECTED))
        resolve(other, meeting, town.director, ruling(Verdict.DEFERRED))
        minutes = close_meeting(meeting, actor=town.director)
    approve_minutes(minutes, actor=town.director)
    page = text(client, f"/moeder/{meeting.pk}/referat/")
    assert (TITLE in page, "En anden sag" in page) == (True, False)
    assert "Outsider Test for Other_Director Test" in page
    assert client.get(f"/moeder/{meeting.pk}/referat/1/fil/").status_code == 404
    assert AuditEntry.objects.filter(act="proposal.step_in").count() == 1
