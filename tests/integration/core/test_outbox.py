import pytest
from django.core import mail
from django.db import transaction

from core.domain import outbox
from core.models import OutboxMessage
from core.tasks import send_outbox
from tests.factories.core import make_person

pytestmark = pytest.mark.django_db


def promise(person, key="en"):
    return outbox.promise(person, subject="Emne", body="Tekst", key=key)


def test_a_promised_mail_is_sent_once():
    person = make_person("Anna Lund")
    promise(person)
    assert [message.to for message in mail.outbox] == []
    assert (send_outbox(), send_outbox()) == (1, 0)
    assert [(message.to, message.subject, message.body) for message in mail.outbox] == [
        (["anna.lund@test.invalid"], "Emne", "Tekst")
    ]
    sent = OutboxMessage.objects.get()
    assert (sent.attempts, sent.last_error, sent.sent_at is None) == (1, "", False)


def test_the_same_key_promises_nothing_twice():
    person = make_person("Anna Lund")
    assert promise(person) == promise(person)
    assert promise(person, key="to") != promise(person)
    assert OutboxMessage.objects.count() == 2


def test_sending_is_asked_for_after_the_commit_only(django_capture_on_commit_callbacks):
    person = make_person("Anna Lund")
    with django_capture_on_commit_callbacks() as first:
        promise(person)
    with django_capture_on_commit_callbacks() as second:
        promise(person)
    assert (len(first), len(second)) == (1, 0)


def test_a_promise_that_is_rolled_back_is_no_promise():
    person = make_person("Anna Lund")
    with transaction.atomic():
        promise(person)
        transaction.set_rollback(True)
    assert OutboxMessage.objects.count() == 0


def test_a_server_that_does_not_answer_costs_no_mail(settings):
    person = make_person("Anna Lund")
    promise(person)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert send_outbox() == 0
    waiting = OutboxMessage.objects.get()
    assert (waiting.attempts, waiting.sent_at, waiting.last_error != "") == (1, None, True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_outbox() == 1
    assert (OutboxMessage.objects.get().attempts, OutboxMessage.objects.get().last_error) == (2, "")


def test_after_ten_attempts_a_message_is_left_alone():
    promise(make_person("Anna Lund"))
    OutboxMessage.objects.update(attempts=10)
    assert send_outbox() == 0
    assert mail.outbox == []


def test_one_bad_message_holds_no_other_up(settings):
    anna, bo = make_person("Anna Lund"), make_person("Bo Lind")
    promise(anna, key="en")
    promise(bo, key="to")
    OutboxMessage.objects.filter(key="en").update(attempts=10)
    assert send_outbox() == 1
    assert [message.to for message in mail.outbox] == [["bo.lind@test.invalid"]]


def test_a_subject_is_one_line_whatever_the_thing_is_called():
    outbox.promise(make_person("Anna Lund"), subject="Hjælp\r\nBcc: alle@test.invalid", body="Tekst", key="en")
    assert send_outbox() == 1
    assert [(one.subject, one.recipients()) for one in mail.outbox] == [
        ("Hjælp Bcc: alle@test.invalid", ["anna.lund@test.invalid"])
    ]


def test_what_cannot_be_written_as_a_mail_holds_no_other_up():
    promise(make_person("Anna Lund"), key="en")
    promise(make_person("Bo Lind"), key="to")
    OutboxMessage.objects.filter(key="en").update(subject="To\nlinjer")
    assert send_outbox() == 1
    assert [message.to for message in mail.outbox] == [["bo.lind@test.invalid"]]
    left = OutboxMessage.objects.get(key="en")
    assert (left.attempts, left.sent_at, left.last_error != "") == (1, None, True)
