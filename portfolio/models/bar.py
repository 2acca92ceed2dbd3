"""A bar: a person from whom a case is kept, because they have declared a conflict of interest."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from portfolio.models.proposal import Proposal


class Bar(models.Model):
    """One person barred from one case. State lives low: governance declares and lifts, `visible_to` obeys."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="bars")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bars")

    class Meta:
        verbose_name = _("bar")
        verbose_name_plural = _("bars")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("proposal", "person"), name="bar_once"),)
        triggers = (row_history(),)

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.person_id}"
