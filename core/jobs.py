"""Jobs are enqueued by name, after the commit, with primitive keyword arguments only."""

from celery import current_app
from django.db import transaction


def enqueue(name: str, **arguments: str | int | bool | None) -> None:
    """Enqueue the task `name` when the present transaction commits; nothing is sent if it rolls back."""
    transaction.on_commit(lambda: current_app.send_task(name, kwargs=arguments))
