"""A project: what a decision sets going, followed until it ends."""

from decimal import Decimal
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Unit
from core.models.row_history import row_history
from portfolio.enums import Light, ProjectPhase, ProjectTrack
from portfolio.models.proposal import Proposal, write_number
from portfolio.querysets import ProjectQuerySet

_SHOWN = (
    "title", "track", "phase", "restricted", "started_on", "ended_on", "operation_on", "follow_up_on", "forecast",
    "expected_end",
)  # fmt: skip


def _amount(label: Any) -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(label, max_digits=14, decimal_places=2, null=True, blank=True)


def _light(label: Any) -> "models.CharField[str, str]":
    return models.CharField(label, max_length=10, choices=Light, blank=True, editable=False)


class Project(models.Model):
    """One project with its baseline, fixed by the decision that created it, and its newest status.

    `case_year` and `case_serial` repeat the number of the case, which never changes, so that the lists sort by it.
    `proposal` is empty for a project that was imported; then `reference` is the number it came with and
    `source_texts` holds, by field, what stood in the source where no figure could be read: that is shown as not
    stated, never as 0. Amounts are DKK excluding VAT, None where nobody has stated them. `granted` is the pool's money.
    The `light_*`, `spent`, `forecast`, `expected_end` and `decision_needed` columns repeat the newest `StatusUpdate`
    for the lists; `portfolio.domain.statuses` alone writes them. `operation_on` is when normal operation began, and
    `follow_up_on`, the agreed period later, when the benefits are measured (C20, E7).
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, null=True, related_name="project")
    case_year = models.PositiveSmallIntegerField(null=True, editable=False)
    case_serial = models.PositiveIntegerField(null=True, editable=False)
    reference = models.CharField(_("Number in the source"), max_length=60, blank=True)
    source = models.CharField(_("Source"), max_length=200, blank=True)
    source_texts = models.JSONField(_("What the source says instead"), default=dict, blank=True)
    title = models.CharField(_("Title"), max_length=200)
    summary = models.TextField(_("What it is for"), blank=True)
    unit = models.ForeignKey(Unit, verbose_name=_("Unit"), on_delete=models.PROTECT, null=True, related_name="projects")
    unit_name = models.CharField(_("Unit at the time"), max_length=600, blank=True)
    area = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Project owner"),
        on_delete=models.PROTECT,
        null=True,
        related_name="owned_projects",
    )
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Project manager"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="managed_projects",
    )
    track = models.CharField(_("Track"), max_length=10, choices=ProjectTrack, default=ProjectTrack.STANDARD)
    phase = models.CharField(_("Phase"), max_length=12, choices=ProjectPhase, default=ProjectPhase.ANALYSIS)
    phase_since = models.DateTimeField(_("In this phase since"))
    restricted = models.BooleanField(_("Restricted"), default=False)
    started_on = models.DateField(_("Started"), null=True)
    ended_on = models.DateField(_("Ended"), null=True)
    end_reason = models.TextField(_("Why it ended"), blank=True)
    operation_on = models.DateField(_("In normal operation since"), null=True, blank=True)
    follow_up_on = models.DateField(_("Benefits followed up on"), null=True, blank=True)
    # Several departments take part, by the decided version: then IT evaluates what it has given (C28).
    cross_cutting = models.BooleanField(_("Cross-cutting"), default=False, editable=False)
    # The baseline, fixed by the decision.
    granted = models.DecimalField(_("Granted from the pool"), max_digits=14, decimal_places=2, default=Decimal(0))
    baseline_cost = _amount(_("Planned cost"))
    baseline_benefit = _amount(_("Planned gain"))
    baseline_end = models.DateField(_("Planned end"), null=True, blank=True)
    # The newest status.
    light_time = _light(pgettext_lazy("side of a project", "Time"))
    light_economy = _light(_("Economy"))
    light_benefits = _light(_("Benefits"))
    light_quality = _light(_("Quality"))
    spent = _amount(_("Spent"))
    forecast = _amount(_("Expected cost"))
    expected_end = models.DateField(_("Expected end"), null=True, blank=True)
    decision_needed = models.CharField(_("What management must decide"), max_length=300, blank=True, editable=False)
    status_month = models.DateField(_("Month of the newest status"), null=True, editable=False)
    created_at = models.DateTimeField(_("Created"))

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=models.Q(phase__in=ProjectPhase.values), name="project_phase_known"),
            models.CheckConstraint(condition=models.Q(track__in=ProjectTrack.values), name="project_track_known"),
            models.CheckConstraint(condition=models.Q(granted__gte=0), name="project_granted_not_negative"),
            models.CheckConstraint(
                condition=models.Q(proposal__isnull=False) | ~models.Q(reference=""),
                name="project_has_a_number",
                violation_error_message=_("A project has the number of its case, or the one it came with."),
            ),
            models.CheckConstraint(
                condition=models.Q(proposal__isnull=True, case_year__isnull=True, case_serial__isnull=True)
                | models.Q(proposal__isnull=False, case_year__isnull=False, case_serial__isnull=False),
                name="project_number_of_its_case",
            ),
            models.UniqueConstraint(
                fields=("source", "reference"),
                condition=models.Q(proposal__isnull=True),
                name="project_imported_once",
                violation_error_message=_("The project has been imported from that source already."),
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"light_{side}__in": ["", *Light.values]}), name=f"project_{side}_known"
                )
                for side in ("time", "economy", "benefits", "quality")
            ),
        )
        indexes = (
            models.Index(fields=("area", "phase"), name="project_area_phase"),
            # Those that run are few, however many have ended.
            models.Index(fields=("phase",), name="project_phase"),
            models.Index(fields=("owner",), name="project_owner"),
            models.Index(Upper("reference"), name="project_reference"),
            models.Index(fields=("case_year", "case_serial"), name="project_case_number"),
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="project_title_trigram"),
            GinIndex(SearchVector("title", config="danish"), name="project_title_stems"),
        )
        triggers = (
            pgtrigger.Protect(
                name="baseline_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("granted", "baseline_cost", "baseline_benefit", "baseline_end"),
            ),
            row_history(shown=_SHOWN),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def number(self) -> str:
        """The number of the case it comes from, or the one it was imported with."""
        return self.reference if self.case_serial is None else write_number(self.case_year, self.case_serial)
