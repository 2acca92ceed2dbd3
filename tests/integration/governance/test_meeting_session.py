"""A meeting from the opening to the letters: nothing takes effect before the closing, all of it then (A6, B11, C4)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from core import clock
from core.domain.outbox import send_unsent
from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage
from core.templatetags.danish import date_long
from governance.domain.bodies import name_deputy, seat_member
from governance.domain.conflicts import declare_conflict
from governance.domain.decisions import decide
from governance.domain.meeting_closing import close_meeting
from governance.domain.meeting_session import Chair, change_attendance, open_meeting, quorum_on
from governance.domain.minutes import approve_minutes, change_remarks, reopen_minutes, waiting_letters
from governance.domain.outcomes import Deferral
from governance.domain.profiles import set_parameter
from governance.domain.resolutions import (
    Vote,
    pull_item,
    put_together,
    resolve_together,
    take_back_resolution,
)
from governance.enums import BodyKind, BodyRole, ConflictGround, MeetingPhase, RecommendationOutcome, Verdict
from governance.models import (
    AgendaItem,
    Attendance,
    Body,
    Decision,
    LedgerEntry,
    Meeting,
    Membership,
    Minutes,
    Recommendation,
    Resolution,
)
from governance.selectors.how_we_govern import how_we_govern
from governance.selectors.profile import active_profile
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal
from tests.factories.governance import Town, in_days, make_recommended, make_submitted
from tests.factories.meetings import call, in_session, item_of, proposed, resolve, table
from tests.factories.pool import balance, make_application, make_frame, ruling, this_year

A, N = ProposalKind.APPLICATION, ProposalKind.NOTIFICATION
MANAGEMENT = BodyKind.MANAGEMENT


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def review(town: Town) -> Proposal:
    return make_submitted(town, "review", kind=A)


def counts() -> tuple[int, ...]:
    return tuple(
        model.objects.count()
        for model in (Recommendation, Decision, LedgerEntry, OutboxMessage, Resolution, Minutes, AuditEntry)
    )


def state(proposal: Proposal) -> str:
    return Proposal.objects.get(pk=proposal.pk).state


# --- the road of one meeting ---


def test_nothing_takes_effect_before_the_closing_and_everything_with_it(town, django_capture_on_commit_callbacks):
    meeting, first, second = call(town), review(town), review(town)
    letters = OutboxMessage.objects.count()
    with in_session(town, meeting):
        with django_capture_on_commit_callbacks() as jobs:
            resolve(first, meeting, town.chair)
            resolve(second, meeting, town.chair, Deferral("Vi mangler tilbuddet"))
        assert (state(first), Recommendation.objects.count(), OutboxMessage.objects.count()) == ("review", 0, letters)
        assert jobs == []
        minutes = close_meeting(meeting, actor=town.secretary)
    assert (state(first), state(second)) == ("recommended", "deferred")
    made = Recommendation.objects.get()
    assert (made.proposal, made.recorded_by, made.amount) == (first, town.chair, Decimal(100_000))
    rows = Resolution.objects.order_by("number")
    assert [(row.item.proposal, str(row), row.recommendation) for row in rows] == [
        (first, f"1/{meeting.day.year}", made),
        (second, f"2/{meeting.day.year}", None),
    ]
    assert (minutes.version, minutes.approved_at, minutes.meeting.phase) == (1, None, MeetingPhase.CLOSED)
    said = [(row["number"], row["outcome"], row["amount"]) for row in minutes.content["settled"]]
    assert said == [(first.number, "Indstillet", "100.000 kr."), (second.number, "Udsat", "")]
    acts = AuditEntry.objects.filter(act__startswith="meeting.").order_by("sequence").values_list("act", flat=True)
    assert list(acts)[1:] == ["meeting.open", "meeting.resolve", "meeting.resolve", "meeting.close"]


def test_management_decides_with_ledger_and_project_in_the_same_breath(town):
    make_frame(500_000)
    case = make_application(town)
    meeting = call(town, MANAGEMENT)
    assert item_of(case, meeting).kind == "for_decision"
    with in_session(town, meeting):
        resolve(case, meeting, town.director)
        assert balance().committed == 0
        minutes = close_meeting(meeting, actor=town.director)
    decision = Decision.objects.get()
    assert (decision.decided_by, decision.verdict, state(case)) == (town.director, "approved", "approved")
    assert (balance().committed, Resolution.objects.get().decision) == (Decimal(100_000), decision)
    assert minutes.content["settled"][0]["criterion"] != ""


def test_management_grants_on_conditions_at_the_table(town, client):
    make_frame(500_000)
    case, meeting = make_application(town), call(town, MANAGEMENT)
    url = f"/moeder/{meeting.pk}/afvikling/{item_of(case, meeting).pk}/"
    client.force_login(town.director)
    lapses = in_days(60)
    said = {
        "verdict": "changed", f"share_{this_year()}": "80.000", "criterion": "mandatory", "reasons": "Fordi",
        "cause": "criterion:mandatory", "conditions": "Nabokommunen bekræfter sin andel", "how": "agreed",
        "lapses_on": lapses.strftime("%d.%m.%Y"),
    }  # fmt: skip
    with in_session(town, meeting):
        page = client.get(url).content.decode()
        assert 'name="lapses_on"' in page
        assert 'name="cause"' in page
        refused = client.post(url, said | {"conditions": ""}).content.decode()
        assert "Skriv den betingelse, der skal opfyldes, før tilsagnet bortfalder." in refused
        assert client.post(url, said).status_code == 302
        # What has been recorded stands in the boxes when the card is turned back to.
        assert f'value="{lapses:%d.%m.%Y}"' in client.get(url).content.decode()
        minutes = close_meeting(meeting, actor=town.director)
    decision = Decision.objects.get()
    assert (decision.conditional_grant.lapses_on, decision.cause.code) == (lapses, "mandatory")
    assert (balance().reserved, balance().committed, state(case)) == (Decimal(80_000), 0, "approved")
    assert minutes.content["settled"][0]["lapses"] == date_long(lapses)


def test_a_grant_on_conditions_from_the_cases_page_stands_in_the_minutes(town):
    make_frame(500_000)
    case, meeting = make_application(town), call(town, MANAGEMENT)
    with in_session(town, meeting):
        said = {"conditions": "Nabokommunen bekræfter sin andel", "lapses_on": in_days(60)}
        decide(case, ruling(Verdict.CHANGED, **said), actor=town.director)
        minutes = close_meeting(meeting, actor=town.director)
    assert minutes.content["settled"][0]["lapses"] == date_long(in_days(60))


def test_no_letter_leaves_before_the_minutes_are_approved(town, mailoutbox):
    meeting, case = call(town), review(town)
    send_unsent()
    mailoutbox.clear()
    with in_session(town, meeting):
        resolve(case, meeting, town.chair)
        minutes = close_meeting(meeting, actor=town.secretary)
        assert send_unsent() == 0
        assert {letter.recipient for letter in waiting_letters(meeting)} == {town.author, town.owner}
        with pytest.raises(Refused):
            approve_minutes(minutes, actor=town.secretary)
        assert approve_minutes(minutes, actor=town.chair) == 2
        assert (send_unsent(), len(mailoutbox), waiting_letters(meeting).count()) == (2, 2, 0)
        with pytest.raises(Refused, match="godkendt"):
            approve_minutes(minutes, actor=town.chair)


def test_where_the_body_says_so_the_letters_leave_at_the_closing(town):
    Body.objects.filter(kind=BodyKind.STRATEGY_GROUP).update(letters_wait=False)
    meeting, case = call(town), review(town)
    with in_session(town, meeting):
        resolve(case, meeting, town.chair)
        close_meeting(meeting, actor=town.secretary)
    assert waiting_letters(meeting).count() == 0
    assert OutboxMessage.objects.unsent().filter(key__startswith="recommend:").count() == 2


def test_what_is_decided_outside_a_meeting_keeps_its_road(town):
    case = review(town)
    make_recommended(town, case)
    assert OutboxMessage.objects.filter(key__startswith="recommend:", held=True).count() == 0


def test_what_was_recorded_on_the_cases_page_meanwhile_belongs_to_the_meeting(town):
    meeting, case = call(town), review(town)
    with in_session(town, meeting):
        made = make_recommended(town, case)
        minutes = close_meeting(meeting, actor=town.secretary)
    assert Resolution.objects.get().recommendation == made
    settled = [(row["number"], row["vote"]) for row in minutes.content["settled"]]
    assert settled == [(case.number, "Ført på sagens egen side under mødet.")]


def test_what_is_not_dealt_with_goes_to_the_next_meeting_and_projects_are_noted(town):
    meeting, case = call(town), review(town)
    with in_session(town, meeting):
        minutes = close_meeting(meeting, actor=town.secretary)
        assert minutes.content["carried"][0]["number"] == case.number
        assert [row["number"] for row in minutes.content["informed"]] == [case.number]
        assert AgendaItem.objects.filter(proposal=case, kind="for_review").latest("pk").meeting is None
    assert AgendaItem.objects.get(kind="for_information").acknowledged_by == town.secretary


# --- refused, with nothing changed ---


def test_a_meeting_opens_an_hour_before_and_once(town):
    meeting = call(town)
    present = table(town, meeting)
    with clock.standing_at(meeting.begins_at - timedelta(hours=2)), pytest.raises(Refused, match="time før"):
        open_meeting(meeting, present=present, actor=town.secretary)
    with clock.standing_at(meeting.begins_at - timedelta(minutes=50)):
        open_meeting(meeting, present=present, actor=town.chair)
        with pytest.raises(Refused, match="allerede"):
            open_meeting(meeting, present=present, actor=town.chair)
        with pytest.raises(Refused, match="ikke begyndt"):
            close_meeting(meeting, actor=town.chair)


ROLES = ["author", "head", "it", "member", "director", "network", "auditor", "admin", "outsider"]


@pytest.mark.parametrize("role", ROLES)
def test_only_those_who_conduct_the_groups_meeting_open_settle_and_close(town, role):
    meeting, case = call(town), review(town)
    person = town.people[role]
    with clock.standing_at(meeting.begins_at), pytest.raises(Refused):
        open_meeting(meeting, present=table(town, meeting), actor=person)
    with in_session(town, meeting):
        before = counts()
        for attempt in (
            lambda: resolve(case, meeting, person),
            lambda: change_attendance(meeting, present=table(town, meeting), actor=person),
            lambda: close_meeting(meeting, actor=person),
            lambda: put_together(item_of(case, meeting), together=True, actor=person),
        ):
            with pytest.raises(Refused):
                attempt()
        assert counts() == before


@pytest.mark.parametrize("name", ["secretary", "chair", "author", "member"])
def test_only_management_decides_at_its_meeting(town, name):
    make_frame(500_000)
    case = make_application(town)
    meeting = call(town, MANAGEMENT)
    with in_session(town, meeting), pytest.raises(Refused):
        resolve(case, meeting, town.people[name])


def test_nothing_is_settled_before_the_opening_or_after_the_closing(town):
    meeting, case = call(town), review(town)
    with clock.standing_at(meeting.begins_at), pytest.raises(Refused, match="ikke åbnet"):
        resolve(case, meeting, town.chair)
    with in_session(town, meeting):
        resolve(case, meeting, town.chair)
        take_back_resolution(item_of(case, meeting), actor=town.chair)
        minutes = close_meeting(meeting, actor=town.chair)
        for attempt in (
            lambda: resolve(case, meeting, town.chair),
            lambda: close_meeting(meeting, actor=town.chair),
            lambda: change_attendance(meeting, present=table(town, meeting), actor=town.chair),
        ):
            with pytest.raises(Refused, match="lukket"):
                attempt()
        change_remarks(minutes, remarks="Formanden takkede", actor=town.secretary)
    assert (Minutes.objects.get().remarks, Resolution.objects.count()) == ("Formanden takkede", 0)


def test_what_the_pool_does_not_hold_is_refused_at_the_table(town):
    make_frame(150_000)
    first, second = make_application(town), make_application(town)
    meeting = call(town, MANAGEMENT)
    with in_session(town, meeting):
        resolve(first, meeting, town.director)
        before = counts()
        with pytest.raises(Refused, match=r"50\.000 kr\. tilbage"):
            resolve(second, meeting, town.director)
        assert counts() == before
        part = ruling(Verdict.CHANGED, shares={this_year(): Decimal(50_000)}, reasons="Resten må vente")
        resolve(second, meeting, town.other_director, part)
        close_meeting(meeting, actor=town.director)
    assert balance().committed == Decimal(150_000)


def test_a_closing_that_cannot_be_made_whole_changes_nothing(town):
    make_frame(250_000)
    first, second, third = (make_application(town) for _ in range(3))
    meeting = call(town, MANAGEMENT)
    with in_session(town, meeting):
        resolve(first, meeting, town.director)
        resolve(second, meeting, town.director)
        # Meanwhile somebody decides another case on its own page, and the money is no longer there.
        decide(third, ruling(), actor=town.other_director)
        before = counts()
        with pytest.raises(Refused, match=second.number):
            close_meeting(meeting, actor=town.director)
        assert counts() == before
    assert (state(first), state(second), Meeting.objects.get(pk=meeting.pk).phase) == (
        "recommended", "recommended", MeetingPhase.OPEN,
    )  # fmt: skip


# --- who takes part ---


def test_quorum_is_counted_anew_for_each_case(town):
    meeting, case, other = call(town), review(town), review(town)
    declare_conflict(case, actor=town.member, ground=ConflictGround.FAMILY, explanation="Min bror")
    with in_session(town, meeting):
        assert quorum_on(meeting, other).holds
        quorum = quorum_on(meeting, case)
        assert (quorum.excused, quorum.taking_part, quorum.needed) == ((town.member,), (town.chair,), 2)
        with pytest.raises(Refused, match="1 deltager, og der skal 2 til"):
            resolve(case, meeting, town.chair)
        resolve(other, meeting, town.chair)


def test_the_deputy_is_in_the_chair_where_the_chair_is_excused_and_the_minutes_say_who_left(town):
    body = Body.objects.get(kind=BodyKind.STRATEGY_GROUP)
    since = clock.today() - timedelta(days=5)
    seat_member(body, town.colleague, role=BodyRole.MEMBER, valid_from=since, actor=None)
    name_deputy(Membership.objects.get(body=body, person=town.chair), deputy=town.member, actor=town.admin)
    meeting, case = call(town), review(town)
    declare_conflict(case, actor=town.chair, ground=ConflictGround.FAMILY, explanation="Min søn")
    with in_session(town, meeting):
        with pytest.raises(Refused):
            resolve(case, meeting, town.chair)
        resolve(case, meeting, town.member)
        minutes = close_meeting(meeting, actor=town.secretary)
    settled = minutes.content["settled"][0]
    assert (settled["excused"], settled["led_by"]) == ([town.chair.name], town.member.name)
    assert Recommendation.objects.get().recorded_by == town.member


def test_a_deputy_sits_only_for_one_who_is_away(town):
    body = Body.objects.get(kind=BodyKind.STRATEGY_GROUP)
    name_deputy(Membership.objects.get(body=body, person=town.member), deputy=town.outsider, actor=town.admin)
    meeting = call(town)
    chair, member, deputy = Chair(town.chair.pk), Chair(town.member.pk), Chair(town.outsider.pk, town.member.pk)
    with clock.standing_at(meeting.begins_at):
        for wrong in ([chair, member, deputy], [chair, Chair(town.outsider.pk)], [Chair(town.secretary.pk)], []):
            with pytest.raises(Refused):
                open_meeting(meeting, present=wrong, actor=town.secretary)
        open_meeting(meeting, present=[chair, deputy], actor=town.secretary)
    assert Attendance.objects.get(person=town.outsider).stands_in_for == town.member


def test_votes_are_counted_among_those_who_take_part(town):
    meeting, case = call(town), review(town)
    with in_session(town, meeting):
        for wrong in (Vote(agreed=False, votes_for=3), Vote(agreed=False, votes_for=1, votes_against=1)):
            with pytest.raises(Refused):
                resolve(case, meeting, town.chair, vote=wrong)
        said = Vote(agreed=False, votes_for=1, votes_blank=1, dissent="Member Test fandt prisen for høj")
        resolve(case, meeting, town.chair, vote=said)
        minutes = close_meeting(meeting, actor=town.chair)
    settled = minutes.content["settled"][0]
    assert (settled["vote"], settled["dissent"]) == (
        "1 stemme for, 0 imod, 1 blank.",
        "Member Test fandt prisen for høj",
    )
    assert Recommendation.objects.get().minority == "Member Test fandt prisen for høj"


# --- equal votes ---


EQUAL = Vote(agreed=False, votes_for=1, votes_against=1)
CAST = replace(EQUAL, casting=True)


def let_cast(town: Town, value: str) -> None:
    said = {"profile": "odder", "valid_from": clock.today(), "source": "Forretningsordenen", "actor": town.admin}
    set_parameter(key="meeting_casting_vote", value=value, **said)


def test_the_chairs_vote_decides_on_equal_votes_and_the_minutes_say_so(town):
    meeting, case = call(town), review(town)
    with in_session(town, meeting):
        with pytest.raises(Refused, match="Stemmerne står lige"):
            resolve(case, meeting, town.chair, vote=EQUAL)
        for wrong in (Vote(agreed=False, votes_for=2), Vote(agreed=False, votes_blank=2)):
            with pytest.raises(Refused, match="lige mange"):
                resolve(case, meeting, town.chair, vote=replace(wrong, casting=True))
        assert resolve(case, meeting, town.chair, vote=CAST).casting_vote is True
        minutes = close_meeting(meeting, actor=town.secretary)
    assert minutes.content["settled"][0]["vote"] == (
        "1 stemme for, 1 imod, 0 blank. Stemmerne stod lige, og Chair Test afgjorde sagen med sin stemme som formand."
    )
    assert AuditEntry.objects.get(act="meeting.resolve").data["casting_vote"] is True
    with pytest.raises(IntegrityError), transaction.atomic():
        Resolution.objects.update(votes_for=2)


@pytest.mark.parametrize("value", ["none", "management"])
def test_without_the_rule_equal_votes_settle_nothing(town, value):
    let_cast(town, value)
    meeting, case = call(town), review(town)
    with in_session(town, meeting):
        with pytest.raises(Refused, match="Flere skal stemme for"):
            resolve(case, meeting, town.chair, vote=EQUAL)
        with pytest.raises(Refused, match="ikke afgørende i dette organ"):
            resolve(case, meeting, town.chair, vote=CAST)
    assert Resolution.objects.count() == 0


def test_the_rule_holds_from_its_day_and_not_before(town):
    said = {"profile": "odder", "source": "Forretningsordenen", "actor": town.admin}
    set_parameter(key="meeting_casting_vote", value="none", valid_from=clock.today() + timedelta(days=1), **said)
    meeting, case = call(town), review(town)
    with in_session(town, meeting):
        assert resolve(case, meeting, town.chair, vote=CAST).casting_vote is True


def test_the_deputy_in_the_chair_casts_the_vote(town):
    body = Body.objects.get(kind=BodyKind.STRATEGY_GROUP)
    since = clock.today() - timedelta(days=5)
    seat_member(body, town.colleague, role=BodyRole.MEMBER, valid_from=since, actor=None)
    name_deputy(Membership.objects.get(body=body, person=town.chair), deputy=town.member, actor=town.admin)
    meeting, case = call(town), review(town)
    declare_conflict(case, actor=town.chair, ground=ConflictGround.FAMILY, explanation="Min søn")
    with in_session(town, meeting):
        resolve(case, meeting, town.member, vote=CAST)
        minutes = close_meeting(meeting, actor=town.secretary)
    assert "Member Test afgjorde sagen med sin stemme som formand" in minutes.content["settled"][0]["vote"]


def test_management_without_a_chair_breaks_no_tie(town):
    let_cast(town, "strategy_group management")
    make_frame(500_000)
    case, meeting = make_application(town), call(town, MANAGEMENT)
    with in_session(town, meeting), pytest.raises(Refused, match="formanden deltager ikke"):
        resolve(case, meeting, town.director, vote=CAST)


def test_the_card_offers_the_casting_vote_where_the_rules_give_it(town, client):
    meeting, case = call(town), review(town)
    url = f"/moeder/{meeting.pk}/afvikling/{item_of(case, meeting).pk}/"
    client.force_login(town.chair)
    box = "Stemmerne står lige, og formandens stemme er afgørende"
    with in_session(town, meeting):
        assert box in client.get(url).content.decode()
        said = {
            "outcome": "reject", "amount": "0", "criterion": "mandatory", "reasons": "Fordi", "how": "voted",
            "votes_for": "1", "votes_against": "1", "votes_blank": "0", "casting": "on",
        }  # fmt: skip
        assert client.post(url, said).status_code == 302
        assert Resolution.objects.get().casting_vote is True
        assert "checked" in client.get(url).content.decode().split('name="casting"')[1].split(">")[0]
        let_cast(town, "none")
        assert box not in client.get(url).content.decode()


@pytest.mark.parametrize(("value", "words"), [("strategy_group", "I strategigruppen"), ("none", "Ikke i noget organ")])
def test_how_we_govern_says_where_the_chairs_vote_decides(town, value, words):
    let_cast(town, value)
    figures = {one.name: one.value for one in how_we_govern(active_profile()).figures}
    assert words in figures["Her er formandens stemme afgørende ved stemmelighed"]


# --- taken together ---


def test_cases_are_taken_together_until_a_member_pulls_one_out(town):
    meeting, first, second = call(town), review(town), review(town)
    for case in (first, second):
        put_together(item_of(case, meeting), together=True, actor=town.secretary)
    with pytest.raises(Refused):
        pull_item(item_of(second, meeting), actor=town.secretary)
    with in_session(town, meeting):
        said = {item_of(case, meeting).pk: proposed(case) for case in (first, second)}
        assert resolve_together(meeting, said, actor=town.chair) == 2
        pull_item(item_of(second, meeting), actor=town.member)
        assert list(Resolution.objects.values_list("item__proposal", flat=True)) == [first.pk]
        with pytest.raises(Refused):
            put_together(item_of(second, meeting), together=True, actor=town.secretary)
        resolve(second, meeting, town.chair, proposed(second, RecommendationOutcome.REJECT))
        minutes = close_meeting(meeting, actor=town.chair)
    assert [row["together"] for row in minutes.content["settled"]] == [True, False]


# --- the minutes ---


def test_reopened_minutes_are_a_new_version_and_the_old_one_stands(town):
    meeting, case = call(town), review(town)
    with in_session(town, meeting):
        resolve(case, meeting, town.chair)
        first = close_meeting(meeting, actor=town.secretary)
        with pytest.raises(Refused):
            reopen_minutes(meeting, reason="Fejl", actor=town.secretary)
        approve_minutes(first, actor=town.chair)
        with pytest.raises(Refused, match="begrundelse"):
            reopen_minutes(meeting, reason=" ", actor=town.secretary)
        second = reopen_minutes(meeting, reason="Et navn var stavet forkert", actor=town.secretary)
        change_remarks(second, remarks="Rettet", actor=town.secretary)
        assert approve_minutes(second, actor=town.chair) == 0
    versions = list(Minutes.objects.order_by("version").values_list("version", "remarks", "reason"))
    assert versions == [(1, "", ""), (2, "Rettet", "Et navn var stavet forkert")]
    with Minutes.objects.get(version=1).file.open() as file:
        assert file.read().startswith(b"%PDF-")
    assert Decision.objects.count() == 0


def test_the_database_lets_approved_minutes_stand(town):
    meeting = call(town)
    with in_session(town, meeting):
        minutes = close_meeting(meeting, actor=town.secretary)
        approve_minutes(minutes, actor=town.chair)
    with pytest.raises(DatabaseError), transaction.atomic():
        Minutes.objects.filter(pk=minutes.pk).update(remarks="Andet")
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(phase=MeetingPhase.CALLED)


def test_the_years_numbers_go_on_from_meeting_to_meeting(town):
    meeting, first = call(town), review(town)
    with in_session(town, meeting):
        resolve(first, meeting, town.chair)
        close_meeting(meeting, actor=town.chair)
    make_frame(500_000)
    boards = call(town, MANAGEMENT)
    with in_session(town, boards):
        resolve(first, boards, town.director)
        close_meeting(boards, actor=town.director)
    numbers = Resolution.objects.order_by("pk").values_list("meeting__body__kind", "number")
    assert list(numbers) == [("strategy_group", 1), ("management", 1)]
    assert state(first) == ProposalState.APPROVED
