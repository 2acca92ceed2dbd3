"""A body's fixed meetings to come: another time for all, or an end to them; their cases wait for the next (A6)."""

from datetime import time

import pytest
from django.conf import settings
from django.test import Client

from core.domain.file_notes import write_note
from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage
from core.templatetags.danish import date_long
from governance.domain.bodies import end_membership
from governance.domain.coming_meetings import cancel_coming, change_coming
from governance.domain.meeting_packs import freeze_pack
from governance.domain.meetings import change_meeting
from governance.enums import BodyKind
from governance.models import AgendaItem, Meeting, Membership
from tests.factories.governance import Town, in_days, make_meeting, make_standing

GROUP = BodyKind.STRATEGY_GROUP
CHANGE, CANCEL = "/moeder/kommende/aendring/", "/moeder/kommende/aflysning/"


@pytest.fixture
def meetings(town) -> list[Meeting]:
    return [make_meeting(town, days) for days in (7, 35, 63)]


def browser(town: Town, person: str) -> Client:
    client = Client()
    client.force_login(town.people[person], backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def cancel(town: Town, days: int = 30, person: str = "secretary", reason: str = "Gruppen nedlægges") -> int:
    return cancel_coming(GROUP, from_day=in_days(days), reason=reason, actor=town.people[person])


def test_all_from_a_day_on_get_another_time_and_place_and_keep_their_days(town, meetings):
    said = {"from_day": in_days(30), "begins": time(13), "ends": time(15), "place": "Biblioteket"}
    assert change_coming(GROUP, **said, actor=town.secretary) == 2
    rows = Meeting.objects.filter(pk__in=[one.pk for one in meetings]).order_by("day")
    assert [(row.begins == time(13), row.place == "Biblioteket") for row in rows] == [
        (False, False), (True, True), (True, True),
    ]  # fmt: skip
    assert [row.day for row in rows] == [in_days(7), in_days(35), in_days(63)]
    assert AuditEntry.objects.filter(act="meeting.change", actor=town.secretary).count() == 2


def test_they_are_cancelled_and_their_cases_go_to_the_one_that_is_left(town, meetings):
    case = make_standing(town, "review", "application")
    item = AgendaItem.objects.get(proposal=case, kind="for_review")
    assert item.meeting == meetings[0]
    AgendaItem.objects.filter(pk=item.pk).update(meeting=meetings[1])
    assert cancel(town) == 2
    assert list(Meeting.objects.filter(body__kind=GROUP)) == [meetings[0]]
    assert AgendaItem.objects.get(pk=item.pk).meeting == meetings[0]
    acts = AuditEntry.objects.filter(act="meeting.cancel", actor=town.secretary, subject_type="governance.body")
    assert [act.reason for act in acts] == ["Gruppen nedlægges"] * 2
    assert cancel(town, days=0) == 1
    assert AgendaItem.objects.get(pk=item.pk).meeting is None


@pytest.mark.parametrize("trace", ["pack", "note"])
def test_one_that_has_left_its_trace_stops_it_whole(town, meetings, trace):
    if trace == "pack":
        AgendaItem.objects.filter(proposal=make_standing(town, "review", "application")).update(meeting=meetings[1])
        freeze_pack(meetings[1], actor=town.secretary)
    else:
        write_note(meetings[1], text="Aftalt med formanden", actor=town.secretary)
    with pytest.raises(Refused, match="Flyt det til en anden dag"):
        cancel(town)
    assert Meeting.objects.filter(body__kind=GROUP).count() == 3


@pytest.mark.parametrize("name", ["author", "it", "member", "director", "auditor", "admin"])
def test_only_those_who_arrange_the_meetings(town, meetings, name):
    with pytest.raises(Refused, match="strategigruppens møder"):
        cancel(town, person=name)
    with pytest.raises(Refused, match="strategigruppens møder"):
        change_coming(GROUP, from_day=in_days(0), begins=time(9), ends=None, place="", actor=town.people[name])
    answer = browser(town, name).post(CANCEL, {"from_day": in_days(0).isoformat(), "reason": "Nej", "step": "confirm"})
    assert answer.status_code in (302, 404)
    assert Meeting.objects.filter(body__kind=GROUP).count() == 3


def test_without_a_reason_or_a_meeting_nothing_happens(town, meetings):
    for given in ({"reason": " "}, {"days": 400}):
        with pytest.raises(Refused):
            cancel(town, **given)
    with pytest.raises(Refused):
        change_coming(GROUP, from_day=in_days(400), begins=time(9), ends=None, place="", actor=town.chair)
    assert Meeting.objects.filter(body__kind=GROUP).count() == 3


def test_the_page_shows_the_meetings_before_they_are_cancelled(town, meetings):
    client = browser(town, "secretary")
    assert CANCEL in client.get("/moeder/").content.decode()
    said = {"from_day": in_days(30).isoformat(), "reason": "Gruppen nedlægges"}
    assert "2 møder bliver aflyst. Der er ikke sket noget endnu." in client.post(CANCEL, said).content.decode()
    assert Meeting.objects.filter(body__kind=GROUP).count() == 3
    assert client.post(CANCEL, said | {"step": "confirm"}).url == "/moeder/"
    assert Meeting.objects.filter(body__kind=GROUP).count() == 1
    assert "ikke indkaldt møder" in client.post(CANCEL, said).content.decode().lower()


def test_the_page_changes_all_after_it_has_shown_them(town, meetings):
    client = browser(town, "chair")
    assert "meeting_cases_days" in client.get(CHANGE).content.decode()
    said = {"from_day": in_days(0).isoformat(), "begins": "13.30", "ends": "15.00", "place": "Biblioteket"}
    assert "3 møder får det nye tidspunkt og sted." in client.post(CHANGE, said).content.decode()
    client.post(CHANGE, said | {"step": "confirm"})
    assert set(Meeting.objects.filter(body__kind=GROUP).values_list("begins", "place")) == {
        (time(13, 30), "Biblioteket")
    }
    wrong = client.post(CHANGE, said | {"ends": "12.00", "step": "confirm"})
    assert "Mødet slutter, før det begynder." in wrong.content.decode()


def letters() -> dict[str, tuple[str, str]]:
    return {row.recipient.name: (row.subject, row.body) for row in OutboxMessage.objects.select_related("recipient")}


def test_the_members_are_told_of_what_is_cancelled_once_with_the_reason_and_nobody_else(town, meetings):
    OutboxMessage.objects.all().delete()
    cancel(town)
    told = letters()
    assert sorted(told) == ["Chair Test", "Member Test"]
    subject, body = told["Member Test"]
    assert subject == "Digitaliseringsstrategigruppen: møder er aflyst"
    days = [date_long(in_days(days)) in body for days in (7, 35, 63)]
    assert (days, "Begrundelse: Gruppen nedlægges" in body) == ([False, True, True], True)


def test_whoever_has_left_before_the_day_is_told_of_the_days_that_were_theirs(town, meetings):
    seat = Membership.objects.get(body__kind=GROUP, person=town.member)
    end_membership(seat, last_day=in_days(40), actor=town.admin)
    OutboxMessage.objects.all().delete()
    cancel(town)
    subject, body = letters()["Member Test"]
    assert subject == "Digitaliseringsstrategigruppen: et møde er aflyst"
    assert (date_long(in_days(35)) in body, date_long(in_days(63)) in body) == (True, False)
    assert date_long(in_days(63)) in letters()["Chair Test"][1]


def test_a_meeting_that_is_moved_is_told_before_and_now_with_the_way_to_it(town, meetings, settings):
    settings.SITE_ADDRESS = "https://pejling.test"
    OutboxMessage.objects.all().delete()
    change_meeting(meetings[0], day=in_days(8), begins=time(13), place="Biblioteket", actor=town.secretary)
    told = letters()
    assert sorted(told) == ["Chair Test", "Member Test"]
    subject, body = told["Chair Test"]
    assert subject == "Digitaliseringsstrategigruppen: et møde er ændret"
    assert f"Før: {date_long(in_days(7))} kl. 09.00, Rådhuset" in body
    assert f"Nu: {date_long(in_days(8))} kl. 13.00, Biblioteket" in body
    assert f"https://pejling.test/moeder/{meetings[0].pk}/" in body


def test_a_change_of_all_is_one_letter_and_one_that_changes_nothing_is_none(town, meetings):
    OutboxMessage.objects.all().delete()
    first = meetings[0]
    change_meeting(first, day=first.day, begins=first.begins, place=first.place, actor=town.secretary)
    assert letters() == {}
    change_coming(GROUP, from_day=in_days(0), begins=time(13), ends=time(15), place="Rådhuset", actor=town.chair)
    assert sorted(letters()) == ["Member Test", "Secretary Test"]
    assert letters()["Member Test"][1].count("kl. 13.00-15.00, Rådhuset") == 3
