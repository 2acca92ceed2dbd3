"""A case given to a member to review in a round."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.models.review_round import ReviewRound
from portfolio.models import Proposal


class ReviewAssignment(models.Model):
    """Who is to review which case. A case that nobody has been given is everybody's."""

    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="assignments")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="review_assignments")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="review_assignments")
    assigned_at = models.DateTimeField(_("Assigned"))
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("review assignment")
        verbose_name_plural = _("review assignments")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("round", "proposal", "reviewer"), name="review_assigned_once_a_round"),
        )
        triggers = (row_history(),)

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.reviewer_id}"
