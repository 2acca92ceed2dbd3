"""A review that is being written: kept so that nothing is lost when its writer leaves the page."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from portfolio.models import ProposalVersion


class ReviewDraft(models.Model):
    """What a member has written of a version and not yet given; nobody else ever reads it.

    `content` holds the form's fields by name as they were typed. It goes away when the review is given.
    """

    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="review_drafts")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="review_drafts")
    content = models.JSONField(_("Content"), default=dict)
    saved_at = models.DateTimeField(_("Saved"))

    class Meta:
        verbose_name = _("review draft")
        verbose_name_plural = _("review drafts")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("version", "reviewer"), name="review_draft_once_a_version"),)
        # A draft is nobody's business: its history tells that and when, never what.
        triggers = (row_history(kept_out=("content",)),)

    def __str__(self) -> str:
        return f"{self.version_id} {self.reviewer_id}"
