"""A member's review of one version of a case (C4)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import Position
from governance.models.review_round import ReviewRound
from portfolio.models import Proposal, ProposalVersion


class Review(models.Model):
    """One member's own position on one version, with the scores that hang on it.

    Nobody else reads it before their own is in (`governance.selectors.reviews`). One that was given before the
    member declared a conflict of interest is withdrawn and kept.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="reviews")
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews")
    position = models.CharField(_("Position"), max_length=20, choices=Position)
    comment = models.TextField(_("Comment"), blank=True)
    given_at = models.DateTimeField(_("Given"))
    changed_at = models.DateTimeField(_("Changed"), null=True)
    withdrawn_at = models.DateTimeField(_("Withdrawn"), null=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ("given_at", "pk")
        permissions = (("take_part_in_reviews", "Has a seat where cases are reviewed"),)
        constraints = (
            models.UniqueConstraint(
                fields=("version", "reviewer"),
                condition=models.Q(withdrawn_at__isnull=True),
                name="review_once_a_version",
                violation_error_message=_("You have already reviewed this version."),
            ),
            models.CheckConstraint(condition=models.Q(position__in=Position.values), name="review_position_known"),
            models.CheckConstraint(
                condition=~models.Q(position=Position.ABSTAIN) | ~models.Q(comment=""),
                name="review_abstention_has_a_reason",
                violation_error_message=_("Say why you abstain."),
            ),
        )
        triggers = (row_history(by_act=True),)

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.reviewer_id}"
