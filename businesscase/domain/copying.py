"""A new draft begins with the business case of the version it is copied from."""

from typing import TYPE_CHECKING

from businesscase.domain.cases import result_of
from businesscase.models import BusinessCaseVersion

if TYPE_CHECKING:
    from django.db import models

    from portfolio.models import ProposalVersion


def copy_to_draft(source_id: int, draft: "ProposalVersion") -> tuple[()]:
    """Copy the case with all that hangs on it; the edition runs on, since the page may have been read before."""
    case = BusinessCaseVersion.objects.of_version(source_id).whole().first()
    if case is None:
        return ()
    result, ways = result_of(case), [(way, list(way.lines.all())) for way in case.alternatives.all()]
    hanging = [*case.cost_lines.all(), *case.benefit_lines.all(), *case.risks.all(), *case.milestones.all()]
    _save_copy(case, version=draft)
    for row in (*hanging, *([result] if result else ())):
        _save_copy(row, case=case)
    for way, lines in ways:
        _save_copy(way, case=case)
        for line in lines:
            _save_copy(line, alternative=way)
    return ()


def _save_copy(row: "models.Model", **parent: "models.Model") -> None:
    for name, value in (("pk", None), *parent.items()):
        setattr(row, name, value)
    row._state.adding = True
    row.save()
