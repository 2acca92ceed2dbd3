"""A report's life: ordered or due, taken by one worker at a time, published whole, told of, and frozen."""

import hashlib
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.db import ProgrammingError, transaction

from core import clock
from core.clock import COPENHAGEN
from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage
from governance.domain import report_making
from governance.domain.conflicts import declare_conflict
from governance.domain.report_definitions import Plan, change_definition, create_definition
from governance.domain.report_leases import (
    LEASE,
    MOST_ATTEMPTS,
    LeaseLostError,
    give_back,
    take_back_lost,
    take_lease,
    tell_progress,
)
from governance.domain.report_making import make_report
from governance.domain.report_ordering import order_report, schedule_due_reports
from governance.enums import BodyKind, ConflictGround, ReportCadence, ReportScope, RunState, RunStep
from governance.models import Body, ReportDefinition, ReportedCase, ReportRun
from governance.reports.snapshot import digest
from governance.tasks import make_report as make_report_job
from tests.factories.governance import make_recommended, make_submitted
from tests.factories.reports import colours, make_plan, make_project, make_run, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def acts() -> list[str]:
    return list(AuditEntry.objects.filter(act__startswith="report.").order_by("sequence").values_list("act", flat=True))


@contextmanager
def at(*moment: int):
    with clock.standing_at(datetime(*moment, tzinfo=COPENHAGEN)):
        yield


# --- Ordering --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["director", "it", "secretary"])
def test_an_order_is_queued_once_and_its_job_is_sent_after_the_commit(town, role, django_capture_on_commit_callbacks):
    plan, person = make_plan(), town.people[role]
    with django_capture_on_commit_callbacks() as jobs:
        run = order_report(plan, actor=person, status_on=clock.today())
        again = order_report(plan, actor=person, status_on=clock.today())
    assert (again, run.state, run.requested_by, len(jobs)) == (run, RunState.QUEUED, person, 1)
    assert acts() == ["report.define", "report.order"]


@pytest.mark.parametrize("role", ["member", "chair", "network", "auditor", "admin", "author", "outsider"])
def test_nobody_else_orders_a_report(town, role):
    plan = make_plan()
    with pytest.raises(Refused, match="Du kan ikke bestille en rapport"):
        order_report(plan, actor=town.people[role], status_on=clock.today())
    assert (ReportRun.objects.count(), acts()) == (0, ["report.define"])


@pytest.mark.parametrize(
    ("days", "said"), [(1, "Datoen ligger ude i fremtiden"), (-10_000, "Vælg en dag efter 1. januar 2000")]
)
def test_a_day_that_cannot_be_reported_on_is_refused(town, days, said):
    with pytest.raises(Refused, match=said):
        order_report(make_plan(), actor=town.director, status_on=clock.today() + timedelta(days=days))
    assert ReportRun.objects.count() == 0


def test_a_plan_out_of_use_is_not_ordered(town):
    with pytest.raises(Refused, match="Planen er ikke i brug"):
        order_report(make_plan(is_active=False), actor=town.director, status_on=clock.today())


# --- The schedule ----------------------------------------------------------------------------------------------------


def test_a_due_report_is_queued_once_however_often_it_is_looked_up(town):
    with at(2027, 1, 20, 8):
        make_plan()
    with at(2027, 2, 5, 6, 59):
        assert schedule_due_reports() == 0
    with at(2027, 2, 5, 7):
        assert (schedule_due_reports(), schedule_due_reports()) == (1, 0)
    with at(2027, 2, 28, 12):
        assert schedule_due_reports() == 0
    run = ReportRun.objects.get()
    assert (run.status_on, run.requested_by, run.requested_by_name) == (date(2027, 2, 5), None, "")
    assert run.key == "status-til-ledelsen:2027-02-05"


def test_what_was_missed_is_made_up_once_and_not_ten_times(town):
    with at(2027, 1, 20, 8):
        make_plan()
    with at(2027, 12, 20, 8):
        assert (schedule_due_reports(), schedule_due_reports()) == (1, 0)
    assert [run.status_on for run in ReportRun.objects.all()] == [date(2027, 12, 5)]


def test_nothing_is_made_up_from_before_the_plan(town):
    with at(2027, 1, 20, 8):
        make_plan()
        assert schedule_due_reports() == 0


def test_a_new_schedule_makes_nothing_up_from_the_time_before_it(town):
    with at(2027, 1, 20, 8):
        plan = make_plan(day=25)
    with at(2027, 1, 22, 8):
        body = Body.objects.get(kind=BodyKind.MANAGEMENT)
        said = Plan("Status til ledelsen", body, ReportScope.ALL, ReportCadence.MONTHLY, day=21, hour=7)
        change_definition(plan, said, actor=None)
        assert schedule_due_reports() == 0
    with at(2027, 2, 21, 7):
        assert schedule_due_reports() == 1


@pytest.mark.parametrize("fields", [{"is_active": False}, {"cadence": ReportCadence.NONE}])
def test_a_plan_out_of_use_or_on_demand_is_never_due(town, fields):
    with at(2027, 1, 20, 8):
        make_plan(**fields)
    with at(2027, 6, 20, 8):
        assert schedule_due_reports() == 0


# --- The lease -------------------------------------------------------------------------------------------------------


def test_a_run_is_taken_by_one_and_by_nobody_while_the_lease_lasts(town):
    run = make_run(make_plan())
    first = take_lease(run.pk)
    assert (first.attempt, take_lease(run.pk), make_report(run.pk)) == (1, None, False)


def test_progress_keeps_the_run_and_tells_the_page(town):
    run, now = make_run(make_plan()), clock.now()
    lease = take_lease(run.pk)
    with clock.standing_at(now + timedelta(seconds=15)):
        tell_progress(lease, RunStep.SETTING, 40)
    run.refresh_from_db()
    assert (run.step, run.progress, run.lease_until) == ("setting", 40, now + timedelta(seconds=15) + LEASE)


def test_a_dead_workers_run_is_taken_back_and_the_dead_publishes_nothing(town):
    run, now = make_run(make_plan()), clock.now()
    dead = take_lease(run.pk)
    with clock.standing_at(now + LEASE - timedelta(seconds=1)):
        assert take_back_lost() == 0
    with clock.standing_at(now + LEASE + timedelta(seconds=1)):
        assert (take_back_lost(), take_back_lost()) == (1, 0)
        living = take_lease(run.pk)
    assert (dead.attempt, living.attempt) == (1, 2)
    with pytest.raises(LeaseLostError):
        tell_progress(dead, RunStep.STORING, 90)
    give_back(dead, "for sent")
    assert ReportRun.objects.get().state == RunState.RUNNING
    tell_progress(living, RunStep.STORING, 90)


def test_a_lost_job_is_sent_again_when_its_time_in_the_queue_is_up(town, django_capture_on_commit_callbacks):
    run, now = make_run(make_plan()), clock.now()
    with django_capture_on_commit_callbacks() as early:
        assert take_back_lost() == 0
    with clock.standing_at(now + timedelta(seconds=61)), django_capture_on_commit_callbacks() as late:
        assert (take_back_lost(), take_back_lost()) == (1, 0)
    assert (len(early), len(late), ReportRun.objects.get(pk=run.pk).attempts) == (0, 1, 0)


def test_after_the_last_attempt_a_run_is_given_up_and_says_so(town):
    run, now = make_run(make_plan()), clock.now()
    for attempt in range(MOST_ATTEMPTS):
        with clock.standing_at(now + (LEASE + timedelta(seconds=1)) * attempt):
            assert take_lease(run.pk).attempt == attempt + 1
        with clock.standing_at(now + (LEASE + timedelta(seconds=1)) * (attempt + 1)):
            assert take_back_lost() == 1
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.FAILED, "Jobmotoren standsede, mens den lavede rapporten.")
    assert (take_lease(run.pk), take_back_lost(), acts()) == (None, 0, ["report.define", "report.fail"])


def test_a_fault_puts_the_run_back_with_what_went_wrong_and_is_raised(town, monkeypatch):
    def fail(_html):
        message = "papiret slap op"
        raise RuntimeError(message)

    monkeypatch.setattr(report_making, "render_pdf", fail)
    run = make_run(make_plan())
    for attempt in range(1, MOST_ATTEMPTS + 1):
        with pytest.raises(RuntimeError):
            make_report(run.pk)
        run.refresh_from_db()
        state = RunState.FAILED if attempt == MOST_ATTEMPTS else RunState.QUEUED
        assert (run.state, run.attempts, run.error) == (state, attempt, "RuntimeError: papiret slap op")
    assert (make_report(run.pk), OutboxMessage.objects.count()) == (False, 0)


# --- Publication -----------------------------------------------------------------------------------------------------


def test_a_report_is_published_whole_with_its_hashes(town):
    colours(town)
    plan = make_plan()
    assert make_report(make_run(plan).pk) is True
    run = ReportRun.objects.get()
    pdf = run.file.read()
    run.file.close()
    assert (run.state, run.progress, run.lease_until, run.size) == (RunState.DONE, 100, None, len(pdf))
    assert run.sha256 == hashlib.sha256(pdf).hexdigest()
    assert run.snapshot_sha256 == digest(run.snapshot)
    assert run.file_name == f"status-til-ledelsen-{clock.today().isoformat()}.pdf"
    assert str(run.file.name).startswith("reports/")
    link = AuditEntry.objects.get(sequence=run.chain_sequence)
    assert (run.chain_hash, run.snapshot["chain_hash"]) == (link.hash, link.hash)
    assert acts() == ["report.define", "report.publish"]


def test_a_job_that_is_delivered_twice_publishes_once(town):
    run = make_run(make_plan())
    assert (make_report_job(run=run.pk), make_report_job(run=run.pk)) == (True, False)
    assert (acts().count("report.publish"), make_report_job(run=999_999)) == (1, False)


def test_the_recipients_get_one_mail_each_with_the_finding_and_the_way(town, settings):
    settings.SITE_ADDRESS = "https://pejling.test"
    run = publish(make_plan(extra=(town.it,)))
    assert set(OutboxMessage.objects.values_list("recipient__name", flat=True)) == {
        town.director.name, town.other_director.name, town.it.name,
    }  # fmt: skip
    one = OutboxMessage.objects.first()
    assert one.body == f"{run.snapshot['headline']}\n\nLæs rapporten her: https://pejling.test/rapporter/{run.pk}/"
    assert mail.outbox == []


def test_a_report_that_is_not_to_be_sent_is_sent_to_nobody(town):
    publish(make_plan(), sends_mail=False)
    assert OutboxMessage.objects.count() == 0


def test_a_failing_publication_leaves_no_file_no_mail_and_no_act(town, monkeypatch, tmp_path):
    def fail(*_arguments):
        message = "x"
        raise RuntimeError(message)

    run = make_run(make_plan())
    monkeypatch.setattr(report_making, "recipients_of", fail)
    with pytest.raises(RuntimeError):
        make_report(run.pk)
    run.refresh_from_db()
    assert (run.state, run.snapshot, run.sha256, str(run.file)) == (RunState.QUEUED, None, "", "")
    assert (list(tmp_path.rglob("reports/*")), OutboxMessage.objects.count(), acts()) == ([], 0, ["report.define"])


@pytest.mark.parametrize(
    "change", [{"snapshot": {}}, {"sha256": "0" * 64}, {"file": "x"}, {"chain_hash": "x"}, {"state": "queued"}]
)
def test_a_published_report_stands_in_the_database_itself(town, change):
    run = publish(make_plan())
    with pytest.raises(ProgrammingError), transaction.atomic():
        ReportRun.objects.filter(pk=run.pk).update(**change)
    with pytest.raises(ProgrammingError), transaction.atomic():
        ReportRun.objects.filter(pk=run.pk).delete()


def test_the_next_report_tells_of_what_happened_since_the_one_before(town):
    plan, today = make_plan(), clock.today()
    first = publish(plan, on=today - timedelta(days=10))
    second = publish(plan, on=today, key="to")
    assert first.snapshot["since"] == (today - timedelta(days=100)).isoformat()
    assert second.snapshot["since"] == (today - timedelta(days=10)).isoformat()


# --- Conflicts of interest -------------------------------------------------------------------------------------------


def test_whoever_is_barred_from_a_case_gets_no_copy_and_finds_no_report_that_names_it(town):
    case = make_submitted(town, "review")
    declare_conflict(case, actor=town.director, ground=ConflictGround.FAMILY, explanation="Min søster er leverandøren")
    make_recommended(town, case)
    run = publish(make_plan())
    assert [one.proposal_id for one in ReportedCase.objects.all()] == [case.pk]
    told = OutboxMessage.objects.filter(key__startswith="report:")
    assert [one.recipient for one in told] == [town.other_director]
    seen = {name for name, one in town.people.items() if ReportRun.objects.visible_to(one).filter(pk=run.pk)}
    assert seen == {"it", "secretary", "other_director", "auditor"}


def test_a_conflict_declared_afterwards_hides_the_report_too(town):
    case = make_submitted(town, "review")
    make_project(town.units["care"], "Projektet", proposal=case)
    run = publish(make_plan())
    assert ReportRun.objects.visible_to(town.director).count() == 1
    declare_conflict(case, actor=town.director, ground=ConflictGround.FAMILY, explanation="Min søster er leverandøren")
    assert ReportRun.objects.visible_to(town.director).count() == 0
    assert ReportRun.objects.visible_to(town.other_director).get() == run


# --- The plans -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["admin", "secretary"])
def test_those_who_keep_the_plans_make_and_change_them(town, role):
    person, body = town.people[role], Body.objects.get(kind=BodyKind.IT_NETWORK)
    plan = create_definition(
        Plan("Årlig støj på Ærø", body, ReportScope.JOINT, ReportCadence.QUARTERLY, 31, 6), actor=person
    )
    same = create_definition(Plan("Årlig støj på Ærø", body, ReportScope.ALL, ReportCadence.NONE, 1, 0), actor=person)
    said = Plan("Nyt navn", body, ReportScope.ALL, ReportCadence.MONTHLY, 5, 7)
    changed = change_definition(plan, said, extra=[town.it], actor=person)
    assert (plan.code, same.code, changed.code) == ("aarlig-stoej-paa-aeroe", "aarlig-stoej-paa-aeroe-2", plan.code)
    assert (changed.name, list(changed.extra_people.all())) == ("Nyt navn", [town.it])
    assert acts() == ["report.define", "report.define", "report.change"]
    data = AuditEntry.objects.filter(act="report.change").get().data
    assert (data["before"]["name"], data["after"]["name"]) == ("Årlig støj på Ærø", "Nyt navn")


@pytest.mark.parametrize("role", ["director", "it", "chair", "network", "auditor", "outsider"])
def test_nobody_else_does(town, role):
    plan = make_plan()
    said = Plan("Kup", plan.body, ReportScope.ALL, ReportCadence.NONE, 1, 0)
    for attempt in (
        lambda: create_definition(said, actor=town.people[role]),
        lambda: change_definition(plan, said, actor=town.people[role]),
    ):
        with pytest.raises(Refused, match="Du kan ikke ændre rapportplanerne"):
            attempt()
    assert (ReportDefinition.objects.get().name, acts()) == ("Status til ledelsen", ["report.define"])


def test_a_recipient_who_may_not_see_the_cases_is_refused(town):
    with pytest.raises(Refused, match="Outsider Test må ikke se de indsendte sager"):
        make_plan(extra=(town.outsider,))
    assert ReportDefinition.objects.count() == 0
