"""Documents that a person may read: those whose holder the person may see."""

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.http import Http404

from core.kept_query import KeptQuery
from core.models import Document
from core.statement import Given

if TYPE_CHECKING:
    from django.db import models

    from core.models import User


_DOCUMENTS = KeptQuery(
    lambda: Document.objects.filter(holder_type=Given("type"), holder_id=Given("id")).select_related("uploaded_by")
)


def attached_documents(holder: "models.Model") -> list[Document]:
    """Return what `documents_of` finds, for a page that shows them all."""
    return _DOCUMENTS.rows(type=ContentType.objects.get_for_model(holder).pk, id=holder.pk)


def documents_of(holder: "models.Model") -> "models.QuerySet[Document]":
    """Return the attachments of an object that the reader has already been allowed to see."""
    return Document.objects.filter(
        holder_type=ContentType.objects.get_for_model(holder), holder_id=holder.pk
    ).select_related("uploaded_by")


def readable_document(pk: int, person: "User") -> Document:
    """Return a document, or 404 where its holder is not visible to `person`."""
    document = Document.objects.select_related("holder_type").filter(pk=pk).first()
    if document is None:
        raise Http404
    holders: Any = document.holder_type.model_class()._default_manager  # type: ignore[union-attr]  # the model exists
    if not holders.visible_to(person).filter(pk=document.holder_id).exists():
        raise Http404
    return document
