"""The meetings in the reader's own calendar, and the deadlines counted back from them (A6, E6)."""

from datetime import date, time

import pytest
from django.urls import reverse

from core import clock
from core.models import User
from core.selectors.my_page import my_page
from core.selectors.parameters import parameters_in_force
from governance.domain.calendar_key import calendar_key
from governance.domain.meeting_rules import meeting_rules
from governance.domain.meetings import create_meetings
from governance.domain.profiles import set_parameter
from tests.factories.governance import in_days, make_meeting


def feed(client, key: str, code: str = "strategy-group"):
    return client.get(reverse("governance:body_calendar", args=[key, code]))


def test_a_calendar_that_cannot_log_in_reads_the_meetings_by_the_address(town, client):
    first, second = make_meeting(town, 10), make_meeting(town, 20)
    answer = feed(client, calendar_key(town.member))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.decode().replace("\r\n ", "").split("\r\n")
    assert [line for line in lines if line.startswith("UID")] == [
        f"UID:meeting-{first.pk}@pejling",
        f"UID:meeting-{second.pk}@pejling",
    ]
    assert f"URL:http://testserver/moeder/{first.pk}/" in lines


@pytest.mark.parametrize("name", ["author", "outsider", "admin"])
def test_whoever_may_not_see_the_meetings_has_no_calendar_of_them(town, client, name):
    make_meeting(town)
    assert feed(client, calendar_key(town.people[name])).status_code == 404


@pytest.mark.parametrize("key", ["x", "WzEsMl0:abc"])
def test_a_made_up_key_opens_nothing(town, client, key):
    make_meeting(town)
    assert feed(client, key).status_code == 404


def test_the_address_dies_with_the_password_and_with_the_account(town, client):
    make_meeting(town)
    key = calendar_key(town.member)
    town.member.set_password("en anden")
    town.member.save()
    assert feed(client, key).status_code == 404
    key = calendar_key(town.chair)
    User.objects.filter(pk=town.chair.pk).update(is_active=False)
    assert feed(client, key).status_code == 404


def test_one_meeting_as_a_file(town, client):
    meeting = make_meeting(town)
    url = reverse("governance:meeting_file", args=[meeting.pk])
    client.force_login(town.outsider)
    assert client.get(url).status_code == 404
    client.force_login(town.member)
    answer = client.get(url)
    assert answer["Content-Disposition"] == f'attachment; filename="moede-{meeting.day:%Y-%m-%d}.ics"'
    assert b"LOCATION:R\xc3\xa5dhuset" in answer.content


def test_deadlines_are_working_days_before_the_meeting(town):
    rules = meeting_rules(parameters_in_force(clock.today()))
    # Easter 2027 is 28 March: five working days before the Monday after the holidays is the Wednesday before them.
    assert rules.pack_by(date(2027, 4, 5)) == date(2027, 3, 24)
    assert rules.cases_by(date(2027, 4, 5)) == date(2027, 3, 17)


def test_a_new_deadline_holds_from_its_day(town):
    today = clock.today()
    said = {"profile": "odder", "valid_from": today, "source": "Gruppens beslutning", "actor": town.admin}
    set_parameter(key="meeting_pack_days", value=2, **said)
    assert meeting_rules(parameters_in_force(today)).pack_days == 2
    assert meeting_rules({}).pack_days == 5


@pytest.mark.parametrize(("share", "members", "needed"), [("0.5", 5, 3), ("0.5", 6, 4), ("0.5", 1, 1), ("0.66", 6, 4)])
def test_more_than_the_share_makes_a_quorum(share, members, needed):
    rules = meeting_rules({"meeting_quorum_share": type("Row", (), {"value": share})})
    assert rules.quorum(members) == needed


@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        ("none", set()),
        ("strategy_group", {"strategy_group"}),
        ("strategy_group management", {"strategy_group", "management"}),
    ],
)
def test_the_rules_name_the_bodies_whose_chair_breaks_a_tie(value, kinds):
    assert meeting_rules({"meeting_casting_vote": type("Row", (), {"value": value})}).casting == kinds
    assert meeting_rules({}).casting == frozenset()


def test_the_secretary_is_told_of_the_deadlines_and_the_members_of_the_meeting(town):
    make_meeting(town, 26)
    assert (len(my_page(town.secretary).due), len(my_page(town.member).due)) == (3, 1)


def test_a_series_leaves_out_the_holidays_until_somebody_takes_them(town, client):
    client.force_login(town.secretary)
    url = reverse("governance:meeting_series")
    year = clock.today().year + 1
    said = {"first": f"11.12.{year}", "last": f"31.12.{year}", "rhythm": "2", "begins": "9", "place": ""}
    christmas = date(year, 12, 25)
    page = client.post(url, said)
    assert page.context["days"] == [(date(year, 12, 11), ""), (christmas, "Juledag")]
    assert page.content.decode().count(" checked") == 1


def test_the_page_tells_the_deadlines_until_the_meeting_begins(town, client):
    meeting = make_meeting(town, 30)
    client.force_login(town.member)
    url = reverse("governance:meeting_detail", args=[meeting.pk])
    assert "Dagsordenen sendes senest" in client.get(url).content.decode()
    with clock.standing_at(meeting.begins_at):
        assert "Dagsordenen sendes senest" not in client.get(url).content.decode()


def test_the_list_shows_the_readers_own_address(town, client):
    create_meetings([in_days(5)], begins=time(9), place="", actor=town.secretary)
    client.force_login(town.member)
    page = client.get(reverse("governance:meeting_list")).content.decode()
    assert f"http://testserver/moeder/kalender/{calendar_key(town.member)}/strategy-group.ics" in page
