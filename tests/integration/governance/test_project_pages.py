"""A project's page and its forms: what they show to whom, what they keep, what they refuse."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.clock import today
from core.models import AuditEntry, User
from core.templatetags.danish import date_long
from governance.domain.profiles import load_policy_profile
from governance.domain.project_gates import month_name
from governance.domain.project_phases import stop_project
from governance.domain.status_months import previous_month, this_month
from portfolio.domain.milestones import plan_digest
from portfolio.domain.risks import risks_digest
from portfolio.enums import Light, ProjectPhase
from portfolio.models import Project, StatusUpdate
from tests.factories.governance import POLICIES
from tests.factories.projects import (
    GREEN,
    LESSON,
    in_days,
    make_bare_project,
    make_due,
    make_evaluation,
    make_milestone,
    make_old_status,
    make_project,
    make_risk,
    make_status,
    make_unit_project,
    settle_benefits,
)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browse(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def page_of(person: User, project: Project):
    return browse(person).get(f"/projekter/{project.pk}/").context["page"]


def text_of(person: User, project: Project) -> str:
    return " ".join(browse(person).get(f"/projekter/{project.pk}/").content.decode().split())


def labels(person: User, project: Project) -> list[tuple[str, bool]]:
    page = page_of(person, project)
    actions = [*page.head.actions, *(action for section in page.actions.values() for action in section)]
    assert sum(action.primary for action in actions) <= 1
    return [(action.label, action.enabled) for action in actions]


@pytest.fixture
def project(town) -> Project:
    """A project in execution that began a year ago; the colleague manages it."""
    return make_unit_project(
        town.units["care"],
        town.owner,
        started_on=in_days(-365),
        manager=town.colleague,
        baseline_cost=Decimal(100_000),
        baseline_end=in_days(100),
    )


def test_owner_manager_and_reader_are_offered_what_they_may_do(town, project):
    assert labels(town.owner, project) == [
        ("Meld status", True), ("Begynd realiseringen", False), ("Gå en fase tilbage", True), ("Stop med læring", True),
        ("Planlæg milepæle", True), ("Vurdér risici", True), ("Skriv en erfaring ned", True),
        ("Udpeg en projektleder", True), ("Overdrag projektet", True),
    ]  # fmt: skip
    assert labels(town.colleague, project) == [
        ("Meld status", True), ("Begynd realiseringen", False), ("Planlæg milepæle", True), ("Vurdér risici", True),
        ("Skriv en erfaring ned", True),
    ]  # fmt: skip
    assert labels(town.auditor, project) == [("Begynd realiseringen", False)]
    closed = {name: page_of(town.people[name], project).head.actions for name in ("owner", "auditor")}
    assert next(one.why for one in closed["owner"] if not one.enabled) == "Meld den første status."
    assert closed["auditor"][0].who == "Owner Test"


def test_the_next_step_follows_the_project(town, project):
    assert page_of(town.owner, project).head.next_step.what.startswith("Meld status for ")
    make_status(project, month=previous_month())
    make_milestone(project, "Nord i gang", days=-2)
    step = page_of(town.owner, project).head.next_step
    assert (step.what, step.who, step.by, step.overdue) == (
        "Nå milepælen “Nord i gang”.", "Colleague Test", in_days(-2), True,
    )  # fmt: skip
    young = make_project(town)
    step = page_of(town.owner, young).head.next_step
    assert (step.what, step.who) == ("Læg en plan med mindst én kommende milepæl.", "Owner Test")


def test_the_road_of_a_stopped_project_is_no_red_one(town):
    project = make_project(town, ProjectPhase.EXECUTION)
    make_milestone(project, "Alle er med", days=-5)
    make_milestone(project, "Prøven er kørt", days=-30, done=-20)
    stop_project(project, actor=town.owner, reason="Nok", lesson=LESSON)
    page = page_of(town.outsider, project)
    assert [(line.label, line.late, line.missed) for line in page.milestones] == [
        ("Prøven er kørt", False, False), ("Alle er med", False, True), ("Første gruppe i gang", False, True),
    ]  # fmt: skip
    assert page.plan.title == "1 af 3 milepæle blev nået"
    head = page.head
    assert [(step.label, step.status) for step in head.road] == [
        ("Analyse", "done"), ("Gennemførelse", "done"), ("Stoppet med læring", "done"),
    ]  # fmt: skip
    assert (head.tone, head.next_step) == ("neutral", None)
    assert LESSON.title in text_of(town.outsider, project)


def test_the_pool_is_told_of_where_there_is_one_or_was(town, project):
    assert "Udmøntet fra puljen" in text_of(town.outsider, project)
    load_policy_profile(POLICIES / "odense.toml", actor=None)
    assert "Udmøntet fra puljen" not in text_of(town.outsider, project)
    granted = make_unit_project(town.units["care"], town.owner, reference="GMPP-2", granted=Decimal(50_000))
    assert "Udmøntet fra puljen" in text_of(town.outsider, granted)


def test_who_has_the_role_stands_where_another_is_named(town, project):
    client = browse(town.owner)
    page = f"/projekter/{project.pk}/"
    assert "Colleague Test er projektleder nu." in client.get(page + "projektleder/").content.decode()
    assert "Owner Test er projektejer nu." in client.get(page + "projektejer/").content.decode()
    project.manager = None
    project.save()
    assert "er projektleder nu" not in client.get(page + "projektleder/").content.decode()


def test_the_status_says_where_the_figures_point(town, project):
    make_status(project, spent=Decimal(50_000), forecast=Decimal("110000.01"), expected_end=in_days(100))
    text = text_of(town.outsider, project)
    assert "Tallene peger på rød: 110.000,01 kr. mod planlagt 100.000 kr." in text
    assert "Statens it-projektmodel, proces for statusrapportering" in text
    assert [line.hint is not None for line in page_of(town.outsider, project).status.lines] == [
        False, True, False, False,
    ]  # fmt: skip
    make_status(project, economy=Light.RED, economy_text="Prisen er steget.", spent=Decimal(50_000),
                forecast=Decimal("110000.01"))  # fmt: skip
    assert [line.hint for line in page_of(town.outsider, project).status.lines] == [None] * 4


def test_the_strip_has_a_place_for_every_month_and_says_what_was_corrected(town, project):
    make_old_status(project, 3, town.owner, time=Light.RED)
    make_status(project, month=previous_month())
    make_status(project, month=previous_month(), time=Light.YELLOW)
    status = page_of(town.outsider, project).status
    assert status.strip[0].lights == ("red", "", "yellow")
    assert (status.corrected, len(status.earlier)) == ((previous_month(),), 2)


def test_milestones_are_held_against_their_first_plan(town, project):
    make_milestone(project, "Til tiden", days=-20, done=-20)
    make_milestone(project, "For sent", days=-30, done=-20)
    make_milestone(project, "Overskredet", days=-5)
    page = page_of(town.outsider, project)
    assert {line.label: (line.slip, line.late) for line in page.milestones} == {
        "Til tiden": (0, False), "For sent": (10, False), "Overskredet": (5, True),
    }  # fmt: skip
    assert page.plan.title == "1 milepæl skulle have været nået"


def test_risks_stand_by_weight_and_on_the_map(town, project):
    make_risk(project, "Lille", probability=1, consequence=2)
    make_risk(project, "Stor", probability=5, consequence=4)
    risks = page_of(town.outsider, project).risks
    assert [(line.number, line.risk.text, line.heat) for line in risks.lines] == [
        (1, "Stor", "high"), (2, "Lille", "low"),
    ]  # fmt: skip
    assert [row.consequence for row in risks.rows] == [5, 4, 3, 2, 1]
    assert (risks.rows[1].cells[4].numbers, risks.rows[3].cells[0].numbers) == ((1,), (2,))


def test_an_imported_project_says_what_its_source_says_and_never_0(town):
    project = make_bare_project(source_texts={"baseline_cost": "Exempt under Section 43"})
    text = text_of(town.outsider, project)
    assert "Planlagt udgift</dt><dd>Exempt under Section 43" in text
    assert "<dt>Brugt</dt><dd>ikke oplyst</dd>" in text


def test_case_and_project_lead_to_each_other(town):
    project = make_project(town)
    case = f"/sager/{project.proposal_id}/"
    assert f'href="/projekter/{project.pk}/"' in browse(town.outsider).get(case).content.decode()
    assert page_of(town.outsider, project).case_url == case
    Project.objects.filter(pk=project.pk).update(restricted=True)
    assert "/projekter/1" not in browse(town.outsider).get(case).content.decode().replace("/projekter/</", "")
    project.proposal.restricted = True
    project.proposal.save()
    Project.objects.filter(pk=project.pk).update(restricted=False)
    assert page_of(town.outsider, project).case_url == ""


@pytest.mark.parametrize("name", ["owner", "outsider", "auditor", "admin"])
@pytest.mark.parametrize("phase", [ProjectPhase.ANALYSIS, ProjectPhase.REALISATION, ProjectPhase.STOPPED])
def test_the_queries_of_the_page_do_not_grow_with_its_rows(town, name, phase):
    project = make_project(town, phase)
    client = browse(town.people[name])
    counts = []
    for number in range(3):
        make_milestone(project, f"Milepæl {number}")
        make_risk(project, f"Risiko {number}")
        make_old_status(project, number, town.owner)
        client.get(f"/projekter/{project.pk}/")
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/projekter/{project.pk}/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[2] <= 15


def posted_status(**changed: str) -> dict[str, str]:
    lights = {name: str(value) for name, value in GREEN.items()}
    figures = {"spent": "10.000", "forecast": "90.000,50", "expected_end": "14.03.2027", "decision_needed": ""}
    return {"month": previous_month().isoformat()} | lights | figures | changed


def test_the_status_is_reported_and_the_next_begins_with_it(town, project):
    client = browse(town.colleague)
    url = f"/projekter/{project.pk}/status/"
    assert client.get(url).context["form"].initial == {"month": previous_month().isoformat()}
    assert client.post(url, posted_status()).status_code == 302
    status = StatusUpdate.objects.get()
    assert (status.spent, status.forecast, status.expected_end) == (
        Decimal(10_000), Decimal("90000.50"), date(2027, 3, 14),
    )  # fmt: skip
    begun = client.get(url).context["form"].initial
    assert (begun["month"], begun["time"], begun["spent"]) == (this_month().isoformat(), "green", Decimal(10_000))
    assert "time_text" not in begun


def test_the_form_says_which_month_is_reported_already_and_by_whom(town, project):
    url, client = f"/projekter/{project.pk}/status/", browse(town.colleague)
    assert "er allerede meldt" not in client.get(url).text
    make_old_status(project, 3, town.owner)
    make_status(project, month=previous_month())
    make_status(project, month=previous_month(), actor=town.colleague)
    said = re.findall(r"<p class=\"measure\">(Status for .*?)</p>", client.get(url).text)
    assert [
        (f"Status for {month_name(previous_month())} er allerede meldt" in one, "Colleague" in one) for one in said
    ] == [(True, True)]


def test_a_correction_begins_with_what_was_written(town, project):
    make_status(project)
    begun = browse(town.colleague).get(f"/projekter/{project.pk}/status/").context["form"].initial
    assert (begun["month"], begun["quality_text"]) == (this_month().isoformat(), "Ingen fejl.")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("time", "", "Vælg et lys."),
        ("time", "blue", "Marker en gyldig valgmulighed. blue er ikke en af de tilgængelige valgmuligheder."),
        ("time_text", "", "Skriv én sætning, der siger hvorfor."),
        ("spent", "mange", "Skriv beløbet med tal, for eksempel 125.000 eller 125.000,50."),
        ("forecast", "9.999", "Den forventede udgift kan ikke være mindre end det, der er brugt."),
        ("expected_end", "32.13.2027", "Indtast en gyldig dato."),
        ("month", "x", "Marker en gyldig valgmulighed. x er ikke en af de tilgængelige valgmuligheder."),
    ],
)
def test_a_status_that_cannot_be_read_is_said_beside_the_field(town, project, field, value, sentence):
    response = browse(town.colleague).post(f"/projekter/{project.pk}/status/", posted_status(**{field: value}))
    assert (response.status_code, response.context["form"].errors[field]) == (200, [sentence])
    assert StatusUpdate.objects.count() == 0


def test_an_end_before_the_start_is_said_with_the_start(town, project):
    url = f"/projekter/{project.pk}/status/"
    response = browse(town.colleague).post(url, posted_status(expected_end="01.01.1999"))
    said = f"Datoen ligger før projektets start den {date_long(project.started_on)}."
    assert response.context["form"].errors == {"expected_end": [said]}


def rows_of(*rows: dict[str, str], **more: str) -> dict[str, str]:
    data = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0"}
    for index, row in enumerate(rows):
        data |= {f"form-{index}-{name}": value for name, value in row.items()}
    return data | more


def test_the_plan_is_written_row_by_row(town, project):
    first = make_milestone(project, "Første", days=10)
    client = browse(town.colleague)
    url = f"/projekter/{project.pk}/milepaele/"
    kept = {"pk": str(first.pk), "label": "Første", "planned_on": f"{in_days(10):%d.%m.%Y}"}
    new = {"pk": "", "label": "Anden", "planned_on": f"{in_days(20):%d.%m.%Y}", "done_on": ""}
    empty = {"pk": "", "label": "", "planned_on": "", "done_on": ""}
    response = client.post(url, rows_of(kept, new, empty, seen=plan_digest(project), reason=""))
    assert response.status_code == 302
    assert [(row.label, row.planned_on) for row in project.milestones.all()] == [
        ("Første", in_days(10)), ("Anden", in_days(20)),
    ]  # fmt: skip


def test_a_plan_that_departs_asks_for_a_reason_and_keeps_the_text(town, project):
    first = make_milestone(project, "Første", days=10)
    url = f"/projekter/{project.pk}/milepaele/"
    row = {"pk": str(first.pk), "label": "Første", "planned_on": f"{in_days(12):%d.%m.%Y}"}
    response = browse(town.colleague).post(url, rows_of(row, seen=plan_digest(project), reason=""))
    assert response.context["form"].non_field_errors() == [
        "Skriv, hvorfor planen ændres. En milepæl er flyttet eller fjernet."
    ]
    assert f"{in_days(12):%d.%m.%Y}" in response.content.decode()
    first.refresh_from_db()
    assert first.planned_on == in_days(10)
    gone = row | {"DELETE": "on"}
    answer = browse(town.colleague).post(url, rows_of(gone, seen=plan_digest(project), reason="Ikke længere relevant"))
    assert (answer.status_code, project.milestones.count()) == (302, 0)


@pytest.mark.parametrize("pk", ["999999", "x", "-1"])
def test_a_forged_row_is_refused_in_a_sentence(town, project, pk):
    other = make_unit_project(town.units["care"], town.owner, reference="GMPP-9")
    theirs = make_milestone(other)
    for number in (pk, str(theirs.pk)):
        row = {"pk": number, "label": "x", "planned_on": "14.03.2027"}
        data = rows_of(row, seen=plan_digest(project), reason="x")
        response = browse(town.owner).post(f"/projekter/{project.pk}/milepaele/", data)
        assert response.status_code == 200
    theirs.refresh_from_db()
    assert (theirs.label, project.milestones.count()) == ("Første gruppe i gang", 0)


def test_one_more_row_without_a_script_saves_nothing(town, project):
    url = f"/projekter/{project.pk}/risici/"
    row = {"pk": "", "text": "Vi mangler folk", "probability": "4", "consequence": "2"}
    response = browse(town.owner).post(url, rows_of(row, seen=risks_digest(project), go="more"))
    assert (response.status_code, len(response.context["rows"].forms)) == (200, 2)
    assert "Vi mangler folk" in response.content.decode()
    assert project.risks.count() == 0


def test_risks_are_written_row_by_row(town, project):
    url = f"/projekter/{project.pk}/risici/"
    row = {"pk": "", "text": "Vi mangler folk", "probability": "4", "consequence": "2", "owner": town.author.email}
    empty = {"pk": "", "text": "", "probability": "3", "consequence": "3", "owner": ""}
    response = browse(town.owner).post(url, rows_of(row, empty, seen=risks_digest(project)))
    assert response.status_code == 302
    risk = project.risks.get()
    assert (risk.text, risk.weight, risk.owner, risk.closed_on) == ("Vi mangler folk", 8, town.author, None)
    wrong = row | {"probability": "6"}
    answer = browse(town.owner).post(url, rows_of(wrong, seen=risks_digest(project)))
    assert (answer.status_code, project.risks.count()) == (200, 1)


def test_what_is_wrong_names_its_row_and_its_field_once(town, project):
    good = {"pk": "", "text": "Vi mangler folk", "probability": "4", "consequence": "2"}
    page = browse(town.owner).post(
        f"/projekter/{project.pk}/risici/", rows_of(good, good | {"text": "", "action": "Vi venter"}, seen="x")
    )
    assert re.findall(r'<li><a href="#[^"]+">([^<]+)</a>', page.text.partition("error-list")[2]) == [
        "Risiko 2: Udfyld “Hvad kan gå galt?”."
    ]


@pytest.mark.parametrize("total", ["", "x", "-1", "100000", "1e9"])
def test_forged_counts_of_rows_are_no_fault(town, project, total):
    make_milestone(project)
    data = {"form-TOTAL_FORMS": total, "form-INITIAL_FORMS": "0", "seen": plan_digest(project)}
    client, url = browse(town.owner), f"/projekter/{project.pk}/milepaele/"
    assert client.post(url, data | {"go": "more"}).status_code == 200
    assert client.post(url, data).status_code == 200
    assert AuditEntry.objects.about(project).count() == 0


def test_the_phases_are_moved_from_their_pages(town):
    project = make_project(town)
    client, url = browse(town.owner), f"/projekter/{project.pk}/"
    make_milestone(project, "Sent", days=0)
    assert client.post(f"{url}gennemfoerelse/").status_code == 302
    make_status(project)
    assert client.get(f"{url}realisering/").context["form"].initial["operation_on"] == today()
    data = {"reason": "", "operation_on": f"{in_days(-1):%d.%m.%Y}"}
    response = client.post(f"{url}realisering/", data)
    assert "Milepælen “Sent”" in response.context["form"].non_field_errors()[0]
    data = {"reason": "Tages i driften", "operation_on": f"{today():%d.%m.%Y}"}
    assert client.post(f"{url}realisering/", data).status_code == 302
    data = {"reason": "Gik i drift senere", "operation_on": f"{in_days(5):%d.%m.%Y}"}
    assert client.post(f"{url}drift/", data).status_code == 302
    project.refresh_from_db()
    assert project.operation_on == in_days(5)
    back = client.get(f"{url}tilbagefoersel/").context["explanation"]
    assert back == "Projektet går fra realisering tilbage til gennemførelse. Status og plan er bevaret."
    # Too early: the door is shut, and says why.
    response = client.get(f"{url}afslutning/", follow=True)
    assert "Effekten vurderes efter den aftalte periode i normal drift" in response.content.decode()
    make_due(project)
    settle_benefits(project)
    make_evaluation(project)
    assert client.post(f"{url}afslutning/", {"reason": "Målet er nået"}).status_code == 302
    project.refresh_from_db()
    assert project.phase == ProjectPhase.CLOSED


def test_a_page_that_is_closed_to_the_reader_says_why_and_who_can(town, project):
    response = browse(town.auditor).get(f"/projekter/{project.pk}/stop/", follow=True)
    assert "Du har ikke den rolle, det kræver. Det kan gøres af Owner Test." in response.content.decode()


def test_min_side_asks_for_the_status_until_it_is_given(town, project):
    mine = browse(town.colleague).get("/").context["page"]
    assert [item.url for item in mine.waiting] == [f"/projekter/{project.pk}/status/"]
    assert mine.waiting[0].why == f"Du mangler at melde status for {month_name(previous_month())}."
    assert [item.url for item in browse(town.owner).get("/").context["page"].waiting] == []
    make_status(project, actor=town.colleague, month=previous_month())
    assert browse(town.colleague).get("/").context["page"].waiting == ()


def test_min_side_shows_the_milestones_to_come_and_the_plan_that_lacks(town):
    project = make_project(town)
    page = browse(town.owner).get("/").context["page"]
    assert [item.button for item in page.waiting] == ["Læg planen"]
    make_milestone(project, "Nord i gang", days=5)
    page = browse(town.owner).get("/").context["page"]
    assert [(item.title, item.due) for item in page.due] == [(f"Nord i gang i {project}", in_days(5))]
    assert page.waiting == ()
