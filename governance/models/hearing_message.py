"""What IT and the applicant write to each other while IT assesses an acquisition (C11, D6)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import HearingSide
from governance.models.it_assessment import ITAssessment


class HearingMessage(models.Model):
    """One question by IT or one answer by the applicant; never edited. An answer answers all that is asked so far."""

    assessment = models.ForeignKey(ITAssessment, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(_("Question or answer"), max_length=10, choices=HearingSide)
    text = models.TextField(_("Text"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("Written"))

    class Meta:
        verbose_name = _("message of a hearing")
        verbose_name_plural = _("messages of a hearing")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=models.Q(side__in=HearingSide.values), name="hearing_side_known"),
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="hearing_message_says_something",
                violation_error_message=_("Write something."),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="message_stands", operation=pgtrigger.Update | pgtrigger.Delete),
            row_history(by_act=True),
        )

    def __str__(self) -> str:
        return self.text[:60]
