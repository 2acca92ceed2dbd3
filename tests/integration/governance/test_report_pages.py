"""The archive, one report, its file, the order and the plans: who finds them, and what they say."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.models import AuditEntry
from governance.domain.conflicts import declare_conflict
from governance.domain.report_leases import take_lease
from governance.enums import BodyKind, ConflictGround, RunState
from governance.models import ReportDefinition, ReportRun
from tests.factories.core import make_person
from tests.factories.governance import Town, make_submitted
from tests.factories.reports import colours, make_plan, make_project, make_run, publish

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
EVERY = {"it", "secretary", "director", "other_director", "auditor"}
ROOM = {*EVERY, "chair", "member", "network", "admin"}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def browser(person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def statuses(town: Town, path: str) -> dict[str, int]:
    found = {}
    for name, person in town.people.items():
        response = browser(person).get(path)
        for close in response._resource_closers:
            close()
        found[name] = response.status_code
    return found


def who(found: dict[str, int], status: int) -> set[str]:
    return {name for name, code in found.items() if code == status}


@pytest.mark.parametrize(
    ("kind", "readers"), [(BodyKind.MANAGEMENT, EVERY), (BodyKind.IT_NETWORK, {*EVERY, "network"})]
)
def test_a_report_its_progress_and_its_file_are_found_by_its_readers_alone(town, kind, readers):
    run = publish(make_plan(kind))
    for path in (f"/rapporter/{run.pk}/", f"/rapporter/{run.pk}/fremdrift/", f"/rapporter/{run.pk}/fil/"):
        found = statuses(town, path)
        assert (who(found, 200), who(found, 404)) == (readers, set(town.people) - readers)


def test_the_archive_is_a_room_of_the_bodies_and_lists_what_each_may_open(town):
    publish(make_plan(BodyKind.MANAGEMENT))
    publish(make_plan(BodyKind.IT_NETWORK), key="to")
    found = statuses(town, "/rapporter/")
    assert (who(found, 200), who(found, 404)) == (ROOM, set(town.people) - ROOM)
    names = {name: len(browser(town.people[name]).get("/rapporter/").context["lines"]) for name in ROOM}
    assert names == {name: 2 if name in EVERY else 1 if name == "network" else 0 for name in ROOM}


def test_an_extra_person_finds_the_report(town):
    reader = make_person("Ekstra Læser", "portfolio.view_submitted_proposals", "governance.open_reports")
    run = publish(make_plan(extra=(reader,)))
    assert browser(reader).get(f"/rapporter/{run.pk}/").status_code == 200


def test_the_page_says_what_was_found_and_how_it_can_be_verified(town):
    colours(town)
    run = publish(make_plan())
    text = browser(town.director).get(f"/rapporter/{run.pk}/").text
    for words in (
        run.snapshot["headline"], run.sha256, run.snapshot_sha256, run.chain_hash, f"Nummer {run.chain_sequence}:",
        "Rapportplanen", town.other_director.name, "På vej", "Hent rapporten (PDF)",
    ):  # fmt: skip
        assert words in text


def test_the_file_is_a_download_that_is_neither_shown_nor_sniffed(town):
    run = publish(make_plan())
    response = browser(town.director).get(f"/rapporter/{run.pk}/fil/")
    content = b"".join(response.streaming_content)
    assert response["Content-Disposition"] == f'attachment; filename="{run.file_name}"'
    assert (response["X-Content-Type-Options"], response["Content-Type"]) == ("nosniff", "application/pdf")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (content[:8], len(content)) == (b"%PDF-1.7", run.size)


def test_a_barred_reader_finds_nothing_anywhere(town):
    case = make_submitted(town, "review")
    make_project(town.units["care"], "Hemmeligt for én", proposal=case)
    run = publish(make_plan())
    declare_conflict(case, actor=town.director, ground=ConflictGround.FAMILY, explanation="Min søster")
    client = browser(town.director)
    paths = [f"/rapporter/{run.pk}/", f"/rapporter/{run.pk}/fremdrift/", f"/rapporter/{run.pk}/fil/"]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    assert (list(client.get("/rapporter/").context["lines"]), run.name in client.get("/rapporter/").text) == ([], False)


def test_a_report_under_way_shows_how_far_it_is_and_the_file_is_not_there(town):
    run = make_run(make_plan())
    client = browser(town.director)
    page = client.get(f"/rapporter/{run.pk}/")
    assert "Venter i køen" in page.text
    assert (client.get(f"/rapporter/{run.pk}/fil/").status_code, "Hent rapporten" in page.text) == (404, False)
    take_lease(run.pk)
    partial = client.get(f"/rapporter/{run.pk}/fremdrift/")
    assert ("Læser porteføljen" in partial.text, 'value="5"' in partial.text, "HX-Refresh" in partial) == (
        True, True, False,
    )  # fmt: skip


def test_the_page_is_drawn_anew_when_the_report_is_there(town):
    run = publish(make_plan())
    assert browser(town.director).get(f"/rapporter/{run.pk}/fremdrift/")["HX-Refresh"] == "true"


def test_a_report_that_could_not_be_made_says_why_and_can_be_ordered_again(town):
    run = make_run(make_plan(), state=RunState.FAILED, error="OSError: disken er fuld", lease_until=None)
    for role, can in (("director", True), ("auditor", False)):
        page = browser(town.people[role]).get(f"/rapporter/{run.pk}/")
        assert "OSError: disken er fuld" in page.text
        assert ('href="/rapporter/ny/"' in page.text, "Du kan ikke bestille en rapport" in page.text) == (can, not can)


@pytest.mark.parametrize("role", ["director", "it", "secretary"])
def test_a_report_is_ordered_on_its_page_which_says_who_gets_it(town, role):
    plan, client = make_plan(), browser(town.people[role])
    assert town.other_director.name in client.get("/rapporter/ny/").text
    day = clock.today() - timedelta(days=2)
    response = client.post("/rapporter/ny/", {"plan": plan.code, "status_on": f"{day:%d.%m.%Y}", "sends_mail": "on"})
    run = ReportRun.objects.get()
    assert (response.url, run.status_on, run.sends_mail) == (f"/rapporter/{run.pk}/", day, True)
    assert (run.requested_by, run.state) == (town.people[role], RunState.QUEUED)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status_on": "32.13.2027"}, "Indtast en gyldig dato"),
        ({"plan": "findes-ikke"}, "Marker en gyldig valgmulighed"),
        ({"status_on": "01.01.2199"}, "Datoen ligger ude i fremtiden"),
        ({"plan": ""}, "Vælg under “Rapport”."),
    ],
)
def test_a_wrong_order_gets_one_sentence_and_changes_nothing(town, fields, said):
    plan = make_plan()
    valid = {"plan": plan.code, "status_on": f"{clock.today():%d.%m.%Y}"}
    page = browser(town.director).post("/rapporter/ny/", valid | fields)
    assert (page.status_code, said in page.text, ReportRun.objects.count()) == (200, True, 0)


@pytest.mark.parametrize("role", ["member", "auditor", "network", "admin"])
def test_who_may_not_order_is_told_who_can(town, role):
    plan, client = make_plan(), browser(town.people[role])
    for response in (client.get("/rapporter/ny/", follow=True), client.post("/rapporter/ny/", follow=True)):
        said = "Du kan ikke bestille en rapport. Det kan gøres af ledelsen, IT-afdelingen og strategigruppens sekretær."
        assert said in response.text
    assert (plan.runs.count(), AuditEntry.objects.filter(act="report.order").count()) == (0, 0)


PLAN = {"name": "Kvartalsstatus", "scope": "joint", "cadence": "quarterly", "day": "31", "hour": "6", "is_active": "on"}


def test_the_schedule_is_seen_by_the_room_and_changed_by_those_who_keep_it(town):
    plan = make_plan()
    text = browser(town.network).get("/rapporter/planer/").text
    assert ("Den 5. i hver måned kl. 7" in text, f'href="/rapporter/planer/{plan.pk}/"' in text) == (True, False)
    said = "Du kan ikke ændre rapportplanerne. Det kan gøres af en administrator og strategigruppens sekretær."
    assert said in text
    client = browser(town.admin)
    assert f'href="/rapporter/planer/{plan.pk}/"' in client.get("/rapporter/planer/").text
    body = {**PLAN, "body": str(plan.body_id), "extra": f"{town.it.email}\n{town.auditor.email.upper()}"}
    assert client.post(f"/rapporter/planer/{plan.pk}/", body).url == "/rapporter/planer/"
    plan.refresh_from_db()
    assert (plan.name, plan.scope, plan.cadence, plan.day, plan.hour) == ("Kvartalsstatus", "joint", "quarterly", 31, 6)
    assert set(plan.extra_people.all()) == {town.it, town.auditor}
    page = client.get(f"/rapporter/planer/{plan.pk}/").text
    assert (town.it.email in page, "får rapporten i dag" in page, "Ændrede en rapportplan" in page) == (
        True,
        True,
        True,
    )


def test_a_plan_is_made_on_its_page(town):
    make_plan()
    body = {**PLAN, "body": str(ReportDefinition.objects.get().body_id), "extra": ""}
    assert browser(town.secretary).post("/rapporter/planer/ny/", body).url == "/rapporter/planer/"
    assert ReportDefinition.objects.get(code="kvartalsstatus").day == 31


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"day": "32"}, "31"),
        ({"day": "x"}, "Indtast et heltal"),
        ({"hour": "24"}, "Marker en gyldig valgmulighed"),
        ({"name": ""}, "Udfyld “Navn”."),
        ({"body": "999999"}, "Marker en gyldig valgmulighed"),
        ({"extra": "ingen@test.invalid"}, "Ingen her har adressen ingen@test.invalid."),
        ({"extra": "outsider@test.invalid"}, "Outsider Test må ikke se de indsendte sager"),
        ({"cadence": "daily"}, "Marker en gyldig valgmulighed"),
    ],
)
def test_a_wrong_plan_gets_one_sentence_and_changes_nothing(town, fields, said):
    plan = make_plan()
    page = browser(town.admin).post(
        f"/rapporter/planer/{plan.pk}/", {**PLAN, "body": str(plan.body_id), "extra": "", **fields}
    )
    plan.refresh_from_db()
    assert (page.status_code, said in page.text, plan.name) == (200, True, "Status til ledelsen")


@pytest.mark.parametrize("role", ["director", "it", "chair", "network", "auditor"])
def test_nobody_else_changes_a_plan(town, role):
    plan, client = make_plan(), browser(town.people[role])
    paths = ("/rapporter/planer/ny/", f"/rapporter/planer/{plan.pk}/")
    for path in paths:
        body = {**PLAN, "body": str(plan.body_id), "extra": ""}
        assert "Du kan ikke ændre rapportplanerne." in client.post(path, body, follow=True).text
    assert [one.name for one in ReportDefinition.objects.all()] == ["Status til ledelsen"]


def test_the_plans_are_nothing_to_a_stranger(town):
    found = statuses(town, "/rapporter/planer/")
    assert (who(found, 200), who(found, 404)) == (ROOM, set(town.people) - ROOM)


@pytest.mark.parametrize("path", ["/rapporter/", "/rapporter/planer/", "/rapporter/ny/"])
def test_a_list_asks_the_same_of_the_database_at_one_row_and_at_three(town, path):
    client, counts = browser(town.secretary), []
    for count in (1, 2):
        for index in range(count):
            publish(make_plan(name=f"Plan {count}{index}"), key=f"{count}{index}")
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        counts.append(len(asked))
    assert (counts[0] == counts[1], counts[0] <= 15) == (True, True)


def test_reports_stand_in_the_navigation_of_those_who_have_the_room(town):
    shown = {name for name, one in town.people.items() if 'href="/rapporter/"' in browser(one).get("/").text}
    assert shown == ROOM
