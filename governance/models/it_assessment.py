"""The IT department's assessment and approval of an acquisition (D5; as a formal hearing, D6)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import AssessmentOutcome
from portfolio.models import Proposal, ProposalVersion


class ITAssessment(models.Model):
    """One assessment of one version: asked, due, answered. A revised version needs a new one."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="it_assessments")
    version = models.OneToOneField(ProposalVersion, on_delete=models.PROTECT, related_name="it_assessment")
    is_hearing = models.BooleanField(_("Formal hearing"), default=False)
    asked_at = models.DateTimeField(_("Sent to IT"))
    due_on = models.DateField(_("Answer due"))
    # IT has asked the applicant: its time stands still from this day until the answer.
    paused_on = models.DateField(_("Time stands still since"), null=True)
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Assessed by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("Answered"), null=True)
    outcome = models.CharField(_("Outcome"), max_length=10, choices=AssessmentOutcome, blank=True)
    reasons = models.TextField(_("Reasons"), blank=True)

    class Meta:
        verbose_name = _("IT assessment")
        verbose_name_plural = _("IT assessments")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, assessor__isnull=True, outcome="")
                | (
                    models.Q(answered_at__isnull=False, assessor__isnull=False)
                    & ~models.Q(outcome="")
                    & ~models.Q(reasons="")
                ),
                name="it_assessment_answered_whole",
                violation_error_message=_("An answer has an assessor, an outcome and reasons."),
            ),
        )
        triggers = (row_history(by_act=True),)

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.outcome or 'open'}"
