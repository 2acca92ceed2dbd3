"""Messages: promised in the transaction of the move, sent by the worker, once each."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.core.mail import send_mail
from django.db import transaction

from core import clock
from core.jobs import enqueue
from core.models import OutboxMessage

if TYPE_CHECKING:
    from core.models import User

_holding: ContextVar[str] = ContextVar("held_batch", default="")


def promise(recipient: "User", *, subject: str, body: str, key: str) -> OutboxMessage:
    """Promise a mail; the same `key` promises nothing twice. Sending starts after the commit, unless it is held."""
    batch = _holding.get()
    message, created = OutboxMessage.objects.get_or_create(
        key=key,
        defaults={
            "recipient": recipient,
            # What people have called a thing may hold a line break, which no subject can.
            "subject": " ".join(subject.split())[:200],
            "body": body,
            "created_at": clock.now(),
            "batch": batch,
            "held": bool(batch),
        },
    )
    if created and not batch:
        enqueue("core.send_outbox")
    return message


@contextmanager
def held_back(batch: str) -> Iterator[None]:
    """Let every mail that is promised within be a draft of `batch`; "" holds nothing."""
    token = _holding.set(batch)
    try:
        yield
    finally:
        _holding.reset(token)


def release(batch: str) -> int:
    """Let the drafts of `batch` leave after the commit, and return how many they are."""
    count = OutboxMessage.objects.filter(batch=batch, held=True).update(held=False)
    if count:
        enqueue("core.send_outbox")
    return count


def send_unsent() -> int:
    """Send what waits and return how many; a failing address waits for the next sweep.

    Each row is locked while it is sent, so that two workers never send the same mail.
    """
    sent = 0
    for pk in OutboxMessage.objects.unsent().values_list("pk", flat=True):
        sent += _send(pk)
    return sent


@transaction.atomic
def _send(pk: int) -> int:
    message = (
        OutboxMessage.objects.unsent()
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("recipient")
        .filter(pk=pk)
        .first()
    )
    if message is None:
        return 0
    message.attempts += 1
    try:
        send_mail(message.subject, message.body, None, [message.recipient.email])
    except (OSError, ValueError) as error:
        # Also what cannot be written as a mail at all: it must not hold back those that wait behind it.
        message.last_error = str(error)[:300]
    else:
        message.sent_at, message.last_error = clock.now(), ""
    message.save(update_fields=["attempts", "last_error", "sent_at"])
    return int(message.sent_at is not None)
