"""The file notes of an object that the reader has already been allowed to see."""

from django.contrib.contenttypes.models import ContentType
from django.db import models

from core.models import FileNote


def notes_of(holder: models.Model) -> "models.QuerySet[FileNote]":
    """Return the notes, newest first."""
    return FileNote.objects.filter(holder_type=ContentType.objects.get_for_model(holder), holder_id=holder.pk)
