"""A meeting of a body (A6)."""

from datetime import datetime

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.clock import COPENHAGEN
from core.models.row_history import row_history
from governance.models.body import Body


class Meeting(models.Model):
    """When and where a body meets; day and time are Danish local time."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    day = models.DateField(_("Date"))
    begins = models.TimeField(_("Time"))
    place = models.CharField(_("Place"), max_length=150, blank=True)

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
        )
        triggers = (row_history(shown=("day", "begins", "place")),)

    def __str__(self) -> str:
        return gettext("Meeting on %(day)s") % {"day": date_format(self.day)}

    @property
    def begins_at(self) -> datetime:
        """Return the instant it begins."""
        return datetime.combine(self.day, self.begins, tzinfo=COPENHAGEN)
