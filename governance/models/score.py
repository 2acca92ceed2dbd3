"""A score: how well a case meets one of the pool's criteria, in one member's eyes (C4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import ScoreLevel
from governance.models.review import Review


class Score(models.Model):
    """0 to 5 on one criterion, each step in words, with the member's comment."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.CharField(_("Pool criterion"), max_length=30)
    level = models.PositiveSmallIntegerField(_("Score"), choices=ScoreLevel)
    comment = models.TextField(_("Comment"), blank=True)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("review", "criterion"), name="score_once_a_criterion"),
            models.CheckConstraint(condition=models.Q(level__in=ScoreLevel.values), name="score_level_known"),
        )
        triggers = (row_history(),)

    def __str__(self) -> str:
        return f"{self.criterion}: {self.level}"
