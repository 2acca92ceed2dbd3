"""Triage: what policy says of a version, kept with the policy it was made under (C5, D1-D8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import Route
from portfolio.models import Proposal, ProposalVersion


class Triage(models.Model):
    """One outcome. The newest of a proposal counts; the older ones stay as its history.

    `question` and `outcome` are the frozen input and answer of `governance.policy.triage`, so that the
    page can show, years later, which rule, clause, parameter and figures were compared.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="triages")
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="triages")
    profile = models.CharField(_("Policy profile"), max_length=40)
    profile_version = models.CharField(_("Profile version"), max_length=40)
    on_date = models.DateField(_("Date"))
    question = models.JSONField(_("Figures"))
    outcome = models.JSONField(_("Outcome"))
    is_project = models.BooleanField(_("Project"))
    policy_route = models.CharField(_("Route by policy"), max_length=20, choices=Route)
    route = models.CharField(_("Route"), max_length=20, choices=Route)
    it_assessment_required = models.BooleanField(_("IT assesses"))
    hearing_required = models.BooleanField(_("Formal hearing"))
    created_at = models.DateTimeField(_("Made"))

    class Meta:
        verbose_name = _("triage")
        verbose_name_plural = _("triages")
        ordering = ("-pk",)
        triggers = (row_history(by_act=True),)

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.route}"
