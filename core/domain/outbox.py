"""Messages: promised in the transaction of the move, sent by the worker, once each."""

from typing import TYPE_CHECKING

from django.core.mail import send_mail
from django.db import transaction

from core import clock
from core.jobs import enqueue
from core.models import OutboxMessage

if TYPE_CHECKING:
    from core.models import User


def promise(recipient: "User", *, subject: str, body: str, key: str) -> OutboxMessage:
    """Promise a mail; the same `key` promises nothing twice. Sending starts after the commit."""
    message, created = OutboxMessage.objects.get_or_create(
        key=key,
        defaults={"recipient": recipient, "subject": subject[:200], "body": body, "created_at": clock.now()},
    )
    if created:
        enqueue("core.send_outbox")
    return message


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
    except OSError as error:
        message.last_error = str(error)[:300]
    else:
        message.sent_at, message.last_error = clock.now(), ""
    message.save(update_fields=["attempts", "last_error", "sent_at"])
    return int(message.sent_at is not None)
