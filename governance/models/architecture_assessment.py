"""The IT department's professional assessment of an architecture (B22, C12, C30, C38, D21)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import ArchitectureConclusion, ReuseOutcome
from portfolio.enums import AIRiskClass, SystemOperation
from portfolio.models import Proposal, ProposalVersion

_WEIGHED = ~models.Q(reliability="") & ~models.Q(performance="") & ~models.Q(competence="") & ~models.Q(economy="")


class ArchitectureAssessment(models.Model):
    """One signed assessment of one version; it stands from its signature on, and a newer one comes beside it.

    `systems` are those of the register that were looked at: a list of `{"system": id, "name": name at the time}`.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="architecture_assessments")
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="architecture_assessments")
    reuse = models.CharField(_("Can we use what we have?"), max_length=20, choices=ReuseOutcome)
    reuse_text = models.TextField(_("What has been looked at"))
    systems = models.JSONField(_("Systems looked at"), default=list, blank=True)
    standards = models.TextField(_("Standards"))
    integration = models.TextField(_("Integration"))
    data_sharing = models.TextField(_("Sharing and reuse of data"))
    security = models.TextField(_("Security"))
    supply_chain = models.TextField(_("Supply chain"))
    ai_risk_class = models.CharField(_("AI risk class"), max_length=10, choices=AIRiskClass, blank=True)
    in_house = models.BooleanField(_("In-house development"), default=False)
    in_house_text = models.TextField(_("Why it is developed in-house"), blank=True)
    operation = models.CharField(_("Operation"), max_length=10, choices=SystemOperation, blank=True)
    reliability = models.TextField(_("Reliability"), blank=True)
    performance = models.TextField(_("Performance"), blank=True)
    competence = models.TextField(_("Competence"), blank=True)
    economy = models.TextField(_("Economy of operation"), blank=True)
    conclusion = models.CharField(_("Conclusion"), max_length=20, choices=ArchitectureConclusion)
    conclusion_text = models.TextField(_("Reasons for the conclusion"))
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assessor_name = models.CharField(_("Name and title at the time"), max_length=310)
    signed_at = models.DateTimeField(_("Signed"))

    class Meta:
        verbose_name = _("architecture assessment")
        verbose_name_plural = _("architecture assessments")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(in_house=False) | ~models.Q(in_house_text=""),
                name="architecture_in_house_says_why",
                violation_error_message=_("Say why the solution is developed in-house."),
            ),
            models.CheckConstraint(
                condition=models.Q(operation="")
                | ~(
                    models.Q(reliability="") | models.Q(performance="") | models.Q(competence="") | models.Q(economy="")
                ),
                name="architecture_operation_by_four_criteria",
                violation_error_message=_("The choice of operation is weighed by all four criteria."),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="architecture_stands", operation=pgtrigger.Update | pgtrigger.Delete),
            row_history(by_act=True),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.conclusion}"
