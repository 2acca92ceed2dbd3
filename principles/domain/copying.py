"""A new draft begins with the applicant's answers of the version it is copied from."""

from typing import TYPE_CHECKING, Any

from principles.enums import AssessmentRole, DeviationStatus
from principles.models import Alignment, Answer, Assessment, Deviation

if TYPE_CHECKING:
    from portfolio.models import ProposalVersion


def copy_to_draft(source_id: int, draft: "ProposalVersion") -> tuple[()]:
    """Copy answers, deviations and alignments; the architect's answers stay with the version they were given on."""
    _copy_answers(source_id, draft)
    _copy_rows(Alignment.objects.filter(version=source_id), version=draft)
    deviations = Deviation.objects.filter(version=source_id, role=AssessmentRole.APPLICANT)
    _copy_rows(deviations, version=draft, status=DeviationStatus.OPEN)
    return ()


def _copy_answers(source_id: int, draft: "ProposalVersion") -> None:
    old = Assessment.objects.filter(version=source_id, role=AssessmentRole.APPLICANT).first()
    if old is None:
        return
    # The edition follows too: the page may have been read before the copy was made.
    new = Assessment.objects.create(
        version=draft,
        role=old.role,
        edition=old.edition,
        changed_at=old.changed_at,
        changed_by_id=old.changed_by_id,
    )
    _copy_rows(Answer.objects.filter(assessment=old), assessment=new)


def _copy_rows(rows: Any, **changed: object) -> None:
    copies = list(rows)
    for copy in copies:
        copy.pk = None
        for name, value in changed.items():
            setattr(copy, name, value)
    rows.model._default_manager.bulk_create(copies)
