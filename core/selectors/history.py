"""An object's history as the page and the API show it, from the acts and the changes of rows."""

from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.act_names import act_name
from core.enums import AuditOutcome
from core.kept_query import KeptQuery
from core.models import AuditEntry
from core.selectors.changes import changes_of
from core.statement import Given
from core.ui import HistoryLine

if TYPE_CHECKING:
    from django.db import models


def history(subject: "models.Model", *, limit: int = 200) -> tuple[HistoryLine, ...]:
    """Return the acts on `subject`, newest first, each with what it changed; two queries."""
    entries = _acts(limit).rows(kind=subject._meta.label_lower, id=subject.pk)
    changed = changes_of([entry.sequence for entry in entries], subject)
    return tuple(
        HistoryLine(
            at=entry.at,
            who=who(entry),
            what=what(entry),
            why=why(entry),
            refused=entry.outcome == AuditOutcome.REFUSED,
            changes=changed.get(entry.sequence, ()),
        )
        for entry in entries
    )


@cache
def _acts(limit: int) -> KeptQuery[AuditEntry]:
    return KeptQuery(lambda: AuditEntry.objects.filter(subject_type=Given("kind"), subject_id=Given("id"))[:limit])


def what(entry: AuditEntry) -> str:
    """Return the act in words, with the role where one was given or taken."""
    return ": ".join(filter(None, (act_name(entry.act), entry.data.get("role", ""))))


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
