"""Who is reminded of a benefit, when, once each; and what a pause of the scheduler makes up for."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from config.celery import app
from core import clock
from core.models import OutboxMessage, Parameter
from governance.domain.benefit_moves import Measured, Plan, name_benefit_owner, plan_benefit, record_measurement
from governance.domain.benefit_reminders import remind_of_benefits
from portfolio.enums import ProjectPhase
from portfolio.models import Project
from tests.factories.governance import Town, make_town
from tests.factories.projects import in_days, make_due, make_project
from tests.worker import eventually, worker


@pytest.fixture
def project(town: Town) -> Project:
    """A project whose benefits are due today; `author` owns the money, `owner` the goal."""
    project = make_project(town, ProjectPhase.REALISATION)
    make_due(project, days_ago=0)
    plan = project.benefits.filter(due_on__isnull=False)
    plan.update(due_on=clock.today())
    OutboxMessage.objects.all().delete()
    return Project.objects.get(pk=project.pk)


def after(days: int) -> list[tuple[str, str]]:
    """Let the scheduler run `days` from now; return whom it has written to since the last time, and of what."""
    before = set(OutboxMessage.objects.values_list("pk", flat=True))
    with clock.standing_at(clock.now() + timedelta(days=days)):
        remind_of_benefits()
    sent = OutboxMessage.objects.exclude(pk__in=before).select_related("recipient").order_by("pk")
    return [(one.recipient.name, one.key.split(":")[-1]) for one in sent]


def test_the_owner_on_the_day_and_thirty_days_after_then_the_manager(town, project):
    assert after(-1) == []
    assert after(0) == [("Author Test", "due"), ("Owner Test", "due")]
    assert after(0) == after(29) == []
    assert after(30) == [("Author Test", "again"), ("Owner Test", "again")]
    assert after(59) == []
    assert after(60) == [("Head Test", "manager"), ("Head Test", "manager")]
    assert after(400) == []


def test_after_a_pause_only_the_latest_is_sent(town, project):
    assert after(45) == [("Author Test", "again"), ("Owner Test", "again")]
    assert after(46) == []


def test_the_words_lead_straight_to_the_form(town, project):
    after(0)
    benefit = project.benefits.get(label="Mindre porto")
    mail = OutboxMessage.objects.get(recipient=town.author)
    assert mail.subject == f"{project.number} Mål gevinsten: Mindre porto"
    assert f"{settings.SITE_ADDRESS}/gevinster/{benefit.pk}/maaling/" in mail.body
    assert "Lovet: 100.000 kr. om året." in mail.body
    after(60)
    to_manager = OutboxMessage.objects.filter(recipient=town.head)[0]
    assert "Owner Test har ansvaret for denne gevinst." in to_manager.body or "Author Test har" in to_manager.body


def test_what_has_been_settled_or_moved_is_left_alone(town, project):
    money, goal = project.benefits.get(label="Mindre porto"), project.benefits.get(label="Timer")
    record_measurement(money, Measured(clock.today(), realised=1, final=True), actor=town.author)
    plan_benefit(goal, Plan("", "", goal.unit, in_days(10)), actor=town.owner, reason="Ferie")
    assert after(5) == []
    assert after(10) == [("Owner Test", "due")]


def test_of_a_head_the_director_is_told_and_where_nobody_leads_the_owner_again(town, project):
    money = project.benefits.get(label="Mindre porto")
    name_benefit_owner(money, town.head, actor=town.owner)
    assert ("Director Test", "manager") in after(60)


def test_whoever_cannot_see_the_project_is_not_written_to(town, project):
    Project.objects.filter(pk=project.pk).update(restricted=True)
    project.proposal.bars.create(person=town.author)
    project.proposal.bars.create(person=town.head)
    assert after(0) == [("Owner Test", "due"), ("Owner Test", "due")]
    assert {name for name, _reminder in after(60)} == {"Director Test"}


def test_the_limits_are_those_of_policy(town, project):
    row = Parameter.objects.get(key="benefit_reminder_days", profile="odder")
    Parameter.objects.create(
        profile=row.profile, key=row.key, value=10, unit=row.unit, valid_from=clock.today(), source="Direktionen"
    )
    after(0)
    assert after(10) == [("Author Test", "again"), ("Owner Test", "again")]


def test_the_scheduler_asks_every_morning():
    entry = settings.CELERY_BEAT_SCHEDULE["remind-of-benefits"]
    assert (entry["task"], entry["schedule"].hour, entry["schedule"].minute) == (
        "governance.remind_of_benefits", {6}, {30},
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_sends_each_reminder_once(settings, tmp_path):
    media = tmp_path / "media"
    media.mkdir()
    settings.MEDIA_ROOT = media
    town = make_town()
    project = make_project(town, ProjectPhase.REALISATION)
    make_due(project, days_ago=0)
    OutboxMessage.objects.all().delete()
    with worker(Path(media)):
        app.send_task("governance.remind_of_benefits")
        app.send_task("governance.remind_of_benefits")
        sent = OutboxMessage.objects.filter(key__startswith="benefit:", sent_at__isnull=False)
        assert eventually(lambda: sent.count() == 2)
    assert OutboxMessage.objects.filter(key__startswith="benefit:").count() == 2
