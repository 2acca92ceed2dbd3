"""The pages of benefits: what they show to whom, in how many queries, and their forms."""

from csv import reader
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import chain

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from businesscase.domain.measured_period import first_of_the_year_up_to
from businesscase.models import Benefit
from core import clock
from core.models import User
from core.templatetags.danish import kroner
from governance.domain.benefit_moves import Measured, record_measurement
from governance.selectors.benefit_lines import with_measure
from portfolio.enums import ProjectPhase
from portfolio.models import Project
from tests.factories.projects import (
    in_days,
    make_bare_project,
    make_due,
    make_evaluation,
    make_project,
    settle_benefits,
)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browse(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def project(town) -> Project:
    """A project whose benefits are overdue; `author` owns the money, `owner` the goal."""
    project = make_project(town, ProjectPhase.REALISATION)
    make_due(project)
    return Project.objects.get(pk=project.pk)


def gain(project: Project) -> Benefit:
    return project.benefits.get(label="Mindre porto")


def listed(person: User, **query: str) -> list[str]:
    return [line.label for line in browse(person).get("/gevinster/", query).context["list"].lines]


def test_what_is_overdue_and_what_is_not_measured_come_first_and_grey(town, project):
    settled = make_project(town, ProjectPhase.CLOSED)
    lines = browse(town.outsider).get("/gevinster/", {"view": "all"}).context["list"].lines
    assert [(line.label, line.state, line.grey) for line in lines] == [
        ("Timer", "Over fristen", True),
        ("Mindre porto", "Over fristen", True),
        ("Svar samme dag", "Vurderes samlet", True),
        ("Svar samme dag", "Vurderes samlet", True),
        ("Timer", "Gjort op: nået", False),
        ("Mindre porto", "Gjort op: nået", False),
    ]
    assert (lines[-1].promised, lines[-1].measured) == ("20.000 kr. om året", "100.000 kr. om året")
    assert settled.phase == "closed"


def test_the_list_opens_with_what_is_not_finished(town, project):
    ended, stopped = make_project(town, ProjectPhase.CLOSED), make_project(town, ProjectPhase.STOPPED)
    assert listed(town.outsider) == ["Timer", "Mindre porto", "Svar samme dag"]
    left = Benefit.objects.get(project=ended, label="Mindre porto")
    Benefit.objects.filter(pk=left.pk).update(is_settled=False)
    # Nothing that can still be measured is dropped, and what ended in words or with its project is no longer open.
    assert sorted(listed(town.outsider)) == ["Mindre porto", "Mindre porto", "Svar samme dag", "Timer"]
    assert len(listed(town.outsider, view="all")) == 3 + ended.benefits.count() + stopped.benefits.count()


def test_open_settled_and_otherwise_ended_are_all(town, project):
    for phase in (ProjectPhase.CLOSED, ProjectPhase.STOPPED):
        make_project(town, phase)
    parts = {view: listed(town.outsider, view=view) for view in ("open", "settled", "ended")}
    assert {view: sorted(lines) for view, lines in parts.items()} == {
        "open": ["Mindre porto", "Svar samme dag", "Timer"],
        "settled": ["Mindre porto", "Timer"],
        "ended": ["Mindre porto", "Svar samme dag", "Svar samme dag", "Timer"],
    }
    assert sorted(chain.from_iterable(parts.values())) == sorted(listed(town.outsider, view="all"))


def test_a_line_drawn_for_one_is_the_line_for_all_until_a_fact_changes(town, project):
    first = browse(town.author).get("/gevinster/").content.decode()
    assert "74.321" not in first
    record_measurement(gain(project), Measured(clock.today(), realised=Decimal(74_321)), actor=town.author)
    assert "74.321" in browse(town.outsider).get("/gevinster/").content.decode()


def test_the_views_the_filters_and_the_search(town, project):
    make_project(town, title="Et andet projekt")
    assert listed(town.author, view="mine") == ["Mindre porto", "Mindre porto", "Svar samme dag", "Svar samme dag"]
    assert listed(town.author, view="overdue") == listed(town.author, view="due") == ["Timer", "Mindre porto"]
    assert listed(town.author, view="settled") == []
    assert listed(town.author, type="service") == ["Svar samme dag", "Svar samme dag"]
    assert listed(town.author, q="andet porto") == ["Mindre porto"]
    assert listed(town.author, unit="schools") == []
    assert listed(town.author, cash_releasing="True", view="overdue") == ["Mindre porto"]
    assert browse(town.author).get("/gevinster/", {"view": "x", "sort": "y", "page": "z"}).status_code == 200


def test_the_files_hold_what_the_list_shows(town, project):
    record_measurement(gain(project), Measured(clock.today(), realised=Decimal(75_000)), actor=town.author)
    client = browse(town.author)
    text = b"".join(client.get("/gevinster/eksport.csv").streaming_content).decode("utf-8-sig")
    rows = list(reader(StringIO(text), delimiter=";"))
    money = next(row for row in rows if row[2] == "Mindre porto")
    assert (len(rows), money[0], money[7], money[10], money[13]) == (
        4, project.number, "220000,00", "75000,00", "Over fristen",
    )  # fmt: skip
    sheet = load_workbook(BytesIO(client.get("/gevinster/eksport.xlsx").content)).active
    assert [cell.value for cell in sheet[1]][:3] == ["Projektnummer", "Projekt", "Gevinst"]
    assert sheet.max_row == 4


@pytest.mark.parametrize(
    "address", ["/gevinster/", "/gevinster/eksport.csv", "/projekter/{project}/", "/projekter/{project}/gevinster/"]
)
def test_the_queries_are_as_many_with_three_projects_and_measurements_as_with_one(town, project, address):
    def queries() -> int:
        client = browse(town.owner)
        with CaptureQueriesContext(connection) as seen:
            response = client.get(address.format(project=project.pk))
            b"".join(response.streaming_content if response.streaming else [response.content])
        return len(seen)

    queries()
    first = queries()
    for _more in range(2):
        make_project(town)
        settle_benefits(project)
    assert queries() == first <= 15


def test_what_is_hidden_is_hidden_in_every_channel(town, project):
    Project.objects.filter(pk=project.pk).update(restricted=True)
    project.proposal.bars.create(person=town.it)
    benefit = gain(project)
    for name in ("outsider", "it"):
        client = browse(town.people[name])
        for page in ("", "maaling/", "nulpunkt/", "plan/", "ejer/"):
            for ask in (client.get, client.post):
                assert ask(f"/gevinster/{benefit.pk}/{page}").status_code in ({404, 405} if not page else {404})
        for address in ("gevinster", "effektvurdering", "drift"):
            assert client.get(f"/projekter/{project.pk}/{address}/").status_code == 404
        assert client.get("/gevinster/").context["list"].lines == []
        assert b"Mindre porto" not in b"".join(client.get("/gevinster/eksport.csv").streaming_content)
        assert "Mindre porto" not in client.get("/").content.decode()
    assert listed(town.owner) == ["Timer", "Mindre porto", "Svar samme dag"]


def test_the_link_of_the_mail_asks_to_log_in_and_goes_on_to_the_form(town, project):
    url = f"/gevinster/{gain(project).pk}/maaling/"
    assert Client().get(url).url == f"/konto/log-ind/?next={url}"
    client = browse(town.author)
    assert list(client.get(url).context["form"].fields) == [
        "since", "measured_on", "realised", "expected", "note", "final",
    ]  # fmt: skip
    wrong = client.post(url, {"measured_on": "x", "realised": "mange"})
    assert sorted(wrong.context["form"].errors) == ["measured_on", "realised"]
    data = {
        "measured_on": f"{clock.today():%d.%m.%Y}",
        "realised": "81 250,50 kr.",
        "final": "on",
        "note": "Regnskabet",
    }
    assert client.post(url, data).url == f"/gevinster/{gain(project).pk}/"
    written = gain(project).measurements.get()
    assert (written.realised, written.final, written.note) == (Decimal("81250.50"), True, "Regnskabet")
    page = client.get(f"/gevinster/{gain(project).pk}/").content.decode()
    assert "81.250,50 kr." in page
    reached = gain(project).promised[-1] <= Decimal("81250.50") or clock.today().year == gain(project).start_year
    assert ("Gjort op: nået" in page, "Gjort op: ikke nået" in page) == (reached, not reached)


@pytest.mark.parametrize(
    ("hours", "money", "state", "tone"),
    [
        (2, 100_000, "Gjort op: nået", "success"),
        (1, 100_001, "Gjort op: nået", "success"),
        ("2.01", 0, "Gjort op: ikke nået", "error"),
    ],
)
def test_what_was_settled_says_whether_it_was_reached(town, project, hours, money, state, tone):
    """The hours are to fall from 22 to 2, and the postage to save 100,000 kr. at the most in a year."""
    settle_benefits(project, realised=money, value=Decimal(hours))
    lines = {
        line.label: line for line in browse(town.outsider).get("/gevinster/", {"view": "settled"}).context["list"].lines
    }
    for name in ("Timer", "Mindre porto"):
        head = browse(town.outsider).get(lines[name].url).context["page"].head
        assert [(lines[name].state, lines[name].tone), (head.state, head.tone)] == [(state, tone)] * 2


def test_a_refused_measurement_keeps_the_text(town, project):
    url = f"/gevinster/{gain(project).pk}/maaling/"
    data = {"measured_on": f"{in_days(3):%d.%m.%Y}", "realised": "10.000", "note": "Bliver stående"}
    form = browse(town.author).post(url, data).context["form"]
    assert (form.non_field_errors(), form["note"].value()) == (["Vælg en dag, der er kommet."], "Bliver stående")


def test_an_amount_far_from_the_promised_is_asked_about_and_settles_nothing_by_itself(town, project):
    """The postage saves 20,000 to 100,000 kr. a year."""
    client, url = browse(town.author), f"/gevinster/{gain(project).pk}/maaling/"
    assert not client.get(url).context["form"]["final"].value()
    data = {"measured_on": f"{clock.today():%d.%m.%Y}", "realised": "6.200.000"}
    asked = client.post(url, data)
    question = "6.200.000 kr. er ca. 62 gange så meget som de 100.000 kr., der var lovet. Er det rigtigt?"
    said = f"{question} Sæt kryds ved “Ja, beløbet er rigtigt”."
    assert asked.context["form"]["sure"].summed_up == [said]
    assert (said in asked.content.decode(), gain(project).measurements.count()) == (True, 0)
    assert list(asked.context["form"].fields)[:4] == ["since", "measured_on", "realised", "expected"]
    assert list(asked.context["form"].fields)[4] == "sure"
    # The tick is for the amount that it was asked about, and no other.
    other = client.post(url, data | {"realised": "7.200.000", "sure": "6200000"}).context["form"]
    assert (list(other.errors), "checked" in str(other["sure"])) == (["sure"], False)
    assert client.post(url, data | {"sure": "6200000"}).status_code == 302
    assert [(one.realised, one.final) for one in gain(project).measurements.all()] == [(Decimal(6_200_000), False)]


@pytest.mark.parametrize(
    ("realised", "expected", "asks"),
    [
        ("0", "0", False),
        ("500.000", "4.000", False),
        ("500.001", "", True),
        ("3.999", "", True),
        ("-20.000", "", True),
        ("80.000", "800.000", True),
    ],
)
def test_what_is_nothing_or_within_five_times_is_not_asked_about(town, project, realised, expected, asks):
    data = {"measured_on": f"{clock.today():%d.%m.%Y}", "realised": realised, "expected": expected}
    answer = browse(town.author).post(f"/gevinster/{gain(project).pk}/maaling/", data)
    assert answer.status_code == (200 if asks else 302)


def test_what_was_settled_is_corrected_by_a_new_measurement_with_a_reason(town, project):
    settle_benefits(project)
    benefit, client = gain(project), browse(town.author)
    head = client.get(f"/gevinster/{benefit.pk}/").context["page"].head
    assert [one.label for one in head.actions] == ["Ret med en ny måling", "Gå til Min side"]
    assert head.next_step.what == "Gevinsten er gjort op og indgår i projektets effektvurdering."
    assert browse(town.outsider).get(f"/gevinster/{benefit.pk}/").context["page"].head.actions == ()
    data = {"measured_on": f"{clock.today():%d.%m.%Y}", "realised": "8.000", "note": ""}
    assert list(client.post(f"/gevinster/{benefit.pk}/maaling/", data).context["form"].errors) == ["note"]
    assert client.post(f"/gevinster/{benefit.pk}/maaling/", data | {"note": "Et nul for meget"}).status_code == 302
    assert "Gjort op: ikke nået" in client.get(f"/gevinster/{benefit.pk}/").content.decode()


def test_the_other_forms_do_what_they_say(town, project):
    client, money = browse(town.owner), gain(project)
    goal = project.benefits.get(label="Timer")
    day = f"{in_days(-3):%d.%m.%Y}"
    data = {"value": "21,5", "measured_on": day, "source": "Vagtplanen"}
    assert client.post(f"/gevinster/{goal.pk}/nulpunkt/", data).status_code == 302
    data = {"change_in_work": "Ét brev", "method": "Udtræk", "due_on": f"{in_days(40):%d.%m.%Y}", "reason": "Sæson"}
    assert client.post(f"/gevinster/{money.pk}/plan/", data).status_code == 302
    assert client.post(f"/gevinster/{money.pk}/ejer/", {"person": "colleague@test.invalid"}).status_code == 302
    money.refresh_from_db()
    assert (goal.baselines.count(), money.method, money.due_on, money.unit, money.owner) == (
        2, "Udtræk", in_days(40), None, town.colleague,
    )  # fmt: skip


def test_what_was_promised_is_expected_until_something_is_measured(town, project):
    page = browse(town.outsider).get(f"/gevinster/{gain(project).pk}/").context["page"]
    promised, realised, expected = (line.amount for line in page.head.money)
    assert (realised, expected == promised, expected == page.years[-1].expected) == (None, True, True)


def test_a_goal_shows_where_it_began_where_it_ends_and_where_it_is(town, project):
    goal = project.benefits.get(label="Timer")
    address = f"/gevinster/{goal.pk}/"
    measured = [browse(town.outsider).get(address).context["page"].values[-1]]
    settle_benefits(project)
    measured.append(browse(town.outsider).get(address).context["page"].values[-1])
    assert measured == [("Senest målt", "ikke målt"), ("Senest målt", with_measure(goal, goal.target))]


def test_the_evaluation_is_written_on_its_page(town, project):
    client, url = browse(town.owner), f"/projekter/{project.pk}/effektvurdering/"
    assert "Mål først, og gør op" in client.get(url, follow=True).content.decode()
    settle_benefits(project, realised=15_000)
    with CaptureQueriesContext(connection) as seen:
        asked = client.get(url)
    assert len(seen) <= 15
    assert {(one.label, one.promised, one.measured, one.state) for one in asked.context["lines"]} == {
        ("Timer", "2 timer", "2 timer", "Gjort op: nået"),
        ("Mindre porto", "20.000 kr. om året", "15.000 kr. om året", "Gjort op: ikke nået"),
        ("Svar samme dag", "", "", "Vurderes samlet"),
    }
    page = asked.content.decode()
    assert (
        page.index("Det lovede og det, der kom") < page.index("Gjort op: ikke nået") < page.index('name="conclusion"')
    )
    data = {"conclusion": "Halveret", "changes_in_work": "Ét sted", "degree_0": "partly", "evidence_0": "Spurgt"}
    assert sorted(client.post(url, data | {"degree_0": ""}).context["form"].errors) == ["degree_0"]
    assert client.post(url, data).url == f"/projekter/{project.pk}/gevinster/"
    page = client.get(f"/projekter/{project.pk}/gevinster/").content.decode()
    assert ("Halveret" in page, "Natholdet" in page, "I nogen grad" in page or "Delvist" in page) == (True, True, True)
    assert "Effekten er vurderet." in client.get(url, follow=True).content.decode()


def test_whoever_follows_a_link_too_early_lands_on_what_it_is_about(town, project):
    """Without a page to go back to, and where the page that led here is the one that cannot be opened."""
    early = f"/projekter/{project.pk}/effektvurdering/"
    benefit = project.benefits.get(label="Svar samme dag")
    words = f"/gevinster/{benefit.pk}/maaling/"
    client = browse(town.owner)
    for refused, about in ((early, f"/projekter/{project.pk}/"), (words, f"/gevinster/{benefit.pk}/")):
        for header in ({}, {"headers": {"referer": f"http://testserver{refused}"}}):
            assert client.get(refused, **header).url == about
    assert client.get(early, headers={"referer": "http://testserver/projekter/"}).url == "http://testserver/projekter/"
    assert "Mål først, og gør op" in client.get(f"/projekter/{project.pk}/").content.decode()


def test_a_benefit_in_words_waits_for_the_evaluation_until_its_project_is_closed(town, project):
    closed = make_project(town, ProjectPhase.CLOSED)
    steps = []
    for one in (project, closed):
        benefit = one.benefits.get(label="Svar samme dag")
        steps.append(browse(town.outsider).get(f"/gevinster/{benefit.pk}/").context["page"].head.next_step)
    assert [step and step.what for step in steps] == ["Den vurderes i projektets effektvurdering.", None]


def test_min_side_asks_for_what_is_due(town, project):
    page = browse(town.author).get("/").context["page"]
    assert [(item.title, item.overdue) for item in page.waiting] == [("Mindre porto", True)]
    assert [item.title for item in browse(town.owner).get("/").context["page"].waiting][:2] == ["Timer", str(project)]
    settle_benefits(project)
    make_evaluation(project)
    assert browse(town.author).get("/").context["page"].waiting == ()


def test_the_overview_counts_them(town, project):
    figures = browse(town.director).get("/overblik/").context["page"].benefits.figures
    assert [(one.label, one.value) for one in figures] == [
        ("Over fristen", 2), ("Ikke målt", 0), ("Gjort op", 0), ("Effektvurderinger mangler", 1),
    ]  # fmt: skip
    assert [row.title for row in browse(town.director).get("/projekter/?view=evaluation").context["list"].lines] == [
        project.title
    ]


def test_an_imported_project_says_why_it_has_none(town):
    project = make_bare_project()
    for address in (f"/projekter/{project.pk}/", f"/projekter/{project.pk}/gevinster/"):
        assert "dette projekt er importeret" in browse(town.outsider).get(address).content.decode()


def test_the_form_takes_hours_or_kroner_and_says_which_days(town, project):
    money = gain(project)
    saved = Benefit.objects.create(
        project=project, position=9, line=money.line, label="Sparet tid", start_year=2026, promised=[Decimal(40_000)],
        owner=town.author,
    )  # fmt: skip
    client, url = browse(town.author), f"/gevinster/{saved.pk}/maaling/"
    form = client.get(url).context["form"]
    assert list(form.fields)[:4] == ["since", "measured_on", "hours", "realised"]
    assert [form[name].is_optional for name in ("since", "hours", "realised", "expected")] == [True, False, False, True]
    assert form["since"].value() == max(project.operation_on, first_of_the_year_up_to(clock.today()))
    data = {"since": f"{in_days(-9):%d.%m.%Y}", "measured_on": f"{clock.today():%d.%m.%Y}"}
    neither = client.post(url, data).context["form"].errors
    assert neither == {"realised": ["Skriv timerne eller beløbet."]}
    assert client.post(url, data | {"hours": "3"}).status_code == 302
    page = client.get(f"/gevinster/{saved.pk}/").content.decode()
    price = money.line.case.hourly_rate
    assert f"3 timer à {kroner(price)}" in page
    assert "Målt på 10 dage" in page
    assert "Lovet for samme tid" in page


def test_needs_are_not_fully_met_without_a_word_where_benefits_fell_short(town, project):
    settle_benefits(project, realised=15_000)
    client, url = browse(town.owner), f"/projekter/{project.pk}/effektvurdering/"
    assert "“Mindre porto” gav mindre end lovet. Svar, hvis du vælger “Helt” for en gruppe." in (
        client.get(url).content.decode()
    )
    data = {"conclusion": "Halveret", "changes_in_work": "Ét sted", "degree_0": "fully", "evidence_0": "Spurgt"}
    refused = client.post(url, data).context["form"]
    assert refused.errors == {
        "shortfall_reason": ["“Mindre porto” gav mindre end lovet. Skriv, hvorfor behovene alligevel er helt opfyldt."]
    }
    assert client.post(url, data | {"shortfall_reason": "Tiden var målet"}).status_code == 302
    assert "Tiden var målet" in client.get(f"/projekter/{project.pk}/gevinster/").content.decode()


def test_nothing_is_asked_where_every_benefit_was_reached(town, project):
    settle_benefits(project)
    client, url = browse(town.owner), f"/projekter/{project.pk}/effektvurdering/"
    assert "shortfall_reason" not in client.get(url).context["form"].fields
    data = {"conclusion": "Halveret", "changes_in_work": "Ét sted", "degree_0": "fully", "evidence_0": "Spurgt"}
    assert client.post(url, data).status_code == 302


def test_a_target_is_agreed_on_its_page(town, project):
    words = project.benefits.get(label="Svar samme dag")
    client, url = browse(town.author), f"/gevinster/{words.pk}/maal/"
    assert f'href="{url}"' in client.get(f"/gevinster/{words.pk}/").content.decode()
    data = {"indicator": "Svartid", "measure": "dage", "target": "1,5", "target_date": f"{in_days(9):%d.%m.%Y}"}
    data |= {"baseline": "6", "source": "Postlisten"}
    assert list(client.post(url, data).context["form"].errors) == ["reason"]
    assert client.post(url, data | {"reason": "Aftalt med lederen"}).url == f"/gevinster/{words.pk}/"
    page = client.get(f"/gevinster/{words.pk}/").content.decode()
    assert "1,5 dage, aftalt efter beslutningen" in page
    assert f'href="{url}"' not in page
    assert "Det, der er lovet eller aftalt, ligger fast." in client.get(url, follow=True).content.decode()
