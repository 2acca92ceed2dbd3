"""Theme points at the leadership meetings: planned, discussed with IT, followed up; who plans, who sees (A15)."""

from datetime import time, timedelta
from itertools import product

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage
from core.selectors.my_page import my_page
from governance.domain.profiles import load_policy_profile
from governance.domain.theme_points import (
    FollowUp,
    Theme,
    cancel_theme,
    change_theme,
    finish_theme,
    named_subjects,
    record_theme,
)
from governance.enums import ThemeState
from governance.models import Body, ThemePoint
from portfolio.enums import ProposalState
from portfolio.models import Proposal
from tests.factories.governance import POLICIES, Town, in_days, make_draft, make_standing
from tests.factories.projects import make_project
from tests.factories.theme_points import SAID, make_followed, make_held, make_theme

# What is done with a point, and what is posted to do it.
MOVES = {
    "aendring": ThemeState.PLANNED,
    "udbytte": ThemeState.PLANNED,
    "aflysning": ThemeState.PLANNED,
    "opfoelgning": ThemeState.FOLLOW_UP,
}
ROLES = (
    "author", "head", "it", "chair", "secretary", "member", "director", "other_director", "network", "auditor",
    "admin", "outsider",
)  # fmt: skip
# Written out by hand: who may do what with a point of the area of `director`, where `head` follows up.
PLANS = {"it", "secretary", "director"}
MAY = {
    ("aendring", "planned"): PLANS,
    ("udbytte", "planned"): PLANS,
    ("aflysning", "planned"): PLANS,
    ("opfoelgning", "follow_up"): PLANS | {"head"},
}
SEES = PLANS | {"head", "other_director", "auditor"}


def browser(town: Town, person: str) -> Client:
    client = Client()
    client.force_login(town.people[person], backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def told() -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.filter(key__startswith="theme:").order_by("pk")
    return [(row.recipient.name, row.subject) for row in rows.select_related("recipient")]


def in_state(town: Town, state: str) -> ThemePoint:
    if state == ThemeState.PLANNED:
        return make_held(town)
    row = make_followed(town)
    if state == ThemeState.DONE:
        return finish_theme(row, result="Planen er lavet", actor=town.head)
    return (
        row if state == ThemeState.FOLLOW_UP else cancel_theme(make_theme(town), reason="Mødet falder", actor=town.it)
    )


def content(town: Town, move: str) -> dict[str, object]:
    """Return what is posted to make a move."""
    whole = {
        "area": town.units["welfare"].pk, "day": in_days(3).isoformat(), "begins": "10.00", "title": "Nyt tema",
        "text": "Hvad skal først?", "participant": town.it.pk,
    }  # fmt: skip
    return {
        "aendring": whole, "udbytte": {"outcome": "Vi begynder"}, "aflysning": {"reason": "Mødet falder"},
        "opfoelgning": {"result": "Gjort"},
    }[move]  # fmt: skip


def test_it_is_planned_and_the_one_from_it_is_told(town):
    case = make_standing(town, ProposalState.REVIEW)
    row = make_theme(town, town.director, subjects=(case,))
    assert (row.state, row.participant, [one.proposal for one in row.subjects.all()]) == ("planned", town.it, [case])
    assert told() == [("It Test", "Chefmøde: Færre opkald")]
    assert not OutboxMessage.objects.filter(body__contains=case.title).exists()
    act = AuditEntry.objects.get(act="theme.plan")
    assert (act.actor, act.data["participant"], act.data["subjects"]) == (
        town.director,
        town.it.pk,
        [f"proposal-{case.pk}"],
    )


def test_it_is_discussed_followed_up_and_finished(town):
    row = make_followed(town)
    assert (row.state, row.responsible, row.due_on) == ("follow_up", town.head, in_days(5))
    assert told() == [("Head Test", "Du skal følge op: Færre opkald")]
    row = finish_theme(row, result=" Planen er lavet ", actor=town.head)
    assert (row.state, row.result) == ("done", "Planen er lavet")
    assert told()[1:] == [("It Test", "Fulgt op: Færre opkald")]


def test_without_a_follow_up_it_is_done(town):
    row = record_theme(make_held(town), outcome="Vi tog det til efterretning", follow_up=None, actor=town.it)
    assert (row.state, row.responsible, row.due_on) == ("done", None, None)


def test_it_is_moved_and_cancelled_and_the_one_from_it_is_told_each_time(town):
    row = make_theme(town, town.director)
    said = {**SAID, "area": row.area, "participant": town.it}
    row = change_theme(row, Theme(**said, day=in_days(9)), actor=town.director)
    row = change_theme(row, Theme(**{**said, "text": "Noget andet"}, day=in_days(9)), actor=town.director)
    row = change_theme(row, Theme(**said, day=in_days(7)), actor=town.director)
    cancel_theme(row, reason="Mødet falder", actor=town.director)
    assert told() == [
        ("It Test", "Chefmøde: Færre opkald"), ("It Test", "Chefmøde: Færre opkald"),
        ("It Test", "Chefmøde: Færre opkald"), ("It Test", "Aflyst: Færre opkald"),
    ]  # fmt: skip
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("cancelled", "Mødet falder")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": " "}, "Skriv, hvad lederne skal drøfte."),
        ({"text": " "}, "Skriv, hvad lederne skal drøfte."),
        ({"days": -1}, "Dagen er gået. Vælg i dag eller en senere dag."),
        ({"ends": time(8)}, "Mødet slutter, før det begynder."),
        ({"participant": "author"}, "Vælg en medarbejder fra IT-afdelingen."),
        ({"area": "care"}, "Vælg et direktørområde."),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(town, given, sentence):
    for name, pool in (("participant", town.people), ("area", town.units)):
        if name in given:
            given = {**given, name: pool[given[name]]}
    with pytest.raises(Refused) as refused:
        make_theme(town, **given)
    assert refused.value.reason == sentence
    assert not ThemePoint.objects.exists()


def test_it_is_recorded_when_the_meeting_has_been_held_and_whole(town):
    row = make_theme(town)
    with pytest.raises(Refused, match="ikke holdt endnu"):
        record_theme(row, outcome="Ja", follow_up=None, actor=town.it)
    row = make_held(town)
    for outcome, follow_up in (
        (" ", None), ("Ja", FollowUp(" ", town.head, in_days(1))), ("Ja", FollowUp("Gør det", town.head, in_days(-1))),
    ):  # fmt: skip
        with pytest.raises(Refused):
            record_theme(row, outcome=outcome, follow_up=follow_up, actor=town.it)
    row.refresh_from_db()
    assert (row.state, row.outcome, row.follow_up) == ("planned", "", "")


@pytest.mark.parametrize("state", ThemeState.values)
def test_every_state_move_and_role(town, state):
    wrong = []
    for move, name in product(MOVES, ROLES):
        row = in_state(town, state)
        before = row.state
        answer = browser(town, name).post(f"/chefmoeder/{row.pk}/{move}/", content(town, move))
        row.refresh_from_db()
        acts = AuditEntry.objects.filter(
            actor=town.people[name], subject_type="governance.themepoint", subject_id=row.pk
        )
        made = acts.filter(outcome="done").exclude(act="theme.plan").filter(
            act={"aendring": "theme.change", "udbytte": "theme.record", "aflysning": "theme.cancel",
                 "opfoelgning": "theme.finish"}[move]
        )  # fmt: skip
        happened = row.state != before or row.title == "Nyt tema"
        expected = name in MAY.get((move, state), set())
        if happened != expected or (expected and not made) or (name not in SEES and answer.status_code != 404):
            wrong.append((move, name, answer.status_code, row.state))
    assert wrong == []


def test_who_plans_for_which_area(town):
    for name in ROLES:
        area = town.units["children"]
        if name in {"it", "secretary", "other_director"}:
            assert make_theme(town, town.people[name], area=area).area == area
        else:
            with pytest.raises(Refused, match="chefmøde"):
                make_theme(town, town.people[name], area=area)


def test_who_sees_it(town):
    row = make_followed(town)
    seen = {name for name in ROLES if ThemePoint.objects.visible_to(town.people[name]).filter(pk=row.pk).exists()}
    assert seen == SEES
    assert browser(town, "outsider").get(f"/chefmoeder/{row.pk}/").status_code == 404
    assert "Færre opkald" not in browser(town, "outsider").get("/chefmoeder/").content.decode()
    # The head of another area's department does not.
    assert not ThemePoint.objects.visible_to(town.other_head).exists()


@pytest.mark.parametrize("through", ["case", "project"])
def test_whoever_is_barred_from_the_case_finds_it_nowhere(town, through):
    project = make_project(town)
    case = project.proposal
    subject = Proposal.objects.get(pk=case.pk) if through == "case" else project
    row = make_theme(town, subjects=(subject,))
    case.bars.create(person=town.director)
    client = browser(town, "director")
    assert client.get(f"/chefmoeder/{row.pk}/").status_code == 404
    assert client.get(f"/chefmoeder/{row.pk}/kalender.ics").status_code == 404
    for page in ("/chefmoeder/", "/", "/chefmoeder/?omraade=welfare"):
        assert "Færre opkald" not in client.get(page).content.decode()
    with pytest.raises(Refused, match="inhabil"):
        cancel_theme(row, reason="Nej", actor=town.director)


def test_whoever_is_barred_takes_no_part(town):
    case = make_standing(town, ProposalState.REVIEW)
    case.bars.create(person=town.head)
    case.bars.create(person=town.it)
    with pytest.raises(Refused, match="It Test kan ikke deltage"):
        make_theme(town, town.director, subjects=(case,))
    case.bars.filter(person=town.it).delete()
    row = make_held(town, subjects=(case,))
    with pytest.raises(Refused, match="Head Test kan ikke deltage"):
        record_theme(row, outcome="Ja", follow_up=FollowUp("Gør det", town.head, in_days(2)), actor=town.it)


def test_the_page_names_only_what_the_reader_may_see(town):
    case = make_standing(town, ProposalState.REVIEW)
    row = record_theme(
        make_held(town, subjects=(case,)), outcome="Ja", follow_up=FollowUp("Gør det", town.outsider, in_days(2)),
        actor=town.it,
    )  # fmt: skip
    assert case.title in browser(town, "it").get(f"/chefmoeder/{row.pk}/").content.decode()
    assert case.title not in browser(town, "outsider").get(f"/chefmoeder/{row.pk}/").content.decode()
    letter = OutboxMessage.objects.get(recipient=town.outsider)
    assert case.title not in letter.body


def test_numbers_name_what_the_planner_may_see_and_a_case_that_is_a_project_as_its_project(town):
    case, project, draft = make_standing(town, ProposalState.REVIEW), make_project(town), make_draft(town)
    said = f"{case.number}; {project.number},\n{case.number}"
    assert named_subjects(said, town.it) == (case, project)
    for number, person in ((case.number, town.outsider), ("2026-99999", town.it), ("Ukendt", town.it)):
        with pytest.raises(Refused, match="ingen sag"):
            named_subjects(number, person)
    with pytest.raises(Refused, match="må se"):
        make_theme(town, subjects=(draft,))


def test_the_case_and_its_project_say_where_they_have_been_discussed(town):
    project = make_project(town)
    make_held(town, subjects=(project,))
    make_theme(town, title="Kommende tema", subjects=(Proposal.objects.get(pk=project.proposal_id),))
    cancel_theme(make_theme(town, title="Aflyst tema", subjects=(project,)), reason="Nej", actor=town.it)
    for page in (f"/projekter/{project.pk}/", f"/sager/{project.proposal_id}/"):
        text = browser(town, "it").get(page).content.decode()
        assert "skal drøftes på chefmødet i welfare den" in text.lower()
        assert "Kommende tema" in text
        assert "Aflyst tema" not in text
        # Nobody has yet said what came of the one that has been held.
        assert text.count("chefmødet i Welfare den") == 2
        other = browser(town, "outsider").get(page).content.decode()
        assert "Kommende tema" not in other


def test_min_side_tells_what_is_to_come_what_is_to_be_recorded_and_what_is_followed_up(town):
    make_theme(town, title="Kommende")
    make_held(town, title="Holdt")
    make_followed(town, title="Følges op", due=-0)
    page = my_page(town.it)
    assert [(item.title, item.due) for item in page.due] == [("Chefmøde i Welfare: Kommende", in_days(7))]
    assert [(item.title, item.button) for item in page.waiting] == [("Holdt", "Notér resultatet")]
    waiting = my_page(town.head).waiting
    assert [(item.title, item.button, item.overdue) for item in waiting] == [("Følges op", "Følg op", False)]
    with clock.standing_at(clock.now() + timedelta(days=1)):
        town.head.__dict__.pop("own_tasks")
        assert my_page(town.head).waiting[0].overdue is True
    assert my_page(town.outsider).waiting == ()


def test_the_list_is_narrowed_to_one_area(town):
    make_theme(town)
    make_theme(town, area=town.units["children"], title="Skolernes tema")
    text = browser(town, "it").get("/chefmoeder/?omraade=children").content.decode()
    assert "Skolernes tema" in text
    assert "Færre opkald" not in text
    assert browser(town, "it").get("/chefmoeder/?omraade=nowhere").status_code == 404


def test_it_goes_into_a_calendar(town):
    row = make_theme(town, ends=time(10, 30), title="Opkald; tider")
    answer = browser(town, "director").get(reverse("governance:theme_file", args=[row.pk]))
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"UID:theme-{row.pk}@pejling" in text
    assert "SUMMARY:Chefmøde i Welfare: Opkald\\; tider" in text
    assert "DTEND:" in text


def test_the_form_plans_once_and_keeps_what_was_written(town):
    client, case = browser(town, "it"), make_standing(town, ProposalState.REVIEW)
    form = {
        "area": town.units["welfare"].pk, "day": "2020-01-01", "begins": "9.30", "title": "Tider",
        "text": "Hvad først?", "participant": town.it.pk, "subjects": case.number, "once": "x" * 32,
    }  # fmt: skip
    page = client.post("/chefmoeder/nyt/", form).content.decode()
    assert "Dagen er gået" in page
    assert "Hvad først?" in page
    assert "Der er ingen sag" in client.post("/chefmoeder/nyt/", form | {"subjects": "2001-1"}).content.decode()
    form["day"] = in_days(5).isoformat()
    first, second = client.post("/chefmoeder/nyt/", form), client.post("/chefmoeder/nyt/", form)
    row = ThemePoint.objects.get()
    assert first.url == second.url == f"/chefmoeder/{row.pk}/"
    assert (row.begins, row.subjects.get().proposal) == (time(9, 30), case)


def test_a_follow_up_says_all_three(town):
    row = make_held(town)
    page = browser(town, "it").post(f"/chefmoeder/{row.pk}/udbytte/", {"outcome": "Ja", "follow_up": "Gør det"})
    assert page.content.decode().count("Skriv både, hvad der skal følges op på") >= 2
    row.refresh_from_db()
    assert row.state == "planned"
    said = {
        "outcome": "Ja",
        "follow_up": "Gør det",
        "responsible": "head@test.invalid",
        "due_on": in_days(3).isoformat(),
    }
    browser(town, "it").post(f"/chefmoeder/{row.pk}/udbytte/", said)
    row.refresh_from_db()
    assert (row.state, row.responsible) == ("follow_up", town.head)


@pytest.mark.parametrize("page", ["/saadan-styrer-vi/", "/organer/"])
def test_the_meetings_stand_among_the_bodies_as_one_that_is_heard(town, page):
    """A15: with the name and the source that the policy has for them, or the portal's own, and without seats."""
    text = browser(town, "outsider").get(page).content.decode()
    assert '<a class="rows__title" href="/chefmoeder/">Direktørområdernes chefmøder</a>' in text
    assert "høres, drøfter og følger op, men beslutter ingen sager" in text
    assert "Portalens egen opsætning" in text
    load_policy_profile(POLICIES / "odense.toml", actor=None)
    text = browser(town, "outsider").get(page).content.decode()
    assert '<a class="rows__title" href="/chefmoeder/">Forvaltningens chefmøde</a>' in text
    assert "Portalens egen opsætning" not in text
    assert not Body.objects.filter(name="Forvaltningens chefmøde").exists()


def test_the_database_keeps_it_whole(town):
    row = make_theme(town)
    rows = ThemePoint.objects.filter(pk=row.pk)
    for change in ({"state": "done"}, {"outcome": "Ja"}, {"follow_up": "Gør det"}, {"title": ""}, {"ends": time(8)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()
