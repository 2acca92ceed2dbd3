"""A report is made by one worker at a time: it is taken for a while, kept by a heartbeat, and taken back from the dead.

The queue may deliver a job twice or lose it; the row in the database decides. `attempts` grows each time the run is
taken, and whatever a worker writes is held against it, so that one that was thought dead changes nothing any more.
"""

import threading
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Self

from django.db import connection, transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.jobs import enqueue
from governance.enums import RunState, RunStep
from governance.models import ReportRun
from governance.querysets import ReportRunQuerySet

LEASE, HEARTBEAT = timedelta(seconds=20), timedelta(seconds=5)
# How long a run may wait in the queue before its job is thought lost and sent again.
QUEUE_PATIENCE = timedelta(seconds=60)
MOST_ATTEMPTS = 3


class LeaseLostError(Exception):
    """Somebody else has the run now."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A run that has been taken, and which taking of it this is."""

    run: int
    attempt: int


@transaction.atomic
def take_lease(pk: int) -> Lease | None:
    """Take the run to make it; None where it is made, given up, or in other hands."""
    run = ReportRun.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    if run is None or run.state not in (RunState.QUEUED, RunState.RUNNING):
        return None
    now = clock.now()
    if run.state == RunState.RUNNING and run.lease_until and run.lease_until >= now:
        return None
    if run.attempts >= MOST_ATTEMPTS:
        return None
    run.state, run.step, run.progress, run.error = RunState.RUNNING, RunStep.READING, 5, ""
    run.attempts, run.started_at, run.lease_until = run.attempts + 1, now, now + LEASE
    run.save(update_fields=["state", "step", "progress", "error", "attempts", "started_at", "lease_until"])
    return Lease(run.pk, run.attempts)


def tell_progress(lease: Lease, step: RunStep, progress: int) -> None:
    """Say where the making stands, and keep the run. Raises `LeaseLostError` where it is somebody else's."""
    if not _held(lease).update(step=step, progress=progress, lease_until=clock.now() + LEASE):
        raise LeaseLostError


def lock_run(lease: Lease) -> ReportRun:
    """Return the run, locked for its publication. Raises `LeaseLostError` where it is somebody else's."""
    run = _held(lease).select_for_update(of=("self",)).select_related("definition").first()
    if run is None:
        raise LeaseLostError
    return run


def give_back(lease: Lease, why: str) -> None:
    """Put the run back after a fault, or give it up after the last attempt; one that is lost is left alone."""
    with transaction.atomic():
        run = _held(lease).select_for_update(of=("self",)).first()
        if run is not None:
            _put_back(run, why)


def take_back_lost() -> int:
    """Queue the runs that nobody works on again and return how many; after the last attempt a run is given up."""
    lost = ReportRun.objects.left_behind(clock.now()).values_list("pk", flat=True)
    return sum(_take_back(pk) for pk in list(lost))


@transaction.atomic
def _take_back(pk: int) -> bool:
    rows = ReportRun.objects.left_behind(clock.now()).select_for_update(skip_locked=True, of=("self",))
    run = rows.filter(pk=pk).first()
    if run is None:
        return False
    _put_back(run, _("The worker stopped while it made the report.") if run.state == RunState.RUNNING else "")
    if run.state == RunState.QUEUED:
        enqueue("governance.make_report", run=run.pk)
    return True


def _put_back(run: ReportRun, why: str) -> None:
    run.error = why[:300]
    if run.attempts >= MOST_ATTEMPTS:
        run.state, run.lease_until = RunState.FAILED, None
        record("report.fail", actor=None, subject=run, reason=run.error)
    else:
        run.state, run.step, run.progress = RunState.QUEUED, RunStep.WAITING, 0
        run.lease_until = clock.now() + QUEUE_PATIENCE
    run.save(update_fields=["state", "step", "progress", "error", "lease_until"])


def _held(lease: Lease) -> "ReportRunQuerySet":
    return ReportRun.objects.filter(pk=lease.run, attempts=lease.attempt, state=RunState.RUNNING)


class Heartbeat:
    """Keeps a run while a long step says nothing; ends with the block, and by itself when the run is lost."""

    def __init__(self, lease: Lease, every: timedelta = HEARTBEAT) -> None:
        """Start nothing yet."""
        self._lease, self._every = lease, every
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._over.wait(self._every.total_seconds()):
                if not _held(self._lease).update(lease_until=clock.now() + LEASE):
                    return
        finally:
            # The thread's own, not the worker's.
            connection.close()
