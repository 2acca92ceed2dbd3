"""A vision, guiding mark, principle or effort area: one tree per document (1.F)."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from principles.enums import Modality, NodeKind
from principles.models.strategy_document import StrategyDocument
from principles.querysets import StrategyNodeQuerySet


class StrategyNode(models.Model):
    """One node. Titles and statements are adopted wording; explanation, means and because are our own words.

    `position` and `depth` give the tree read from the top, so that a page needs one query.
    `tension_with` names nodes of any document that pull the other way (AM16).
    """

    document = models.ForeignKey(StrategyDocument, on_delete=models.PROTECT, related_name="nodes")
    code = models.CharField(_("Code"), max_length=60)
    kind = models.CharField(_("Kind"), max_length=20, choices=NodeKind)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    ordinal = models.PositiveSmallIntegerField(_("Order"))
    position = models.PositiveSmallIntegerField(_("Place in the document"))
    depth = models.PositiveSmallIntegerField(_("Depth"))
    number = models.CharField(_("Number"), max_length=20, blank=True)
    title = models.TextField(_("Title"))
    statement = models.TextField(_("Statement"), blank=True)
    explanation = models.TextField(_("Explanation"), blank=True)
    means = models.TextField(_("It means that"), blank=True)
    because = models.TextField(_("It matters because"), blank=True)
    modality = models.CharField(_("How binding"), max_length=20, choices=Modality, blank=True)
    source_variant = models.TextField(_("Other wording in the source"), blank=True)
    note = models.TextField(_("Note"), blank=True)
    valid_from = models.DateField(_("Valid from"), null=True)
    valid_from_note = models.TextField(_("About the dates"), blank=True)
    tension_with = models.JSONField(_("In tension with"), default=list)
    exception_via = models.CharField(_("Exception through"), max_length=60, blank=True)
    superseded_by = models.TextField(_("Superseded by"), blank=True)
    details = models.JSONField(_("Further facts"), default=dict)

    objects = StrategyNodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("node of a strategy")
        verbose_name_plural = _("nodes of strategies")
        ordering = ("document", "position")
        constraints = (
            models.UniqueConstraint(fields=("document", "code"), name="node_code_once"),
            models.UniqueConstraint(fields=("document", "position"), name="node_position_once"),
        )
        indexes = (models.Index(fields=("code",), name="node_code"),)
        triggers = (
            pgtrigger.ReadOnly(name="adopted_node_stands"),
            pgtrigger.Protect(name="adopted_node_stays", operation=pgtrigger.Delete),
            row_history(),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()
