"""Removing the text of an act where it should never have been written; the chains still verify afterwards."""

from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.translation import gettext as _

from core.domain.audit import record
from core.domain.organisation import may_manage_organisation
from core.domain.refusal import Refused, require
from core.domain.verification import REDACTION
from core.models import AuditEntry

if TYPE_CHECKING:
    from core.models import User

# Which columns had text stays; what stood in them goes.
_EMPTY_WORDS = """
    UPDATE core_rowchange SET
        words = (SELECT jsonb_object_agg(key, '[null, null]'::jsonb) FROM jsonb_each(words)),
        salt = '',
        redacted_by = %s
    WHERE words <> '{}' AND changeset_id IN (SELECT id FROM core_changeset WHERE act = %s)
"""


@transaction.atomic
def redact_act(entry: AuditEntry, *, actor: "User", reason: str) -> AuditEntry:
    """Drop names, title, reason and data of an act and the text of the rows it changed; return the act that says so.

    The digests stay, the salts go: what was removed can no longer be guessed at, and everything else still verifies.
    The database refuses it without that act. What stands in the case itself is not touched. Raises `Refused`.
    """
    require(may_manage_organisation(actor), act=REDACTION, subject=entry)
    reason = reason.strip()
    if not reason:
        raise Refused(_("Write the reason."), act=REDACTION, subject=entry)
    entry = AuditEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.act == REDACTION:
        raise Refused(_("The act that removed a text stands as it is."))
    if entry.redacted_by is not None:
        raise Refused(_("The text of the act has already been removed."))
    redaction = record(REDACTION, actor=actor, subject=entry, reason=reason)
    AuditEntry.objects.filter(pk=entry.pk).update(
        actor_name="", subject_name="", reason="", data={}, salt="", redacted_by=redaction.sequence
    )
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY_WORDS, [redaction.sequence, entry.sequence])
    return redaction
