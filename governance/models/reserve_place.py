"""A place on the reserve list: worth doing, when money comes back or a new year begins."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.models.decision import Decision


class ReservePlace(models.Model):
    """What orders the case among the others that wait, and until when it waits. Stands.

    `mean` is the mean of the group's scores, None where nobody scored. A case is on the list as long as it is in the
    state "reserve"; its newest decision holds the place.
    """

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="reserve_place")
    priority = models.PositiveSmallIntegerField(_("Priority"))
    mean = models.DecimalField(_("Mean of the scores"), max_digits=4, decimal_places=2, null=True)
    amount = models.DecimalField(_("Amount waited for"), max_digits=14, decimal_places=2)
    expires_on = models.DateField(_("Until"))

    class Meta:
        verbose_name = _("place on the reserve list")
        verbose_name_plural = _("places on the reserve list")
        ordering = ("priority", models.F("mean").desc(nulls_last=True), "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(priority__in=(1, 2)), name="reserve_priority_known"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="reserve_waits_for_money"),
        )
        triggers = (
            pgtrigger.Protect(name="reserve_place_stands", operation=pgtrigger.Update | pgtrigger.Delete),
            row_history(by_act=True),
        )

    def __str__(self) -> str:
        return f"{self.decision_id} {self.expires_on}"
