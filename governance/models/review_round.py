"""A round of reviews: a deadline, and the criteria with their weights as they stood when it was opened (C4, B12)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.models.body import Body
from governance.models.policy_profile import PolicyProfile


class ReviewRound(models.Model):
    """One round of a body. `criteria` is a list of code, name, title and weight, frozen with the round.

    While it is open it covers every case that the body reviews; afterwards the reviews that were given in it.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="review_rounds")
    profile = models.ForeignKey(PolicyProfile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Name"), max_length=100)
    criteria = models.JSONField(_("Criteria and weights"), default=list)
    deadline = models.DateField(_("Deadline"))
    opened_at = models.DateTimeField(_("Opened"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("Closed"), null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("review round")
        verbose_name_plural = _("review rounds")
        ordering = ("-opened_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("body",),
                condition=models.Q(closed_at__isnull=True),
                name="review_round_one_open",
                violation_error_message=_("A round is open already. Close it first."),
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, closed_by__isnull=True)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False),
                name="review_round_closed_whole",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="round_criteria_stand",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("criteria", "profile", "body", "opened_at", "opened_by"),
            ),
            pgtrigger.Protect(name="round_stays", operation=pgtrigger.Delete),
            row_history(by_act=True),
        )

    def __str__(self) -> str:
        return self.name
