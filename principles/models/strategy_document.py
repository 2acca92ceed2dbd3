"""A strategy or a set of principles as it was adopted, versioned, never edited in place (B1)."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from principles.enums import DocumentKind, Modality, SetRole
from principles.querysets import StrategyDocumentQuerySet


class StrategyDocument(models.Model):
    """One loaded version. Dates that the source lost are empty, and the note says so (AM3).

    `in_force` is what the data says of it under its own profile; `is_active` that the profile is the
    installation's too (AM18). `digest` is the SHA-256 of the content it was loaded from.
    """

    code = models.SlugField(_("Code"), max_length=60)
    version = models.PositiveSmallIntegerField(_("Version"))
    kind = models.CharField(_("Kind"), max_length=20, choices=DocumentKind)
    role = models.CharField(_("Role"), max_length=20, choices=SetRole)
    title = models.CharField(_("Title"), max_length=300)
    municipality = models.CharField(_("Municipality"), max_length=150)
    publisher = models.CharField(_("Publisher"), max_length=150, blank=True)
    adopted_by = models.CharField(_("Adopted by"), max_length=150, blank=True)
    adopted_on = models.DateField(_("Adopted"), null=True)
    valid_from = models.DateField(_("Valid from"), null=True)
    valid_to = models.DateField(_("Valid to"), null=True)
    valid_from_note = models.TextField(_("About the dates"), blank=True)
    period = models.CharField(_("Period"), max_length=100, blank=True)
    scope = models.TextField(_("Scope"), blank=True)
    source_title = models.CharField(_("Source"), max_length=300)
    source_find = models.TextField(_("Where to find it"), blank=True)
    source_reference = models.CharField(_("Reference"), max_length=60, blank=True)
    profile = models.SlugField(_("Policy profile"), max_length=40)
    review_interval_months = models.PositiveSmallIntegerField(_("Revised every (months)"), null=True)
    review_modality = models.CharField(_("How binding the revision is"), max_length=20, choices=Modality, blank=True)
    notes = models.JSONField(_("Notes on the source"), default=list)
    details = models.JSONField(_("Further facts"), default=dict)
    in_force = models.BooleanField(_("In force under its profile"), default=False)
    is_active = models.BooleanField(_("Active"), default=False)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(_("Loaded"))

    objects = StrategyDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategy document")
        verbose_name_plural = _("strategy documents")
        ordering = ("-is_active", "role", "title", "-version")
        constraints = (
            models.UniqueConstraint(fields=("code", "version"), name="strategy_version_once"),
            models.UniqueConstraint(
                fields=("code",), condition=models.Q(is_active=True), name="strategy_one_active_version"
            ),
            models.CheckConstraint(
                condition=models.Q(is_active=False) | models.Q(in_force=True), name="strategy_active_is_in_force"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="strategy_ends_after_it_begins",
            ),
        )
        triggers = (
            pgtrigger.ReadOnly(name="adopted_text_stands", exclude=["in_force", "is_active"]),
            pgtrigger.Protect(name="adopted_text_stays", operation=pgtrigger.Delete),
            row_history(),
        )

    def __str__(self) -> str:
        return self.title
