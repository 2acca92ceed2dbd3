"""A report as it was made once: ordered or due, made by a worker, and frozen when it is published."""

import uuid

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import RunState, RunStep
from governance.models.report_definition import ReportDefinition
from governance.querysets import ReportRunQuerySet


def storage_name(_run: "ReportRun", _filename: str) -> str:
    """Return a name that says nothing, as attachments have it."""
    return f"reports/{uuid.uuid4().hex}"


class ReportRun(models.Model):
    """One making of a report. `key` names a due slot, so that it is made once whoever asks; an order has its own.

    While it is made, `attempts` fences the worker that has it: only the latest taker may publish, and only it can
    extend `lease_until`. Until then it is somebody's turn, the queue's or the worker's; afterwards the run is taken
    back (`governance.domain.report_leases`).
    `snapshot` is all that the pages say, `snapshot_sha256` the hash over it that they print; `sha256` is the file's.
    `chain_sequence` and `chain_hash` are the last act of the audit log at that moment: a log that has since lost its
    end can be held against them.
    """

    definition = models.ForeignKey(ReportDefinition, on_delete=models.PROTECT, related_name="runs")
    name = models.CharField(_("Name at the time"), max_length=150)
    status_on = models.DateField(_("Status on"))
    key = models.CharField(max_length=150, unique=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Ordered by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    requested_by_name = models.CharField(_("Name and title at the time"), max_length=310, blank=True)
    sends_mail = models.BooleanField(_("Sent to the recipients"), default=True)
    state = models.CharField(_("State"), max_length=10, choices=RunState, default=RunState.QUEUED)
    step = models.CharField(_("Step"), max_length=10, choices=RunStep, default=RunStep.WAITING)
    progress = models.PositiveSmallIntegerField(_("Progress"), default=0)
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0)
    lease_until = models.DateTimeField(null=True, editable=False)
    error = models.CharField(_("What went wrong"), max_length=300, blank=True)
    queued_at = models.DateTimeField(_("Ordered"))
    started_at = models.DateTimeField(_("Begun"), null=True)
    published_at = models.DateTimeField(_("Published"), null=True)
    snapshot = models.JSONField(_("Snapshot"), null=True, encoder=DjangoJSONEncoder)
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    file = models.FileField(_("File"), upload_to=storage_name, blank=True)
    file_name = models.CharField(_("File name"), max_length=200, blank=True)
    size = models.PositiveIntegerField(_("Size in bytes"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    chain_sequence = models.BigIntegerField(null=True)
    chain_hash = models.CharField(max_length=64, blank=True)

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("-status_on", "-pk")
        permissions = (("open_reports", "Opens the archive of reports"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=RunState.values), name="run_state_known"),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="run_progress_within_100"),
            models.CheckConstraint(
                condition=~models.Q(state=RunState.DONE)
                | (
                    models.Q(snapshot__isnull=False, published_at__isnull=False)
                    & models.Q(chain_sequence__isnull=False, size__gt=0)
                    & ~models.Q(snapshot_sha256="")
                    & ~models.Q(sha256="")
                    & ~models.Q(file="")
                    & ~models.Q(chain_hash="")
                ),
                name="run_published_whole",
            ),
        )
        indexes = (
            models.Index(
                fields=("state", "lease_until"), name="run_open", condition=models.Q(state__in=("queued", "running"))
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="published_run_stands",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=RunState.DONE.value),
            ),
            # How far the worker is, is not history; of the snapshot its hash is.
            row_history(kept_out=("step", "progress", "lease_until", "snapshot")),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.status_on:%d.%m.%Y}"
