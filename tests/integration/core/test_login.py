import re
from datetime import timedelta

import allauth.core.internal.ratelimit as limits
import pytest
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from core import clock
from core.accounts import ClosedAccountAdapter
from core.models import AuditEntry, User
from core.tasks import send_outbox
from tests.factories.core import PASSWORD, make_administrator, make_person

pytestmark = pytest.mark.django_db
LOGIN = "/konto/log-ind/"
HERE, THERE = "203.0.113.1", "203.0.113.2"


@pytest.fixture(autouse=True)
def forget():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def anna():
    return make_person("Anna Lund")


def log_in(email, password, *, place=HERE, client=None):
    return (client or Client()).post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=place)


def errors(response) -> list[str]:
    return response.context["form"].non_field_errors()


def acts() -> list[tuple[str, str, str]]:
    rows = AuditEntry.objects.order_by("sequence").values_list("act", "actor_name", "subject_name")
    return [row for row in rows if row[0] not in {"person.create", "unit.create"}]


def test_the_right_password_opens_the_portal_and_is_an_act(anna):
    response = log_in("Anna.Lund@TEST.invalid", PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert acts() == [("person.log_in", "Anna Lund", "Anna Lund")]


def test_a_wrong_password_on_a_known_address_is_an_act(anna):
    response = log_in(anna.email, "forkert")
    assert response.status_code == 200
    assert acts() == [("person.log_in_failed", "", "Anna Lund")]


def test_an_unknown_address_gets_the_same_answer_and_leaves_nothing(anna):
    known, unknown = log_in(anna.email, "forkert"), log_in("ingen@test.invalid", "forkert")
    assert (errors(known) == errors(unknown), len(errors(known))) == (True, 1)
    assert known.status_code == unknown.status_code
    strip = re.compile(rb'value="[^"]*"')
    assert strip.sub(b"", known.content) == strip.sub(b"", unknown.content)
    assert [act for act, _who, _about in acts()] == ["person.log_in_failed"]


def test_an_unknown_address_costs_the_same_work(anna):
    work = []
    for address in (anna.email, "ingen@test.invalid"):
        with CaptureQueriesContext(connection) as seen:
            log_in(address, "forkert")
        work.append([query["sql"].split(" ")[0] for query in seen.captured_queries])
    done, thrown_away = [list(filter(["SELECT", "INSERT"].__contains__, verbs)) for verbs in work]
    assert done == thrown_away
    assert done.count("INSERT") == 1


def test_five_wrong_passwords_lock_the_address_from_that_place_for_ten_minutes(anna, monkeypatch):
    for _attempt in range(5):
        first = errors(log_in(anna.email, "forkert"))
    locked = log_in(anna.email, PASSWORD)
    assert (locked.status_code, errors(locked) == first, len(errors(locked))) == (200, False, 1)
    assert "_auth_user_id" not in locked.client.session
    now = clock.now().timestamp()
    monkeypatch.setattr(limits.time, "time", lambda: now + 9 * 60 + 50)
    assert log_in(anna.email, PASSWORD).status_code == 200
    monkeypatch.setattr(limits.time, "time", lambda: now + 10 * 60 + 1)
    assert log_in(anna.email, PASSWORD).status_code == 302


def test_nobody_else_is_locked_out(anna):
    bo = make_person("Bo Lind")
    for _attempt in range(6):
        log_in(anna.email, "forkert")
    assert log_in(anna.email, PASSWORD).status_code == 200
    assert log_in(bo.email, PASSWORD).status_code == 302
    assert log_in(anna.email, PASSWORD, place=THERE).status_code == 302


def test_the_lock_cannot_be_gone_round_by_the_case_of_letters(anna):
    for address in ("anna.lund@test.invalid", "ANNA.lund@test.invalid", "Anna.Lund@Test.Invalid") * 2:
        log_in(address, "forkert")
    assert log_in(anna.email, PASSWORD).status_code == 200


def test_an_unknown_address_locks_just_as_a_known_one(anna):
    for _attempt in range(5):
        log_in(anna.email, "forkert")
        log_in("ingen@test.invalid", "forkert")
    assert errors(log_in(anna.email, "forkert")) == errors(log_in("ingen@test.invalid", "forkert"))
    assert [act for act, _who, _about in acts()] == ["person.log_in_failed"] * 5


def test_a_right_password_does_not_count_as_an_attempt(anna):
    for _attempt in range(6):
        assert log_in(anna.email, PASSWORD).status_code == 302


def test_a_closed_account_is_told_so_only_by_its_right_password(anna):
    User.objects.filter(pk=anna.pk).update(is_active=False)
    wrong = log_in(anna.email, "forkert")
    assert errors(wrong) == errors(log_in("ingen@test.invalid", "forkert"))
    right = log_in(anna.email, PASSWORD)
    assert (right.status_code, right["Location"]) == (302, LOGIN)
    assert "_auth_user_id" not in right.client.session
    assert "person.log_in" not in [act for act, _who, _about in acts()]


def test_closing_an_account_ends_its_session_at_once(anna):
    client = Client()
    client.force_login(anna)
    assert client.get("/organisation/").status_code == 200
    User.objects.filter(pk=anna.pk).update(is_active=False)
    response = client.get("/organisation/")
    assert (response.status_code, response["Location"]) == (302, f"{LOGIN}?next=/organisation/")


def test_a_log_out_takes_a_post_and_is_an_act(anna):
    client = Client()
    log_in(anna.email, PASSWORD, client=client)
    assert client.get("/konto/log-ud/").status_code == 200
    assert "_auth_user_id" in client.session
    client.post("/konto/log-ud/")
    assert "_auth_user_id" not in client.session
    assert [act for act, _who, _about in acts()] == ["person.log_in", "person.log_out"]


def test_a_session_ends_after_nine_hours(anna, settings):
    client = Client()
    log_in(anna.email, PASSWORD, client=client)
    left = Session.objects.get().expire_date - clock.now()
    assert timedelta(hours=8, minutes=59) < left <= timedelta(hours=9)
    Session.objects.update(expire_date=clock.now() - timedelta(seconds=1))
    assert client.get("/organisation/").status_code == 302


def test_a_changed_password_is_an_act_and_the_old_one_is_gone(anna, settings):
    settings.AUTH_PASSWORD_VALIDATORS = [
        {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}}
    ]
    client = Client()
    log_in(anna.email, PASSWORD, client=client)
    new = "en helt anden kode"
    short = {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}
    assert client.post("/konto/adgangskode/", short).status_code == 200
    client.post("/konto/adgangskode/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert [act for act, _who, _about in acts()] == ["person.log_in", "person.change_password"]
    assert log_in(anna.email, PASSWORD).status_code == 200
    assert log_in(anna.email, new).status_code == 302


def test_a_guesser_of_the_old_password_is_stopped_after_five_attempts(anna):
    client = Client()
    log_in(anna.email, PASSWORD, client=client)
    guess = {"oldpassword": "forkert", "password1": "en helt anden kode", "password2": "en helt anden kode"}
    answers = [client.post("/konto/adgangskode/", guess).status_code for _attempt in range(6)]
    assert answers == [200] * 5 + [429]


def test_the_page_that_asks_for_the_password_again_knows_it(anna):
    client = Client()
    log_in(anna.email, PASSWORD, client=client)
    assert client.post("/konto/bekraeft/", {"password": "forkert"}).status_code == 200
    assert client.post("/konto/bekraeft/", {"password": PASSWORD}).status_code == 302


def test_nobody_signs_up(rf):
    assert not ClosedAccountAdapter().is_open_for_signup(rf.get("/"))
    for name in ("account_signup", "account_reset_password", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


@pytest.fixture
def welcome(django_capture_on_commit_callbacks):
    """The address in the mail that a new person gets."""
    admin = make_administrator()
    client = Client()
    client.force_login(admin)
    client.post("/organisation/ny-medarbejder/", {"name": "Bo Lind", "email": "Bo.Lind@test.invalid", "title": "leder"})
    send_outbox()
    assert [message.to for message in mail.outbox] == [["bo.lind@test.invalid"]]
    return re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]


def test_a_new_person_chooses_a_password_by_the_link_once(welcome):
    client = Client()
    page = client.get(welcome, follow=True)
    assert page.context["validlink"]
    form = page.redirect_chain[-1][0]
    token = welcome.rstrip("/").rsplit("/", 1)[1]
    assert token not in form
    sent = client.post(form, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert (sent.status_code, sent["Location"]) == (302, LOGIN)
    assert log_in("bo.lind@test.invalid", PASSWORD).status_code == 302
    again = Client().get(welcome, follow=True)
    assert (again.status_code, again.context["validlink"]) == (200, False)
    assert [row for row in acts() if row[0] == "person.set_password"] == [("person.set_password", "Bo Lind", "Bo Lind")]


def test_two_different_passwords_choose_none(welcome):
    client = Client()
    form = client.get(welcome, follow=True).redirect_chain[-1][0]
    response = client.post(form, {"new_password1": PASSWORD, "new_password2": "en anden lang kode"})
    assert response.status_code == 200
    page = response.content.decode()
    assert "Du logger ind som bo.lind@test.invalid." in page
    assert "De to adgangskoder er ikke ens." in page
    assert not User.objects.get(email="bo.lind@test.invalid").has_usable_password()
    assert "person.set_password" not in [act for act, _who, _about in acts()]


def test_the_link_holds_for_three_days(welcome, monkeypatch):
    later = clock.now().astimezone(clock.COPENHAGEN).replace(tzinfo=None) + timedelta(days=3, seconds=5)
    monkeypatch.setattr(type(default_token_generator), "_now", lambda _self: later)
    assert not Client().get(welcome, follow=True).context["validlink"]


@pytest.mark.parametrize("path", ["MQ/forkert", "x/y", "OTk5/a-b"])
def test_a_made_up_link_is_told_apart_in_one_sentence(client, path):
    response = client.get(f"/konto/velkommen/{path}/", follow=True)
    assert (response.status_code, response.context["validlink"]) == (200, False)
