"""An object's history as the page and the API show it, from the acts."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.act_names import act_name
from core.enums import AuditOutcome
from core.models import AuditEntry
from core.ui import HistoryLine

if TYPE_CHECKING:
    from django.db import models


def history(subject: "models.Model", *, limit: int = 200) -> tuple[HistoryLine, ...]:
    """Return the acts on `subject`, newest first; one query."""
    entries = AuditEntry.objects.about(subject)[:limit]
    return tuple(
        HistoryLine(
            at=entry.at,
            who=entry.actor_name or _("The portal"),
            what=act_name(entry.act),
            why=entry.reason,
            refused=entry.outcome == AuditOutcome.REFUSED,
        )
        for entry in entries
    )
