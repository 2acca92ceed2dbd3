"""Attachments: checked by content as well as name, stored under a name that says nothing."""

import hashlib
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import Refused
from core.enums import AccessMarking
from core.models import Document

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    Upload = UploadedFile[bytes]

    from core.models import User

_ZIP = b"PK\x03\x04"
# Ending -> (media type, the first bytes such a file begins with; empty for plain text)
ACCEPTED: dict[str, tuple[str, bytes]] = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _ZIP),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ZIP),
    ".pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", _ZIP),
    ".odt": ("application/vnd.oasis.opendocument.text", _ZIP),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", _ZIP),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".txt": ("text/plain", b""),
    ".csv": ("text/csv", b""),
}


def check_upload(upload: "Upload") -> str:
    """Return the media type of an acceptable file, or refuse with what is wrong and what is accepted."""
    ending = PurePath(upload.name or "").suffix.lower()
    if ending not in ACCEPTED:
        accepted = ", ".join(sorted(ACCEPTED))
        raise Refused(_("The file type is not accepted. You can attach %(accepted)s.") % {"accepted": accepted})
    if not upload.size:
        raise Refused(_("The file is empty."))
    if upload.size > settings.DOCUMENT_MAX_BYTES:
        limit = settings.DOCUMENT_MAX_BYTES // (1024 * 1024)
        raise Refused(_("The file is larger than %(limit)s MB.") % {"limit": limit})
    media_type, beginning = ACCEPTED[ending]
    head = upload.read(1024)
    upload.seek(0)
    if not head.startswith(beginning) or (not beginning and b"\x00" in head):
        raise Refused(_("The content of the file is not what its name says."))
    return media_type


@transaction.atomic
def attach_document(
    holder: models.Model, upload: "Upload", *, title: str, marking: AccessMarking, actor: "User"
) -> Document:
    """Attach a file to `holder`. Raises `Refused` where the file is not acceptable."""
    media_type = check_upload(upload)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    document = Document.objects.create(
        holder_type=ContentType.objects.get_for_model(holder),
        holder_id=holder.pk,
        title=title.strip()[:200] or PurePath(upload.name or "").name[:200],
        file=upload,
        file_name=PurePath(upload.name or "").name[-200:],
        content_type=media_type,
        size=upload.size or 0,
        sha256=digest.hexdigest(),
        marking=marking,
        uploaded_at=clock.now(),
        uploaded_by=actor,
    )
    record("document.attach", actor=actor, subject=holder, data={"title": document.title, "sha256": document.sha256})
    return document


@transaction.atomic
def remove_document(document: Document, *, actor: "User") -> None:
    """Remove an attachment from a holder that is still being written; the file goes after the commit."""
    holder, storage, name = document.holder, document.file.storage, str(document.file.name)
    document.delete()
    record("document.remove", actor=actor, subject=holder, data={"title": document.title, "sha256": document.sha256})
    transaction.on_commit(lambda: storage.delete(name))
