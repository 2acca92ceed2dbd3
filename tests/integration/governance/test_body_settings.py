"""How a body works: when its letters leave, set by an administrator or its secretary, with history."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from core.domain.refusal import Refused
from core.models import AuditEntry
from governance.domain.body_settings import set_letters_wait
from governance.enums import BodyKind
from governance.models import Body
from tests.factories.governance import Town

GROUP = BodyKind.STRATEGY_GROUP


def browser(town: Town, person: str) -> Client:
    client = Client()
    client.force_login(town.people[person], backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def body(kind: BodyKind = GROUP) -> Body:
    return Body.objects.get(kind=kind)


def address(kind: BodyKind = GROUP) -> str:
    return reverse("governance:body_settings", args=[body(kind).code])


@pytest.mark.parametrize("name", ["admin", "secretary"])
@pytest.mark.parametrize("kind", [GROUP, BodyKind.MANAGEMENT])
def test_the_letters_are_let_go_and_held_again(town, name, kind):
    client = browser(town, name)
    assert client.post(address(kind), {"letters": "at_once"}).url == address(kind)
    assert body(kind).letters_wait is False
    client.post(address(kind), {"letters": "wait"})
    assert body(kind).letters_wait is True
    acts = AuditEntry.objects.filter(act__startswith="body.", subject_type="governance.body", actor=town.people[name])
    assert sorted(acts.values_list("act", flat=True)) == ["body.hold_letters", "body.let_letters_go"]
    text = client.get(address(kind)).content.decode()
    assert "Lod brevene blive sendt, når mødet lukkes" in text
    assert "Lod brevene vente på referatet" in text


@pytest.mark.parametrize("name", ["author", "head", "it", "chair", "member", "director", "auditor", "outsider"])
def test_nobody_else_sets_it(town, name):
    answer = browser(town, name).post(address(), {"letters": "at_once"})
    assert answer.url == reverse("governance:body_detail", args=[body().code])
    assert body().letters_wait is True
    assert AuditEntry.objects.filter(outcome="refused", actor=town.people[name], act="body.hold_letters").count() == 1
    assert "Opsætning" not in browser(town, name).get(answer.url).content.decode()


def test_the_body_leads_to_its_settings_and_they_to_the_policy(town):
    page = browser(town, "secretary").get(reverse("governance:body_detail", args=[body().code])).content.decode()
    assert address() in page
    text = browser(town, "secretary").get(address()).content.decode()
    assert reverse("governance:policy_value_detail", args=["meeting_quorum_share"]) in text
    assert "50 %" in text


@pytest.mark.parametrize("kind", [BodyKind.STRATEGY_GROUP, BodyKind.MANAGEMENT])
def test_everybody_reads_on_the_body_what_settles_a_tie_and_how_many_take_part(town, kind):
    page = browser(town, "outsider").get(reverse("governance:body_detail", args=[body(kind).code])).content.decode()
    casts = kind == BodyKind.STRATEGY_GROUP
    said = ("50 %" in page, "formandens stemme er afgørende" in page, "der er intet udfald" in page)
    assert said == (True, casts, not casts)
    council = reverse("governance:body_detail", args=[body(BodyKind.IT_NETWORK).code])
    assert "Ved stemmelighed" not in browser(town, "outsider").get(council).content.decode()


def test_what_is_so_already_or_unreadable_changes_nothing(town):
    with pytest.raises(Refused, match="sådan i forvejen"):
        set_letters_wait(body(), wait=True, actor=town.admin)
    assert browser(town, "admin").post(address(), {"letters": "maybe"}).status_code == 200
    assert body().letters_wait is True


def test_a_body_that_does_not_meet_here_has_nothing_to_set(town):
    other = body(BodyKind.IT_NETWORK)
    assert browser(town, "admin").get(reverse("governance:body_settings", args=[other.code])).status_code == 404
    with pytest.raises(Refused, match="mødes ikke"):
        set_letters_wait(other, wait=False, actor=town.admin)
    page = browser(town, "admin").get(reverse("governance:body_detail", args=[other.code])).content.decode()
    assert "Opsætning" not in page
