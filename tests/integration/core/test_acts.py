import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from core import clock
from core.act_names import act_name, known_acts
from core.domain.audit import record, record_refusal
from core.models import AuditEntry, User
from core.selectors.acts import ActFilter, act_choices, act_line, acts
from tests.factories.core import make_person, make_unit

pytestmark = pytest.mark.django_db
READS = "core.view_all_acts"


@pytest.fixture
def auditor():
    return make_person("Ingrid Sloth", READS)


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def at(*moment: int):
    return clock.standing_at(datetime(*moment, tzinfo=UTC))


def numbers(wanted: ActFilter | None) -> list[int]:
    return [entry.sequence for entry in acts(wanted)]


@pytest.mark.parametrize("path", ["/haendelser/", "/haendelser/haendelser.csv"])
def test_the_log_does_not_exist_for_those_who_may_not_read_it(path):
    anyone = browser(make_person("Bo Lind"))
    assert anyone.get(path).status_code == 404
    assert browser(make_person("Admin", "core.manage_organisation")).get(path).status_code == 404
    assert 'href="/haendelser/"' not in anyone.get("/organisation/").text


def test_the_auditor_reads_who_what_and_why(auditor):
    unit = make_unit("plan", name="Plan og Byg")
    record_refusal("unit.close", actor=auditor, subject=unit, reason="Kun en administrator.")
    response = browser(auditor).get("/haendelser/")
    line = response.context["lines"][0]
    assert (line.who, line.what, line.subject, line.why, line.refused) == (
        "Ingrid Sloth",
        act_name("unit.close"),
        "Plan og Byg",
        "Kun en administrator.",
        True,
    )
    assert line.subject_kind == str(unit._meta.verbose_name)
    assert "Plan og Byg" in response.text


def test_the_details_of_an_act_are_flat_pairs(auditor):
    entry = record(
        "person.change", actor=None, data={"before": {"title": "", "active": True}, "list": ["a", 1], "none": None}
    )
    assert act_line(entry).details == (
        ("before · title", ""),
        ("before · active", "True"),
        ("list", "a, 1"),
        ("none", ""),
    )


def test_an_act_without_words_or_kind_shows_its_own_name():
    entry = record("gammel.handling", actor=None)
    entry.subject_type = "borte.model"
    line = act_line(entry)
    assert (line.what, line.subject_kind) == ("gammel.handling", "borte.model")


def test_every_act_has_words():
    assert [act for act, _words in act_choices()] == sorted(known_acts(), key=lambda act: act_name(act).lower())


def test_the_log_is_narrowed_to_a_person_an_act_and_a_period(auditor):
    bo = make_person("Bo Lind")
    first = AuditEntry.objects.count()
    with at(2026, 3, 1, 12):
        record("unit.close", actor=bo, subject=make_unit("a"))
    with at(2026, 3, 31, 21, 59):
        record("person.log_in_failed", actor=None, subject=bo)
    with at(2026, 3, 31, 22, 1):
        record("person.log_in", actor=bo, subject=bo)
    unit_made, closed, failed, logged_in = first + 1, first + 2, first + 3, first + 4
    assert numbers(ActFilter(person="bo li"))[:3] == [logged_in, failed, closed]
    assert numbers(ActFilter(act="unit.create")) == [unit_made]
    assert numbers(ActFilter(from_day=date(2026, 3, 31), to_day=date(2026, 3, 31))) == [failed]
    assert numbers(ActFilter(from_day=date(2026, 4, 1), to_day=date(2026, 4, 1))) == [logged_in]
    assert numbers(ActFilter(person="bo", act="person.log_in_failed", to_day=date(2026, 4, 1))) == [failed]
    assert numbers(ActFilter(refused=True)) == []
    assert numbers(None) == []


def test_the_page_holds_fifty_and_the_next_the_rest(auditor):
    for _number in range(60):
        record("person.log_out", actor=auditor, subject=auditor)
    client = browser(auditor)
    total = AuditEntry.objects.count()
    first = client.get("/haendelser/?act=person.log_out")
    assert [line.sequence for line in first.context["lines"]] == list(range(total, total - 50, -1))
    second = client.get("/haendelser/?act=person.log_out&page=2")
    assert len(second.context["lines"]) == 10
    assert "act=person.log_out&amp;page=1" in second.text


def test_the_page_costs_the_same_whatever_it_lists(auditor, django_assert_num_queries):
    client = browser(auditor)
    client.get("/haendelser/")
    for more in (1, 40):
        for number in range(more):
            record("person.log_out", actor=auditor, subject=auditor, data={"nr": number})
        with django_assert_num_queries(5):
            client.get("/haendelser/")


@pytest.mark.parametrize(
    "query",
    [
        "from_day=i+gaar",
        "from_day=2.1.2026&to_day=1.1.2026",
        "act=noget.andet",
        "to_day=31.12.9999",
        "person=" + "x" * 151,
    ],
)
def test_an_unclear_question_is_answered_with_one_sentence_and_no_rows(auditor, query):
    client = browser(auditor)
    page = client.get(f"/haendelser/?{query}")
    assert (page.status_code, page.context["lines"], len(page.context["form"].errors)) == (200, [], 1)
    export = client.get(f"/haendelser/haendelser.csv?{query}")
    assert (export.status_code, export["Location"].startswith("/haendelser/?")) == (302, True)


def test_the_file_holds_what_is_seen_and_runs_nothing(auditor):
    evil = make_unit("ond", name='=HYPERLINK("http://x")')
    record("unit.close", actor=auditor, subject=evil, reason="@SUM(1)", data={"dag": "2026-01-01"})
    entry = AuditEntry.objects.order_by("-sequence").first()
    response = browser(auditor).get("/haendelser/haendelser.csv?act=unit.close")
    assert response["Content-Disposition"] == 'attachment; filename="haendelser.csv"'
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(rows) == 2
    assert rows[1] == [
        str(entry.sequence),
        entry.at.astimezone(clock.COPENHAGEN).isoformat(timespec="seconds"),
        "Ingrid Sloth",
        act_name("unit.close"),
        entry.get_outcome_display(),
        str(evil._meta.verbose_name),
        '\'=HYPERLINK("http://x")',
        "'@SUM(1)",
        '{"dag": "2026-01-01"}',
        entry.hash,
    ]


def test_an_auditor_changes_nothing(auditor):
    client = browser(auditor)
    assert client.post("/haendelser/").status_code == 405
    assert client.get("/organisation/ny-enhed/").status_code == 302
