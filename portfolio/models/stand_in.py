"""A deputy who steps in on one case for somebody who cannot judge it, or is away."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from portfolio.models.proposal import Proposal


class StandIn(models.Model):
    """`person` in the place of `member` on one case. State lives low: governance calls in, `visible_to` obeys.

    `away`: the member has handed the case over, being away; else the member cannot judge it. `decides`: the member sits
    in management and the deputy decides; else in the strategy group, and the deputy reviews.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="stand_ins")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stand_ins")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stood_in_for")
    away = models.BooleanField(_("The member is away"), default=False)
    decides = models.BooleanField(_("Steps in with management"), default=False)

    class Meta:
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("proposal", "person", "decides"), name="stand_in_sits_in_one_place"),
            models.UniqueConstraint(fields=("proposal", "member", "decides"), name="stand_in_one_a_member"),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("member")),
                name="stand_in_is_another",
                violation_error_message=_("A person cannot be their own deputy."),
            ),
        )
        triggers = (row_history(),)

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.person_id}"
