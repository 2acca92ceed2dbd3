"""How a proposal stands to one principle: follow or explain."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from principles.enums import AnswerValue
from principles.models.assessment import Assessment
from principles.models.frozen import frozen_for_applicant_through_assessment
from principles.models.strategy_node import StrategyNode
from principles.querysets import AnswerQuerySet


class Answer(models.Model):
    """One principle's answer. While a draft is written the reason may still be missing.

    On a principle that the applicant has answered, the architect's row confirms (`confirms`) or corrects it.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    principle = models.ForeignKey(StrategyNode, on_delete=models.PROTECT, related_name="answers")
    value = models.CharField(_("Answer"), max_length=20, choices=AnswerValue)
    reason = models.TextField(_("Reason"), blank=True)
    confirms = models.BooleanField(_("Confirms the applicant's answer"), default=False)
    answered_at = models.DateTimeField(_("Answered"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Answered by"), on_delete=models.PROTECT, related_name="+"
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ("principle__document", "principle__position")
        constraints = (
            models.UniqueConstraint(fields=("assessment", "principle"), name="answer_once_a_principle"),
            models.CheckConstraint(condition=models.Q(value__in=AnswerValue.values), name="answer_value_known"),
        )
        triggers = (frozen_for_applicant_through_assessment(), row_history())

    def __str__(self) -> str:
        return f"{self.principle}: {self.get_value_display()}"
