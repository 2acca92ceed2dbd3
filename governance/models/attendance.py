"""Who takes part in a meeting."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import BodyRole
from governance.models.meeting import Meeting


class Attendance(models.Model):
    """A person at the table of one meeting, in the role of the seat, or as the deputy of the one who holds it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("Role"), max_length=20, choices=BodyRole, default=BodyRole.MEMBER)
    stands_in_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Stands in for"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ("person__sort_key",)
        constraints = (models.UniqueConstraint(fields=("meeting", "person"), name="attendance_once"),)
        triggers = (row_history(),)

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.person_id}"
