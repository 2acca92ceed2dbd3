"""Who is affected and how they are involved (A25, C34, D35)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from portfolio.enums import InvolvedGroupKind
from portfolio.models.frozen import frozen_with_version
from portfolio.models.proposal_version import ProposalVersion


class InvolvedGroup(models.Model):
    """One group that the solution is meant for, with its involvement and the evidence of it."""

    version = models.ForeignKey(ProposalVersion, on_delete=models.CASCADE, related_name="involved_groups")
    kind = models.CharField(_("Group"), max_length=10, choices=InvolvedGroupKind, blank=True)
    who = models.CharField(_("Who"), max_length=200, blank=True)
    how = models.TextField(_("How they are involved"), blank=True)
    evidence = models.CharField(_("Where it is documented"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("involved group")
        verbose_name_plural = _("involved groups")
        ordering = ("pk",)
        triggers = (frozen_with_version(), row_history())

    def __str__(self) -> str:
        return self.who
