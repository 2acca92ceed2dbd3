"""Writing a file note: immutable, and among the acts of the object it is about."""

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import Refused
from core.enums import AccessMarking
from core.models import FileNote

if TYPE_CHECKING:
    from core.models import User


@transaction.atomic
def write_note(
    holder: models.Model, *, text: str, source: str = "", marking: AccessMarking = AccessMarking.OPEN, actor: "User"
) -> FileNote:
    """Write a note on `holder`, which the caller has asked whether `actor` may; an empty one is refused."""
    text = text.strip()
    if not text:
        raise Refused(_("Write what is to be noted."))
    note = FileNote.objects.create(
        holder_type=ContentType.objects.get_for_model(holder),
        holder_id=holder.pk,
        text=text,
        source=source.strip(),
        marking=marking,
        written_at=clock.now(),
        written_by=actor,
        written_by_name=", ".join(filter(None, [actor.name, actor.title])),
    )
    data = {"note": note.pk, "source": note.source, "marking": note.marking}
    record("note.write", actor=actor, subject=holder, reason=text, data=data)
    return note
