"""What a meeting has settled on one item of its agenda."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.models.agenda_item import AgendaItem
from governance.models.decision import Decision
from governance.models.meeting import Meeting
from governance.models.recommendation import Recommendation


class Resolution(models.Model):
    """The outcome of one item, as it was said at the table; it changes nothing until the meeting is closed.

    `outcome` is one of the body's own (`governance.domain.outcomes`), `content` what the move needs. Closing makes the
    move, gives the resolution its number of the year within the body and points at what came of it. Where the body
    agrees, `agreed` is true and nobody counts; else the votes stand. Where they were equal, `casting_vote` tells that
    the chair's decided. `dissent` is what a member wants in the minutes.
    """

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="resolution")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="resolutions")
    outcome = models.CharField(_("Outcome"), max_length=20)
    content = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    agreed = models.BooleanField(_("Agreed"), default=True)
    votes_for = models.PositiveSmallIntegerField(_("For"), null=True)
    votes_against = models.PositiveSmallIntegerField(_("Against"), null=True)
    votes_blank = models.PositiveSmallIntegerField(_("Blank"), null=True)
    casting_vote = models.BooleanField(_("The chair's vote decided"), default=False)
    dissent = models.TextField(_("Dissent"), blank=True)
    by_consent = models.BooleanField(_("Taken together"), default=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("Recorded"))
    year = models.PositiveSmallIntegerField(_("Year"), null=True)
    number = models.PositiveIntegerField(_("Number"), null=True)
    recommendation = models.OneToOneField(Recommendation, on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(year__isnull=True, number__isnull=True)
                | models.Q(year__isnull=False, number__isnull=False),
                name="resolution_numbered_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    agreed=True, votes_for__isnull=True, votes_against__isnull=True, votes_blank__isnull=True
                )
                | models.Q(
                    agreed=False, votes_for__isnull=False, votes_against__isnull=False, votes_blank__isnull=False
                ),
                name="resolution_agreed_or_voted",
            ),
            models.CheckConstraint(
                condition=models.Q(casting_vote=False)
                | models.Q(agreed=False, votes_for__gte=1, votes_for=models.F("votes_against")),
                name="resolution_chair_decides_a_tie",
            ),
        )
        triggers = (row_history(),)

    def __str__(self) -> str:
        return f"{self.number}/{self.year}" if self.number else f"{self.item_id} {self.outcome}"
