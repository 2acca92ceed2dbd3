"""A decision: who decided what on which version, and why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.enums import BodyKind, Verdict
from portfolio.models import Proposal, ProposalVersion


class Decision(models.Model):
    """An act of a body (or of the head of a department, C9, C13, AM26); numbered, never edited."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="decisions")
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="decisions")
    body_kind = models.CharField(_("Decided by"), max_length=20, choices=BodyKind)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by_name = models.CharField(_("Name and title at the time"), max_length=310)
    decided_at = models.DateTimeField(_("Decided"))
    verdict = models.CharField(_("Outcome"), max_length=20, choices=Verdict)
    reasons = models.TextField(_("Reasons"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.verdict}"
