"""A proposal's attachments: put on and taken off while the applicant holds the pen."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.domain.documents import attach_document, remove_document
from core.domain.refusal import Refused
from core.selectors.documents import documents_of
from portfolio.domain.proposals import lock_for_writing

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from core.enums import AccessMarking
    from core.models import Document, User
    from portfolio.models import Proposal

MOST_DOCUMENTS = 50


@transaction.atomic
def attach_to_draft(
    proposal: "Proposal", upload: "UploadedFile[Any]", *, title: str, marking: "AccessMarking", actor: "User"
) -> "Document":
    """Attach a file to a proposal that is being written."""
    proposal = lock_for_writing(proposal, actor=actor)
    if documents_of(proposal).count() >= MOST_DOCUMENTS:
        raise Refused(_("A proposal holds at most %(count)s documents.") % {"count": MOST_DOCUMENTS})
    return attach_document(proposal, upload, title=title, marking=marking, actor=actor)


@transaction.atomic
def remove_from_draft(proposal: "Proposal", document: "Document", *, actor: "User") -> None:
    """Take a document off again; one that lay on the case at a submission stays with it."""
    proposal = lock_for_writing(proposal, actor=actor)
    if lay_there_at_submission(proposal, document):
        raise Refused(_("The document was there when the case was submitted, so it stays with the case."))
    remove_document(document, actor=actor)


def lay_there_at_submission(proposal: "Proposal", document: "Document") -> bool:
    """Whether a submitted version was read with the document beside it."""
    return proposal.versions.filter(frozen_at__gte=document.uploaded_at).exists()
