"""A calculation for the pool's workbench that takes too long to wait for: robustness and the exact frontier."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import CalculationStep, RunState
from governance.models.pool_year import PoolYear


class PoolCalculation(models.Model):
    """One question to the pool, calculated thoroughly by a worker.

    `digest` names everything it is calculated from: a page whose figures are the same finds it, and once anything has
    changed it is no longer found. `question` holds those figures, `chosen` how often each case was chosen (by
    its id), and `frontier` the points. `seed` gives the same draws again. A worker that has not been heard of for a
    while is thought dead; the calculation can then be ordered again.
    """

    pool_year = models.ForeignKey(PoolYear, on_delete=models.CASCADE, related_name="calculations")
    digest = models.CharField(max_length=64)
    question = models.JSONField()
    seed = models.BigIntegerField(_("Seed"))
    draws = models.PositiveIntegerField(_("Draws"))
    state = models.CharField(_("State"), max_length=10, choices=RunState, default=RunState.QUEUED)
    step = models.CharField(_("Step"), max_length=10, choices=CalculationStep, default=CalculationStep.WAITING)
    progress = models.PositiveSmallIntegerField(_("Progress"), default=0)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    queued_at = models.DateTimeField(_("Ordered"))
    heard_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(_("Finished"), null=True)
    chosen = models.JSONField(null=True)
    frontier = models.JSONField(null=True)

    class Meta:
        verbose_name = _("calculation for the pool")
        verbose_name_plural = _("calculations for the pool")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("pool_year", "digest"), name="calculation_once"),
            models.CheckConstraint(condition=models.Q(state__in=RunState.values), name="calculation_state_known"),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="calculation_progress_within_100"),
            models.CheckConstraint(
                condition=~models.Q(state=RunState.DONE) | models.Q(chosen__isnull=False, frontier__isnull=False),
                name="calculation_done_whole",
            ),
        )
        # How far the worker is, is not history; the figures can be calculated again from the seed.
        triggers = (row_history(kept_out=("step", "progress", "heard_at", "question", "chosen", "frontier")),)

    def __str__(self) -> str:
        return f"{self.pool_year_id} {self.digest[:12]}"
