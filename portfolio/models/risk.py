"""A risk of a project."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from portfolio.models.project import Project

LOWEST, HIGHEST = 1, 5


class Risk(models.Model):
    """What may go wrong, how likely and how bad (1 to 5 each), and what is done about it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="risks")
    text = models.CharField(_("Risk"), max_length=300)
    probability = models.PositiveSmallIntegerField(_("Probability"))
    consequence = models.PositiveSmallIntegerField(_("Consequence"))
    action = models.CharField(_("What is done about it"), max_length=300, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Who follows it"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    closed_on = models.DateField(_("Closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(probability__range=(LOWEST, HIGHEST), consequence__range=(LOWEST, HIGHEST)),
                name="risk_from_one_to_five",
                violation_error_message=_("Probability and consequence go from 1 to 5."),
            ),
        )
        triggers = (row_history(shown=("text", "probability", "consequence", "action", "closed_on"), named_by="text"),)

    def __str__(self) -> str:
        return self.text

    @property
    def weight(self) -> int:
        """Probability times consequence, 1 to 25."""
        return self.probability * self.consequence
