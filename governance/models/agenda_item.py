"""An item of an agenda: a case for review or for information (C8, D8, AM9)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import AgendaKind
from governance.models.meeting import Meeting
from portfolio.models import Proposal


class AgendaItem(models.Model):
    """One case on the agenda of one meeting, or of none yet. `ordinal` counts within the meeting and the kind.

    The moves place the items; nobody writes them by hand, so that no project can be kept from the group.
    `by_consent` puts the case among those that are taken together unless a member pulls it out.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="items")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="agenda_items")
    kind = models.CharField(_("Kind"), max_length=20, choices=AgendaKind)
    ordinal = models.PositiveSmallIntegerField(_("Order"), default=0)
    by_consent = models.BooleanField(_("Taken together"), default=False)
    pulled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    placed_at = models.DateTimeField(_("Placed"))
    acknowledged_at = models.DateTimeField(_("Acknowledged"), null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ("meeting", "-kind", "ordinal", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=AgendaKind.values), name="agenda_kind_known"),
            models.UniqueConstraint(
                fields=("proposal",),
                condition=models.Q(kind=AgendaKind.FOR_INFORMATION),
                name="agenda_informed_once",
            ),
            models.UniqueConstraint(
                fields=("meeting", "proposal"),
                condition=models.Q(kind=AgendaKind.FOR_REVIEW),
                name="agenda_reviewed_once_a_meeting",
            ),
            models.UniqueConstraint(
                fields=("meeting", "proposal"),
                condition=models.Q(kind=AgendaKind.FOR_DECISION),
                name="agenda_decided_once_a_meeting",
            ),
            models.CheckConstraint(
                condition=models.Q(pulled_by__isnull=True) | models.Q(by_consent=False), name="agenda_pulled_is_out"
            ),
            models.CheckConstraint(
                condition=models.Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | models.Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False, meeting__isnull=False),
                name="agenda_acknowledged_at_a_meeting",
            ),
        )
        triggers = (row_history(),)

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.kind}"
