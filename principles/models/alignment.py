"""What a proposal carries out (D11, C14)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from portfolio.models import ProposalVersion
from portfolio.models.frozen import frozen_with_version
from principles.models.strategy_node import StrategyNode
from principles.querysets import AlignmentQuerySet


class Alignment(models.Model):
    """One guiding mark, principle or effort area that a version carries out."""

    version = models.ForeignKey(ProposalVersion, on_delete=models.CASCADE, related_name="alignments")
    node = models.ForeignKey(StrategyNode, on_delete=models.PROTECT, related_name="alignments")

    objects = AlignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("alignment")
        verbose_name_plural = _("alignments")
        ordering = ("node__document", "node__position")
        constraints = (models.UniqueConstraint(fields=("version", "node"), name="alignment_once"),)
        triggers = (frozen_with_version(), row_history())

    def __str__(self) -> str:
        return str(self.node)
