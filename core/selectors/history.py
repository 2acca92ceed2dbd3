"""An object's history as the page and the API show it, from the acts and the changes of rows."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.act_names import act_name
from core.enums import AuditOutcome
from core.models import AuditEntry
from core.selectors.changes import changes_of
from core.ui import HistoryLine

if TYPE_CHECKING:
    from django.db import models


def history(subject: "models.Model", *, limit: int = 200) -> tuple[HistoryLine, ...]:
    """Return the acts on `subject`, newest first, each with what it changed; two queries."""
    entries = AuditEntry.objects.about(subject)[:limit]
    changed = changes_of([entry.sequence for entry in entries])
    return tuple(
        HistoryLine(
            at=entry.at,
            who=who(entry),
            what=act_name(entry.act),
            why=why(entry),
            refused=entry.outcome == AuditOutcome.REFUSED,
            changes=changed.get(entry.sequence, ()),
        )
        for entry in entries
    )


def who(entry: AuditEntry) -> str:
    """Return who acted, by the name of the time."""
    if entry.redacted_by is not None:
        return _("Name removed")
    return entry.actor_name or _("The portal")


def why(entry: AuditEntry) -> str:
    """Return the reason that was given, or what became of it."""
    if entry.redacted_by is not None:
        return _("The text was removed by act %(number)s.") % {"number": entry.redacted_by}
    return entry.reason
