"""A unit that takes part in a proposal beside its own (D7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Unit
from core.models.row_history import row_history
from portfolio.models.frozen import frozen_with_version
from portfolio.models.proposal_version import ProposalVersion


class UnitInvolved(models.Model):
    """One involved unit of one version."""

    version = models.ForeignKey(ProposalVersion, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, verbose_name=_("Unit"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("unit involved")
        verbose_name_plural = _("units involved")
        constraints = (models.UniqueConstraint(fields=("version", "unit"), name="unit_involved_once"),)
        triggers = (frozen_with_version(), row_history())

    def __str__(self) -> str:
        return str(self.unit)
