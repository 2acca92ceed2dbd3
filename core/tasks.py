"""The foundation's jobs."""

from celery import shared_task

from core.domain import outbox, posting


@shared_task(name="core.send_outbox")
def send_outbox() -> int:
    """Send the waiting messages; idempotent, each row is sent once."""
    return outbox.send_unsent()


@shared_task(name="core.forget_posted")
def forget_posted() -> int:
    """Forget the requests that were carried out long ago; idempotent."""
    return posting.forget_posted()
