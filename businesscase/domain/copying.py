"""A new draft begins with the business case of the version it is copied from."""

from typing import TYPE_CHECKING

from businesscase.domain.cases import result_of
from businesscase.models import BusinessCaseVersion

if TYPE_CHECKING:
    from django.db import models

    from portfolio.models import ProposalVersion


def copy_to_draft(source_id: int, draft: "ProposalVersion") -> tuple[()]:
    """Copy case, lines and result; the edition runs on, since the page may have been read before the copy was made."""
    case = BusinessCaseVersion.objects.of_version(source_id).whole().first()
    if case is None:
        return ()
    costs, benefits, result = list(case.cost_lines.all()), list(case.benefit_lines.all()), result_of(case)
    case.pk, case.version = None, draft
    case._state.adding = True
    case.save()
    for row in (*costs, *benefits, *([result] if result else ())):
        _save_copy(row, case)
    return ()


def _save_copy(row: "models.Model", case: BusinessCaseVersion) -> None:
    row.pk, row.case = None, case  # type: ignore[attr-defined]  # every one of them hangs on a case
    row._state.adding = True
    row.save()
