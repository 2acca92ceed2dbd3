"""A meeting of a body (A6)."""

from datetime import datetime

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.clock import COPENHAGEN
from core.models.row_history import row_history
from governance.enums import MeetingPhase
from governance.models.body import Body


class Meeting(models.Model):
    """When and where a body meets; day and time are Danish local time.

    It is opened and closed in the portal; one that was held outside it stays called.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    day = models.DateField(_("Date"))
    begins = models.TimeField(_("Time"))
    ends = models.TimeField(_("Ends"), null=True, blank=True)
    place = models.CharField(_("Place"), max_length=150, blank=True)
    phase = models.CharField(_("State"), max_length=10, choices=MeetingPhase, default=MeetingPhase.CALLED)
    opened_at = models.DateTimeField(_("Opened"), null=True)
    closed_at = models.DateTimeField(_("Closed"), null=True)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("day", "begins", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("body", "day"),
                name="meeting_once_a_day",
                violation_error_message=_("The body already has a meeting that day."),
            ),
            models.CheckConstraint(
                condition=models.Q(phase=MeetingPhase.CALLED, opened_at__isnull=True, closed_at__isnull=True)
                | models.Q(phase=MeetingPhase.OPEN, opened_at__isnull=False, closed_at__isnull=True)
                | models.Q(phase=MeetingPhase.CLOSED, opened_at__isnull=False, closed_at__isnull=False),
                name="meeting_phase_has_its_moments",
            ),
        )
        triggers = (row_history(shown=("day", "begins", "ends", "place")),)

    def __str__(self) -> str:
        return gettext("Meeting on %(day)s") % {"day": date_format(self.day)}

    @property
    def begins_at(self) -> datetime:
        """Return the instant it begins."""
        return datetime.combine(self.day, self.begins, tzinfo=COPENHAGEN)

    @property
    def ends_at(self) -> datetime | None:
        """Return the instant it is set to end, or None."""
        return datetime.combine(self.day, self.ends, tzinfo=COPENHAGEN) if self.ends else None
