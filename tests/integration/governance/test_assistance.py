"""Help from the IT department: asked for, agreed with a person and a day, declined with a reason, finished (C15)."""

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage
from core.selectors.my_page import my_page
from governance.domain.assistance import (
    accept_assistance,
    decline_assistance,
    finish_assistance,
    withdraw_assistance,
)
from governance.models import AssistanceRequest
from portfolio.enums import ProposalState
from tests.factories.assistance import make_request
from tests.factories.governance import Town, in_days, make_draft, make_standing
from tests.factories.projects import make_project

ANSWERS = {
    "aftale": {"helper": "outsider@test.invalid", "planned_for": "2030-01-08"},
    "afslag": {"reason": "Vi har ikke folk til det"},
    "afslutning": {"outcome": "Rækkefølgen er lagt"},
}


def browser(town: Town, person: str) -> Client:
    client = Client()
    client.force_login(town.people[person], backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def agree(town: Town, row: AssistanceRequest) -> AssistanceRequest:
    return accept_assistance(row, helper=town.colleague, planned_for=in_days(7), actor=town.it)


def told() -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.filter(key__startswith="assistance:").order_by("pk")
    return [(row.recipient.name, row.subject) for row in rows.select_related("recipient")]


def test_an_employee_asks_and_it_is_told(town):
    row = make_request(town)
    assert (row.state, row.asked_by_name, row.helper) == ("open", "Author Test", None)
    assert told() == [("It Test", "Anmodning om hjælp: Hjælp til en køreplan")]
    act = AuditEntry.objects.get(act="assistance.ask")
    assert (act.actor, act.subject_id) == (town.author, row.pk)


def test_it_agrees_with_a_person_and_a_day_and_finishes_with_a_sentence(town):
    row = agree(town, make_request(town))
    assert (row.state, row.helper, row.planned_for) == ("accepted", town.colleague, in_days(7))
    assert told()[1:] == [
        ("Author Test", "IT hjælper: Hjælp til en køreplan"),
        ("Colleague Test", "Du skal hjælpe: Hjælp til en køreplan"),
    ]
    row = finish_assistance(row, outcome=" Rækkefølgen er lagt ", actor=town.colleague)
    assert (row.state, row.answer) == ("finished", "Rækkefølgen er lagt")
    assert told()[3:] == [("Author Test", "IT har hjulpet: Hjælp til en køreplan")]


def test_it_declines_with_a_reason(town):
    row = decline_assistance(make_request(town), reason="Vi har ikke folk", actor=town.it)
    assert (row.state, row.answer) == ("declined", "Vi har ikke folk")
    assert told()[1:] == [("Author Test", "IT kan ikke hjælpe: Hjælp til en køreplan")]
    with pytest.raises(Refused, match="Afslået"):
        agree(town, row)


@pytest.mark.parametrize("name", ["author", "head", "chair", "director", "auditor", "outsider"])
def test_nobody_else_answers_for_it(town, name):
    row = make_request(town)
    with pytest.raises(Refused, match="rolle"):
        accept_assistance(row, helper=town.colleague, planned_for=in_days(7), actor=town.people[name])
    with pytest.raises(Refused, match="rolle"):
        decline_assistance(row, reason="Nej", actor=town.people[name])
    with pytest.raises(Refused, match="rolle"):
        finish_assistance(agree(town, row), outcome="Færdig", actor=town.people[name])


def test_nobody_answers_their_own_request_or_is_named_to_help_themselves(town):
    with pytest.raises(Refused, match="selv"):
        decline_assistance(make_request(town, town.it), reason="Nej", actor=town.it)
    with pytest.raises(Refused, match="en anden"):
        accept_assistance(make_request(town), helper=town.author, planned_for=in_days(7), actor=town.it)


@pytest.mark.parametrize("agreed", [False, True])
def test_whoever_asked_withdraws_it_until_it_has_finished(town, agreed):
    row = agree(town, make_request(town)) if agreed else make_request(town)
    before = len(told())
    row = withdraw_assistance(row, reason=" Vi løste det selv ", actor=town.author)
    assert (row.state, row.answer, row.helper) == ("withdrawn", "Vi løste det selv", town.colleague if agreed else None)
    told_to = "Colleague Test" if agreed else "It Test"
    assert told()[before:] == [(told_to, "Hjælpen er ikke længere nødvendig: Hjælp til en køreplan")]
    for person in (town.it, town.author, town.colleague):
        person.__dict__.pop("own_tasks", None)
        assert my_page(person).waiting == my_page(person).news == ()
    with pytest.raises(Refused, match="Trukket tilbage"):
        withdraw_assistance(row, reason="Igen", actor=town.author)
    with pytest.raises(Refused, match="Trukket tilbage"):
        finish_assistance(row, outcome="Ja", actor=town.it)


@pytest.mark.parametrize("name", ["it", "colleague", "director", "auditor", "outsider"])
def test_nobody_else_withdraws_it(town, name):
    row = agree(town, make_request(town))
    with pytest.raises(Refused, match="har bedt om hjælpen"):
        withdraw_assistance(row, reason="Nej", actor=town.people[name])
    answer = browser(town, name).post(f"/bistand/{row.pk}/tilbagetraekning/", {"reason": "Nej"})
    assert answer.status_code == (404 if name == "outsider" else 302)
    row.refresh_from_db()
    assert row.state == "accepted"


def test_it_is_withdrawn_in_the_browser_with_a_reason_and_never_when_it_has_ended(town):
    row, client = make_request(town), browser(town, "author")
    assert f"/bistand/{row.pk}/tilbagetraekning/" in client.get(f"/bistand/{row.pk}/").content.decode()
    assert client.post(f"/bistand/{row.pk}/tilbagetraekning/", {"reason": ""}).status_code == 200
    assert client.post(f"/bistand/{row.pk}/tilbagetraekning/", {"reason": "Vi løste det"}).status_code == 302
    page = client.get(f"/bistand/{row.pk}/").content.decode()
    assert "har ikke længere brug for hjælpen" in page
    assert "tilbagetraekning" not in page
    declined = decline_assistance(make_request(town), reason="Nej", actor=town.it)
    with pytest.raises(Refused, match="Afslået"):
        withdraw_assistance(declined, reason="Nej", actor=town.author)


def test_the_auditor_asks_for_nothing(town):
    with pytest.raises(Refused):
        make_request(town, town.auditor)
    assert browser(town, "auditor").get("/bistand/").status_code == 200


def test_what_is_empty_or_over_is_refused_and_changes_nothing(town):
    for given in ({"title": " "}, {"wanted": " "}, {"wanted_by": in_days(-1)}):
        with pytest.raises(Refused):
            make_request(town, **given)
    assert not AssistanceRequest.objects.exists()
    row = make_request(town)
    with pytest.raises(Refused):
        accept_assistance(row, helper=town.colleague, planned_for=in_days(-1), actor=town.it)
    with pytest.raises(Refused):
        decline_assistance(row, reason=" ", actor=town.it)
    row = agree(town, row)
    with pytest.raises(Refused):
        finish_assistance(row, outcome=" ", actor=town.it)
    row.refresh_from_db()
    assert (row.state, row.answer) == ("accepted", "")


def test_only_a_case_or_project_of_ones_own_is_named_and_never_a_draft(town):
    case, project = make_standing(town, ProposalState.REVIEW), make_project(town)
    assert make_request(town, about=case).proposal == case
    assert make_request(town, town.owner, about=project).project == project
    for actor, about in ((town.outsider, case), (town.outsider, project), (town.author, make_draft(town))):
        with pytest.raises(Refused, match="egne"):
            make_request(town, actor, about=about)


def test_who_sees_a_request(town):
    row = agree(town, make_request(town))
    sees = {
        name
        for name, person in town.people.items()
        if AssistanceRequest.objects.visible_to(person).filter(pk=row.pk).exists()
    }
    assert sees == {"author", "colleague", "it", "director", "other_director", "auditor"}
    assert browser(town, "outsider").get(f"/bistand/{row.pk}/").status_code == 404
    assert "køreplan" not in browser(town, "outsider").get("/bistand/").content.decode()


def test_whoever_is_barred_from_the_case_finds_no_request_about_it(town):
    case = make_standing(town, ProposalState.REVIEW)
    case.bars.create(person=town.it)
    row = make_request(town, about=case)
    assert told() == []
    assert browser(town, "it").get(f"/bistand/{row.pk}/").status_code == 404
    assert not [item for item in my_page(town.it).waiting if item.title == row.title]
    with pytest.raises(Refused, match="inhabil"):
        decline_assistance(row, reason="Nej", actor=town.it)
    case.bars.all().delete()
    case.bars.create(person=town.colleague)
    with pytest.raises(Refused, match="Colleague Test"):
        agree(town, row)
    row.refresh_from_db()
    assert row.state == "open"


def test_the_page_names_the_case_only_to_whom_may_see_it(town):
    case = make_standing(town, ProposalState.REVIEW)
    row = accept_assistance(make_request(town, about=case), helper=town.outsider, planned_for=in_days(7), actor=town.it)
    assert case.title in browser(town, "it").get(f"/bistand/{row.pk}/").content.decode()
    assert case.title not in browser(town, "outsider").get(f"/bistand/{row.pk}/").content.decode()
    letters = OutboxMessage.objects.filter(key__startswith="assistance:")
    assert letters.count() == 3
    assert not letters.filter(body__contains=case.title).exists()


def test_both_parties_are_told_on_min_side(town):
    row = make_request(town)
    lines = {name: my_page(town.people[name]) for name in ("it", "author", "colleague")}
    assert [item.title for item in lines["it"].waiting] == [row.title]
    assert lines["author"].waiting == lines["colleague"].waiting == ()
    agree(town, row)
    for person in (town.it, town.author, town.colleague):
        person.__dict__.pop("own_tasks")
    assert my_page(town.it).waiting == ()
    assert [(item.title, item.due) for item in my_page(town.colleague).waiting] == [(row.title, in_days(7))]
    [news] = my_page(town.author).news
    assert (news.title, news.what) == (row.title, "IT har sagt ja til at hjælpe")


def test_it_finds_the_oldest_first(town):
    titles = [make_request(town, title=f"Anmodning {number}").title for number in (1, 2, 3)]
    page = browser(town, "it").get("/bistand/").content.decode()
    places = [page.index(title) for title in titles]
    assert places == sorted(places)


def test_the_form_sends_the_request_once_and_keeps_what_was_written(town):
    client, case = browser(town, "author"), make_standing(town, ProposalState.REVIEW)
    address = reverse("governance:assistance_create")
    form = {
        "title": "Hjælp", "wanted": "Det hele", "unit": town.units["care"].pk, "wanted_by": "2020-01-01",
        "about": f"proposal-{case.pk}", "once": "x" * 32,
    }  # fmt: skip
    answer = client.post(address, form)
    assert "Dagen er gået" in answer.content.decode()
    assert "Det hele" in answer.content.decode()
    form["wanted_by"] = in_days(5).isoformat()
    first, second = client.post(address, form), client.post(address, form)
    row = AssistanceRequest.objects.get()
    assert first.url == second.url == f"/bistand/{row.pk}/"
    assert row.proposal == case


def test_it_answers_in_the_browser(town):
    row, client = make_request(town), browser(town, "it")
    for page in ("aftale", "afslutning"):
        assert client.post(f"/bistand/{row.pk}/{page}/", ANSWERS[page]).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.helper, row.answer) == ("finished", town.outsider, "Rækkefølgen er lagt")
    other = make_request(town)
    client.post(f"/bistand/{other.pk}/afslag/", ANSWERS["afslag"])
    other.refresh_from_db()
    assert (other.state, other.answer) == ("declined", "Vi har ikke folk til det")
    assert "Vi har ikke folk til det" in browser(town, "author").get(f"/bistand/{other.pk}/").content.decode()


@pytest.mark.parametrize("page", ANSWERS)
def test_a_stranger_finds_none_of_the_pages_and_the_asker_is_told_why(town, page):
    row = make_request(town)
    assert browser(town, "outsider").post(f"/bistand/{row.pk}/{page}/", ANSWERS[page]).status_code == 404
    answer = browser(town, "author").post(f"/bistand/{row.pk}/{page}/", ANSWERS[page])
    assert answer.url == f"/bistand/{row.pk}/"
    row.refresh_from_db()
    assert row.state == "open"


def test_the_database_keeps_a_request_whole(town):
    row = make_request(town)
    rows = AssistanceRequest.objects.filter(pk=row.pk)
    for change in ({"state": "accepted"}, {"state": "declined"}, {"answer": "Nej"}, {"helper": town.it}, {"title": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
