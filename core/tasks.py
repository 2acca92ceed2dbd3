"""The foundation's jobs."""

from celery import shared_task

from core.domain import outbox


@shared_task(name="core.send_outbox")
def send_outbox() -> int:
    """Send the waiting messages; idempotent, each row is sent once."""
    return outbox.send_unsent()
